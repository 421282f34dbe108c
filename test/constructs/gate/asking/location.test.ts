import { WaitBudget } from '../../../../src/lookup/blocking/wait-budget';
import { TerraformStack, Testing } from 'cdktf';
import { GatedImage } from '../../../../src/constructs/gate/gated-image';
import { JudgingSettings } from '../../../../src/constructs/gate/asking/evaluation';
import {
  HssConnection,
  HssConnectionProps,
  HssRegistryImage,
  HssSource,
  RegistryType,
} from '../../../../src';
import { Enforcement, Pinning } from '../../../../src/policy';
import { GOOD, PINNED, REGISTRY, gate, image, policy, within } from '../../support';

/** Where HSS answers says where SWR is, and so which registry images a reference means. */

const inSwr: HssRegistryImage = {
  ...(image() as HssRegistryImage),
  registryId: 'r-1',
  registryType: RegistryType.SWR_PRIVATE,
};
const SOURCE = HssSource.fixture({
  registryImages: [inSwr],
  imageRegistries: [{ id: 'r-1', registryType: RegistryType.SWR_PRIVATE }],
});

function connectionWith(props: HssConnectionProps): HssConnection {
  const stack = new TerraformStack(Testing.app(), 'shop');
  return new HssConnection(stack, 'hss', { source: SOURCE, ...props });
}

const pinnedBy = (connection: HssConnection): string | undefined =>
  gate(connection.node.scope as TerraformStack, { connection }).evaluate(GOOD).pinnedReference;

test('a fixture is in the region of its connection', () => {
  expect(pinnedBy(connectionWith({ region: 'cn-north-4' }))).toBe(PINNED);
  expect(pinnedBy(connectionWith({ region: 'cn-south-1' }))).toBeUndefined();
  within({ HW_REGION_NAME: 'cn-north-4' }, () => {
    expect(pinnedBy(connectionWith({}))).toBe(PINNED);
  });
});

describe('the registry IDs of a gated image', () => {
  const judging = (connection: HssConnection, isDestroying = false): JudgingSettings => ({
    connection,
    policy: policy()._policy(),
    enforcement: Enforcement.DENY,
    pinning: Pinning.DIGEST,
    waitSeconds: 0,
    budget: new WaitBudget(),
    path: 'shop/gate',
    isDestroying,
  });
  const domain = REGISTRY;

  test('are those that its domain is pulled from', () => {
    const one = new GatedImage(judging(connectionWith({ region: 'cn-north-4' })), GOOD);
    expect(one.registryIds({ domain })).toEqual(['r-1']);
    expect(one.registryIds({ domain: 'other.example' })).toEqual([]);
  });

  test('are empty for an invalid reference, and for a destroy, which does not query HSS', () => {
    const connection = connectionWith({ region: 'cn-north-4' });
    const start = jest.spyOn(connection, '_start');
    expect(new GatedImage(judging(connection), 'shop/web:').registryIds({ domain })).toEqual([]);
    const destroyed = new GatedImage(judging(connection, true), GOOD);
    expect(destroyed.registryIds({ domain })).toEqual([]);
    expect(start).not.toHaveBeenCalled();
  });
});

import { TerraformResource, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import {
  CoverageOutcome,
  Enforcement,
  ImagePolicyException,
  ImagePolicyProps,
} from '../../../../src';
import { BAD, GOOD, PINNED, codeOf, gate, gated, isWritten, policy, thrown } from '../../support';
import { warningsOf } from '../stack-support';

/** The ways out for a resource whose images can't be determined, by the policy: each leaves a trace. */

const day = (days: number): string =>
  new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

class Chart extends TerraformResource {
  constructor(scope: Construct, id: string, type = 'helm_release') {
    super(scope, id, { terraformResourceType: type });
  }

  protected override synthesizeAttributes(): { [name: string]: unknown } {
    return { name: 'x', chart: 'y' };
  }
}

function exception(change: Partial<ImagePolicyException>): ImagePolicyException {
  return {
    rules: ['images-determinable'],
    owner: 'platform',
    reason: 'rendered and scanned elsewhere',
    expires: day(30),
    ...change,
  };
}

function withPolicy(props: Partial<ImagePolicyProps>) {
  return gated({ props: { policy: policy(props) } });
}

describe('an exception from images-determinable', () => {
  test.each<[string, Partial<ImagePolicyException>]>([
    ['by address', { resource: 'helm_release.db' }],
    ['by a glob over addresses', { resource: 'helm_release.*' }],
    ['by construct path', { scope: 'shop/db' }],
    ['by both', { resource: 'helm_release.db', scope: 'shop/**' }],
  ])('%s lets the resource through, with owner, reason and expiry', (_, target) => {
    const { app, stack, gate } = withPolicy({ exceptions: [exception(target)] });
    new Chart(stack, 'db');
    app.synth();
    expect(gate.coverage).toMatchObject([
      {
        address: 'helm_release.db',
        outcome: CoverageOutcome.UNDETERMINABLE,
        waivedBy: expect.stringMatching(/owner platform until .*: rendered and scanned/),
      },
    ]);
    expect(warningsOf(app)).toEqual([]);
  });

  test.each<[string, Partial<ImagePolicyException>]>([
    ['of another resource', { resource: 'helm_release.other' }],
    ['of another construct', { scope: 'prod/**' }],
    ['that has expired', { resource: 'helm_release.db', expires: '2020-01-01' }],
  ])('%s does not let the resource through', (_, target) => {
    const { app, stack } = withPolicy({ exceptions: [exception(target)] });
    new Chart(stack, 'db');
    const error = thrown(() => app.synth());
    expect(error.code).toBe('HSS_IMAGE_DENIED');
    expect(isWritten(app)).toBe(false);
    if (target.expires !== undefined) expect(error.message).toContain('waived until 2020-01-01');
  });

  test('does not keep the images that are found there from being judged', () => {
    const { app, stack } = withPolicy({ exceptions: [exception({ resource: 'helm_release.db' })] });
    new Chart(stack, 'db').addOverride('values', [`image: ${BAD}\n`]);
    expect(thrown(() => app.synth()).message).toContain(BAD);
  });

  test('that matches nothing is warned of, once for the app', () => {
    const props = { exceptions: [exception({ resource: 'helm_release.gone' })] };
    const { app, stack, gate: first } = withPolicy(props);
    const other = new TerraformStack(app, 'other');
    gate(other, { policy: policy(props) });
    void first;
    new Chart(stack, 'db', 'terraform_data');
    app.synth();
    const warnings = [...warningsOf(app), ...warningsOf(app, 'other')];
    expect(warnings).toEqual([
      expect.stringMatching(/the exception for helm_release\.gone .* matched no resource/),
    ]);
  });
});

describe('a declaration of the policy', () => {
  const declaration = (resource: string, images: string[]) => ({
    resource,
    images,
    owner: 'platform',
    reason: 'the chart deploys nothing else',
  });

  test('says which images a resource deploys', () => {
    const { app, stack, gate } = withPolicy({
      declarations: [declaration('helm_release.db', [PINNED])],
    });
    new Chart(stack, 'db');
    app.synth();
    expect(gate.coverage).toMatchObject([
      {
        outcome: CoverageOutcome.IMAGES,
        images: [PINNED],
        declaredBy: 'platform: the chart deploys nothing else',
      },
    ]);
  });

  test.each<[string, string]>([
    ['an image that is denied', BAD],
    ['a tag, which can come to mean another image', GOOD],
  ])('names %s, which is judged', (_, reference) => {
    const { app, stack } = withPolicy({
      declarations: [declaration('helm_release.db', [reference])],
    });
    new Chart(stack, 'db');
    expect(thrown(() => app.synth()).message).toContain(reference);
  });

  test('that matches nothing is named where the stack is refused', () => {
    const { app, stack } = withPolicy({ declarations: [declaration('helm_release.bd', [PINNED])] });
    new Chart(stack, 'db');
    expect(thrown(() => app.synth()).message).toMatch(
      /The declaration for helm_release\.bd .* matches no resource of this stack/,
    );
  });

  test('that matches nothing is warned of', () => {
    const { app } = withPolicy({ declarations: [declaration('helm_release.gone', [PINNED])] });
    app.synth();
    expect(warningsOf(app)).toEqual([
      expect.stringMatching(/the declaration for helm_release\.gone .* matched no resource/),
    ]);
  });
});

describe('strictDiscovery', () => {
  test.each<[string, string, string]>([
    ['a type that the table does not know', 'acme_widget', 'HSS_IMAGE_DENIED'],
    ['a type that runs nothing', 'terraform_data', 'passed'],
    ['a type with an entry', 'kubernetes_pod', 'passed'],
  ])('puts %s in doubt', (_, type, expected) => {
    const { app, stack } = withPolicy({ strictDiscovery: true });
    new Chart(stack, 'x', type);
    expect(codeOf(() => app.synth())).toBe(expected);
  });

  test.each<[string, object, string]>([
    [
      'a kind that the table does not know',
      { apiVersion: 'acme.io/v1', kind: 'Widget' },
      'HSS_IMAGE_DENIED',
    ],
    ['a kind of Kubernetes', { apiVersion: 'v1', kind: 'Service' }, 'passed'],
  ])('puts a manifest in doubt with %s', (_, manifest, expected) => {
    const { app, stack } = withPolicy({ strictDiscovery: true });
    const resource = new Chart(stack, 'x', 'kubernetes_manifest');
    resource.addOverride('manifest', { ...manifest, metadata: { name: 'x' }, spec: {} });
    expect(codeOf(() => app.synth())).toBe(expected);
  });

  test('is of one gate, not of the others of the stack', () => {
    const { app, stack } = withPolicy({});
    const strict = new Construct(stack, 'strict');
    gate(strict, { policy: policy({ strictDiscovery: true }) });
    new Chart(stack, 'x', 'acme_widget');
    expect(codeOf(() => app.synth())).toBe('passed');
    new Chart(strict, 'y', 'acme_widget');
    expect(codeOf(() => app.synth())).toBe('HSS_IMAGE_DENIED');
  });
});

test('undeterminable: WARN lets through what no exception waives', () => {
  const { app, stack } = gated({ props: { undeterminable: Enforcement.WARN } });
  new Chart(stack, 'db');
  app.synth();
  expect(warningsOf(app)).toEqual([expect.stringContaining("helm_release.db can't be determined")]);
});

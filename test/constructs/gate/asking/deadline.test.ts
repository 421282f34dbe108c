import { TerraformStack, Testing } from 'cdktf';
import { HssConnection, HssCredentials } from '../../../../src';
import { HssError } from '../../../../src/contract/error';
import { LookupRequest } from '../../../../src/lookup/request';
import { REGISTRY, gate, thrown } from '../../support';

/** A gate whose HSS never answers ends at its deadline, by a clock that only lookups advance. */

let mockNow = 1_000_000_000;

jest.mock('../../../../src/util/time', () => ({
  ...jest.requireActual<object>('../../../../src/util/time'),
  steadyNow: () => mockNow,
}));

/** A worker whose lookups all end at their deadlines. */
const mockWorker = {
  requests: [] as LookupRequest[],
  post(request: LookupRequest): { readonly endsAt: number } {
    this.requests.push(request);
    const { options, timeLeft } = request;
    return { endsAt: mockNow + (timeLeft?.ms ?? options.deadlineSeconds! * 1000) };
  },
  read({ endsAt }: { readonly endsAt: number }): never {
    mockNow = Math.max(mockNow, endsAt);
    throw new HssError('HSS_TIMEOUT', 'HSS did not answer in time');
  },
};

jest.mock('../../../../src/lookup/worker-handle', () => ({
  LookupWorker: { start: () => mockWorker },
}));

beforeEach(() => mockWorker.requests.splice(0));

const deadlineSeconds = 300;

function connected(): TerraformStack {
  const stack = new TerraformStack(Testing.app(), 'shop');
  new HssConnection(stack, 'hss', {
    region: 'cn-north-4',
    projectId: 'p-1',
    credentials: HssCredentials.token('token'),
    deadlineSeconds,
  });
  return stack;
}

const images = (count: number): string[] =>
  Array.from({ length: count }, (_, at) => `${REGISTRY}/shop/app-${at}:1`);

test('images that share a listing are not asked for by name after the deadline', () => {
  const stack = connected();
  const one = gate(stack);
  for (const reference of images(10)) one.require(reference);
  const began = mockNow;
  const { message } = thrown(() => Testing.synth(stack));
  expect(mockNow - began).toBe(deadlineSeconds * 1000);
  expect(message).toContain('HSS did not answer in time');
  expect(message).toContain('the gate did not get all answers within its deadline of 300 s');
  const names = new Set(mockWorker.requests.map(({ query }) => query.values.imageName));
  expect(names).toEqual(
    new Set([undefined, 'app-0', 'app-1', 'app-2', 'shop/app-0', 'shop/app-1', 'shop/app-2']),
  );
});

test('images that are evaluated one after another have one deadline', () => {
  const one = gate(connected());
  const began = mockNow;
  const errors = images(4).map((reference) => thrown(() => one.evaluate(reference)));
  expect(mockNow - began).toBe(deadlineSeconds * 1000);
  expect(errors.map(({ code }) => code)).toEqual(Array(4).fill('HSS_TIMEOUT'));
});

test('a wait for scans comes on top', () => {
  const one = gate(connected(), { waitSeconds: 60 });
  const began = mockNow;
  for (const reference of images(4)) thrown(() => one.evaluate(reference));
  expect(mockNow - began).toBe((deadlineSeconds + 60) * 1000);
});

import { TerraformStack, Testing } from 'cdktf';
import { HssConnection, HssCredentials, ScanStatus } from '../../../../src';
import { HssError } from '../../../../src/contract/error';
import { Query } from '../../../../src/contract/query';
import { Row } from '../../../../src/contract/row';
import { Listing, LookupRequest } from '../../../../src/lookup/request';
import { REGISTRY, gate, image, thrown } from '../../support';

/** A gate whose HSS never answers ends at its deadline, by a clock that only lookups and pauses advance. */

let mockNow = 1_000_000_000;

jest.mock('../../../../src/util/time', () => ({
  ...jest.requireActual<object>('../../../../src/util/time'),
  steadyNow: () => mockNow,
}));

jest.mock('../../../../src/lookup/blocking/sleep', () => ({
  sleepFor: (ms: number) => {
    mockNow += ms;
  },
}));

/** A worker whose lookups end at their deadlines, or have rows at once until HSS hangs. */
const mockWorker = {
  requests: [] as LookupRequest[],
  hangsFrom: 0,
  post(request: LookupRequest): MockTicket {
    this.requests.push(request);
    const { query, options, timeLeft } = request;
    const endsAt = mockNow + (timeLeft?.ms ?? options.deadlineSeconds! * 1000);
    return { query, endsAt, hangs: mockNow >= this.hangsFrom };
  },
  read({ query, endsAt, hangs }: MockTicket): Listing {
    if (!hangs) {
      const rows = query.endpoint === 'cicd-images' ? [PENDING] : [];
      return { rows, origin: { endpoint: 'https://hss.example', projectId: 'p-1' } };
    }
    mockNow = Math.max(mockNow, endsAt);
    throw new HssError('HSS_TIMEOUT', 'HSS did not answer in time');
  },
};

jest.mock('../../../../src/lookup/worker-handle', () => ({
  LookupWorker: { start: () => mockWorker },
}));

interface MockTicket {
  readonly query: Query;
  readonly endsAt: number;
  readonly hangs: boolean;
}

const PENDING = {
  ...image({ imageName: 'app-0', imageVersion: '1' }),
  scanStatus: ScanStatus.SCANNING,
} as Row;

beforeEach(() => {
  mockWorker.requests.splice(0);
  mockWorker.hangsFrom = 0;
  jest.spyOn(Date, 'now').mockImplementation(() => mockNow);
});
afterEach(() => jest.restoreAllMocks());

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
  const errors = images(4).map((reference) => thrown(() => one.evaluate(reference)));
  expect(mockNow - began).toBe((deadlineSeconds + 60) * 1000);
  expect(errors.at(-1)!.message).toContain(
    'within its deadline of 300 s plus 60 s of waiting for scans',
  );
});

test('the pauses of a wait are taken from the time that comes on top', () => {
  const one = gate(connected(), { waitSeconds: 60 });
  const began = mockNow;
  mockWorker.hangsFrom = began + 30_000;
  thrown(() => one.evaluate(images(1)[0]));
  expect(mockNow - began).toBe((deadlineSeconds + 60) * 1000);
});

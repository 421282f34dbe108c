import { WaitBudget } from '../../../src/lookup/blocking/wait-budget';
import { Evaluation } from '../../../src/constructs/gate/asking/evaluation';
import { judgeWhenScanned } from '../../../src/judging';
import { Enforcement, Judgement, Pinning, Policy, parseReference } from '../../../src/policy';
import { PolicyException } from '../../../src/policy/model/policy';
import { MemoryHss, Raw } from '../../support/memory-hss';
import { policyBy, rowOf, vulnerability } from './vulnerable';

/** While a scan is awaited, vulnerabilities are asked for once: when something judges them. */

const DONE = rowOf('web', 1);
const PENDING: Raw = { ...DONE, scan_status: 'scanning', latest_scan_time: null, vul_num: 0 };
const REFERENCE = 'r.io/shop/web:1.4';
const POLICY = policyBy({ max: { high: 1 } });

let time = Date.now();
const pauses: number[] = [];
const pass = (ms: number): void => {
  pauses.push(ms);
  time += ms;
};
const mockSleepFor = pass;
jest.mock('../../../src/lookup/blocking/sleep', () => ({
  sleepFor: (ms: number) => mockSleepFor(ms),
}));

beforeEach(() => {
  pauses.length = 0;
  jest.spyOn(Date, 'now').mockImplementation(() => time);
});
afterEach(() => jest.restoreAllMocks());

/** An image that is scanned after so many pauses; its list has nothing before. */
function hssOf(pausesUntilScanned: number): MemoryHss {
  const isScanned = (): boolean => pauses.length >= pausesUntilScanned;
  return new MemoryHss(
    {
      get 'cicd-images'() {
        return [isScanned() ? DONE : PENDING];
      },
    },
    {
      imageVulnerabilities: {
        get 'i-web'() {
          return isScanned() ? [vulnerability(1)] : [];
        },
      },
    },
  );
}

const ACCEPTED: PolicyException = {
  image: 'shop/web:*',
  rules: ['scan-completed'],
  owner: 'payments',
  reason: 'the scan is late',
  expires: '2999-12-31',
  // Not where the gate of the test waits.
  scope: 'here',
};
const judging = { enforcement: Enforcement.DENY, pinning: Pinning.DIGEST };

function byGate(hss: MemoryHss, waitSeconds: number, policy = POLICY): Judgement {
  const { connection } = hss;
  const budget = new WaitBudget(waitSeconds);
  const terms = {
    ...judging,
    policy,
    connection,
    waitSeconds,
    budget,
    isDestroying: false,
    path: 'gate',
  };
  return new Evaluation(terms, parseReference(REFERENCE)).judgementAt('here');
}

async function byCommand(hss: MemoryHss, seconds: number, policy = POLICY): Promise<Judgement> {
  const now = (): number => time;
  const [outcome] = await judgeWhenScanned(
    [{ reference: REFERENCE, path: 'here' }],
    { ...judging, policy, source: hss.upstream, now },
    { seconds, now, sleep: (ms) => Promise.resolve(pass(ms)) },
  );
  if ('error' in outcome) throw outcome.error;
  return outcome.judgement;
}

type Judge = (hss: MemoryHss, seconds: number, policy?: Policy) => Judgement | Promise<Judgement>;

describe.each<[string, Judge]>([
  ['a gate', byGate],
  ['the command line', byCommand],
])('%s', (_, judge) => {
  const listings = ({ asked }: MemoryHss): number =>
    asked.filter((line) => line.startsWith('image ')).length;

  test.each([0, 1, 3])('asks for them when the scan comes after %d pauses', async (count) => {
    const hss = hssOf(count);
    const { verdict } = await judge(hss, 600);
    expect(verdict).toMatchObject({ decision: 'ALLOW', vulnerabilities: [{ id: 'V-1' }] });
    expect(pauses).toHaveLength(count);
    expect(listings(hss)).toBe(2);
  });

  test('asks for none at the end of a wait in which the scan does not come', async () => {
    const hss = hssOf(Infinity);
    const { verdict } = await judge(hss, 5);
    expect(verdict.decision).toBe('DENY');
    expect(verdict.vulnerabilities).toBeUndefined();
    expect(verdict.findings.map(({ ruleId }) => ruleId)).toEqual(['scan-completed']);
    expect(pauses.length).toBeGreaterThan(1);
    expect(hss.asked.filter((line) => !line.startsWith('cicd '))).toEqual([]);
  });

  test('asks for them at the end if an exception accepts the pending scan', async () => {
    const hss = hssOf(Infinity);
    const accepting = { ...POLICY, exceptions: [ACCEPTED] };
    const { verdict } = await judge(hss, 5, accepting);
    expect(verdict.decision).toBe('DENY');
    expect(verdict.findings.map(({ ruleId }) => ruleId)).toEqual(['scan-completed', 'scan-fresh']);
    expect(pauses.length).toBeGreaterThan(1);
    expect(listings(hss)).toBe(2);
  });

  test('asks no more at the end if it had asked for them', async () => {
    const listed = { ...PENDING, vul_num: 1 };
    const hss = new MemoryHss(
      { 'cicd-images': [listed] },
      { imageVulnerabilities: { 'i-web': [vulnerability(1)] } },
    );
    const rules = ['scan-completed', 'scan-fresh'] as const;
    const exceptions = [{ ...ACCEPTED, rules, scope: undefined }];
    const { verdict } = await judge(hss, 5, { ...policyBy({ max: { high: 0 } }), exceptions });
    expect(verdict.findings.filter(({ waivedBy }) => waivedBy === undefined)).toMatchObject([
      { ruleId: 'max-vulnerabilities-by-severity' },
    ]);
    const rows = hss.asked.filter((line) => line === 'cicd shop web 1.4');
    expect(rows).toHaveLength(pauses.length + 1);
  });
});

import fc from 'fast-check';
import { asJson, msOf } from '../../src/policy/hcl';
import { VulnerabilityStatus } from '../../src/policy/model/verdict';
import { Verdict, evaluated, ofIndex, predicted, statusesOf } from './answer-run';
import { evaluate } from './evaluate';
import { Gate, Member, SIZE, anyGate, anyVulnerabilityGate } from './gate-cases';
import { anyIncompleteGate } from './incomplete-scan-cases';

/**
 * What Terraform decides is what this package decides: raw JSON of both lists, policies and exceptions are drawn, and each is
 * judged by the predicates and by the expressions, the latter in the terraform binary.
 */

const GATES = 24;
const VULNERABILITY_GATES = 10;
const INCOMPLETE_GATES = 10;
/** Gates in one run of Terraform, which must not take too long. */
const AT_ONCE = 5;

/** One image, as both sides judge it. */
interface Judged {
  readonly gate: Gate;
  readonly member: Member;
  readonly expected: Verdict;
  readonly isUndecided: boolean;
}

/** Has both sides judge the images of gates, and compares what they say. */
async function compared(gates: readonly Gate[]): Promise<Judged[]> {
  const cases = gates.flatMap((gate) => gate.members.map((member) => ({ gate, member })));
  const got: Awaited<ReturnType<typeof evaluated>> = [];
  for (let at = 0; at < gates.length; at += AT_ONCE) {
    got.push(...(await evaluated(gates.slice(at, at + AT_ONCE))));
  }
  return cases.map(({ gate, member }, index) => {
    const { message, ...verdict } = got[index];
    const expected = predicted(gate, member);
    const given = { props: gate.props, world: gate.world, member, message };
    const isUndecided = gate.world !== undefined && message.includes('could not be decided');
    if (isUndecided) {
      // What does not agree is a violation to the predicate, and no answer to Terraform.
      expect({ given, allowed: expected.allowed }).toEqual({ given, allowed: false });
    } else {
      const findings = member.isIndex ? ofIndex(verdict.findings) : verdict.findings;
      expect({ given, ...verdict, findings }).toEqual({ given, ...expected });
    }
    return { gate, member, expected, isUndecided };
  });
}

test('the predicate and the expression decide alike, whatever HSS answers', async () => {
  const judged = await compared(fc.sample(anyGate, { numRuns: GATES, seed: 20261122 }));
  // Or else the cases would show nothing.
  const some = (GATES * SIZE) / 20;
  const count = (isOne: (one: Judged) => boolean): number => judged.filter(isOne).length;
  const allowedOf = (isOne: (member: Member) => boolean): number =>
    count(({ member, expected }) => isOne(member) && expected.allowed);
  expect(allowedOf(() => true)).toBeGreaterThan(some);
  expect(allowedOf(({ isIndex }) => isIndex)).toBeGreaterThan(2);
  expect(allowedOf(({ rows }) => rows.cicd.length > 0 && rows.registry.length > 0)).toBeGreaterThan(
    5,
  );
  const rules = judged.flatMap(({ expected }) => expected.findings.map(({ rule }) => rule));
  expect(new Set(rules).size).toBe(13);
  const isElsewhere = ({
    expected: {
      findings,
      judged: [version],
    },
  }: Judged): boolean =>
    findings.some(({ elsewhere }) => elsewhere) || ['1.3', 'latest'].includes(String(version));
  expect(count(isElsewhere)).toBeGreaterThan(some);
}, 180_000);

test('so they do where vulnerabilities are judged one by one, by the lists that hss-gate exec asks for', async () => {
  const judged = await compared(
    fc.sample(anyVulnerabilityGate, { numRuns: VULNERABILITY_GATES, seed: 20261128 }),
  );
  const count = (isOne: (one: Judged) => boolean): number => judged.filter(isOne).length;
  const hasFinding =
    (rule: string) =>
    ({ expected, isUndecided }: Judged): boolean =>
      !isUndecided && expected.findings.some((one) => one.rule === rule);
  const has =
    (status: VulnerabilityStatus) =>
    ({ gate, member, expected }: Judged): boolean =>
      expected.allowed && statusesOf(gate, member).includes(status);
  // Or else the cases would show nothing.
  expect(count(({ expected }) => expected.allowed)).toBeGreaterThan(15);
  expect(count(({ expected, member }) => expected.allowed && member.isIndex)).toBeGreaterThan(0);
  expect(count(has(VulnerabilityStatus.EXCEPTED))).toBeGreaterThan(3);
  expect(count(has(VulnerabilityStatus.IN_GRACE))).toBeGreaterThan(1);
  expect(count(has(VulnerabilityStatus.HANDLED))).toBeGreaterThan(3);
  expect(count(hasFinding('max-vulnerabilities-by-severity'))).toBeGreaterThan(10);
  expect(count(hasFinding('known-exploited'))).toBeGreaterThan(3);
  expect(count(({ isUndecided }) => isUndecided)).toBeGreaterThan(0);
}, 180_000);

test('so they do where scans are not complete, and exceptions waive that', async () => {
  const judged = await compared(
    fc.sample(anyIncompleteGate, { numRuns: INCOMPLETE_GATES, seed: 20261129 }),
  );
  const count = (isWaived: boolean, isOne: (one: Judged) => boolean): number =>
    judged.filter(
      (one) =>
        isOne(one) &&
        !one.isUndecided &&
        one.expected.findings.some(
          ({ rule, waiver }) => rule === 'scan-completed' && (waiver !== '') === isWaived,
        ),
    ).length;
  const hasOther = ({ expected }: Judged): boolean =>
    expected.findings.some(({ rule }) => /^max-(severity|vuln)/.test(rule));
  for (const isIndex of [false, true]) {
    // Or else the cases would show nothing.
    expect(count(false, ({ member }) => member.isIndex === isIndex)).toBeGreaterThan(3);
    expect(count(true, ({ member }) => member.isIndex === isIndex)).toBeGreaterThan(2);
  }
  expect(count(true, hasOther)).toBeGreaterThan(5);
  expect(count(true, ({ expected }) => expected.allowed)).toBeGreaterThan(1);
}, 180_000);

test('a timestamp is counted in ms as JavaScript counts it', async () => {
  const times = [
    ...[
      '1970-01-01T00:00:00Z',
      '2000-02-29T23:59:59Z',
      '2026-12-31T23:59:59Z',
      '2100-02-28T12:00:00Z',
      '2100-03-01T00:00:00Z',
    ],
    ...fc
      .sample(fc.integer({ min: 0, max: 4_000_000_000 }), { numRuns: 200, seed: 1 })
      .map((s) => new Date(s * 1000).toISOString().replace('.000', '')),
  ];
  const value = await evaluate(asJson(`[for t in local.times : ${msOf('t')}]`), { times });
  expect(value).toEqual(times.map((text) => Date.parse(text)));
}, 60_000);

import fc from 'fast-check';
import { asJson, msOf } from '../../src/policy/hcl';
import { VulnerabilityStatus } from '../../src/policy/model/verdict';
import { evaluated, ofIndex, predicted, statusesOf } from './answer-run';
import { Member, SIZE, anyGate, anyVulnerabilityGate } from './gate-cases';
import { outputOf } from './output';

/**
 * What Terraform decides is what this package decides: raw JSON of both lists, policies and exceptions are drawn, and each is
 * judged by the predicates and by the expressions, the latter in the terraform binary.
 */

const GATES = 24;
const VULNERABILITY_GATES = 10;
/** Gates in one run of Terraform, which must not take too long. */
const AT_ONCE = 5;

test('the predicate and the expression decide alike, whatever HSS answers', async () => {
  const gates = fc.sample(anyGate, { numRuns: GATES, seed: 20261122 });
  const cases = gates.flatMap((gate) => gate.members.map((member) => ({ gate, member })));
  const expected = cases.map(({ gate, member }) => predicted(gate, member));
  const got: Awaited<ReturnType<typeof evaluated>> = [];
  for (let at = 0; at < GATES; at += AT_ONCE) {
    got.push(...(await evaluated(gates.slice(at, at + AT_ONCE))));
  }
  cases.forEach(({ gate: { props }, member }, index) => {
    const { message, ...verdict } = got[index];
    const given = { props, member, message };
    const findings = member.isIndex ? ofIndex(verdict.findings) : verdict.findings;
    expect({ given, ...verdict, findings }).toEqual({ given, ...expected[index] });
  });
  // Or else the cases would show nothing.
  const some = (GATES * SIZE) / 20;
  const isAllowed = expected.map(({ allowed }) => allowed);
  const count = (which: readonly boolean[]): number => which.filter(Boolean).length;
  expect(count(isAllowed)).toBeGreaterThan(some);
  const allowedOf = (isOne: (member: Member) => boolean): number =>
    count(cases.map(({ member }, index) => isOne(member) && isAllowed[index]));
  expect(allowedOf(({ isIndex }) => isIndex)).toBeGreaterThan(2);
  expect(allowedOf(({ rows }) => rows.cicd.length > 0 && rows.registry.length > 0)).toBeGreaterThan(
    5,
  );
  const rules = new Set(expected.flatMap(({ findings }) => findings.map(({ rule }) => rule)));
  expect(rules.size).toBe(13);
  const isElsewhere = expected.map(
    ({ findings, judged: [version] }) =>
      findings.some(({ elsewhere }) => elsewhere) || ['1.3', 'latest'].includes(String(version)),
  );
  expect(count(isElsewhere)).toBeGreaterThan(some);
}, 180_000);

test('so they do where vulnerabilities are judged one by one, by the lists that hss-gate exec asks for', async () => {
  const gates = fc.sample(anyVulnerabilityGate, { numRuns: VULNERABILITY_GATES, seed: 20261128 });
  const cases = gates.flatMap((gate) => gate.members.map((member) => ({ gate, member })));
  const expected = cases.map(({ gate, member }) => predicted(gate, member));
  const got: Awaited<ReturnType<typeof evaluated>> = [];
  for (let at = 0; at < VULNERABILITY_GATES; at += AT_ONCE) {
    got.push(...(await evaluated(gates.slice(at, at + AT_ONCE))));
  }
  const isUndecided = got.map(({ message }) => message.includes('could not be decided'));
  cases.forEach(({ gate: { props, world }, member }, index) => {
    const { message, ...verdict } = got[index];
    const given = { props, world, member, message };
    if (isUndecided[index]) {
      // What does not agree is a violation to the predicate, and no answer to Terraform.
      expect({ given, allowed: expected[index].allowed }).toEqual({ given, allowed: false });
      return;
    }
    const findings = member.isIndex ? ofIndex(verdict.findings) : verdict.findings;
    expect({ given, ...verdict, findings }).toEqual({ given, ...expected[index] });
  });
  const count = (isOne: (index: number) => boolean): number =>
    cases.filter((_, index) => isOne(index)).length;
  const hasFinding = (rule: string) => (index: number) =>
    !isUndecided[index] && expected[index].findings.some((one) => one.rule === rule);
  const has = (status: VulnerabilityStatus) => (index: number) =>
    expected[index].allowed && statusesOf(cases[index].gate, cases[index].member).includes(status);
  // Or else the cases would show nothing.
  expect(count((index) => expected[index].allowed)).toBeGreaterThan(15);
  expect(count((index) => expected[index].allowed && cases[index].member.isIndex)).toBeGreaterThan(
    0,
  );
  expect(count(has(VulnerabilityStatus.EXCEPTED))).toBeGreaterThan(3);
  expect(count(has(VulnerabilityStatus.IN_GRACE))).toBeGreaterThan(1);
  expect(count(has(VulnerabilityStatus.HANDLED))).toBeGreaterThan(3);
  expect(count(hasFinding('max-vulnerabilities-by-severity'))).toBeGreaterThan(10);
  expect(count(hasFinding('known-exploited'))).toBeGreaterThan(3);
  expect(count((index) => isUndecided[index])).toBeGreaterThan(0);
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
  const value = await outputOf({
    locals: { times },
    output: { ms: { value: asJson(`[for t in local.times : ${msOf('t')}]`) } },
  });
  expect(value).toEqual(times.map((text) => Date.parse(text)));
}, 60_000);

import { XMLElement, create } from 'xmlbuilder';
import { sourceProperties } from '../answered-by';
import { countsOf, countsSentence } from '../counts';
import { Entry, entriesOf } from '../entries';
import { feedProperties } from '../feed';
import { RunReport } from '../run-report';
import { StackReport } from '../stack-report';
import { vulnerabilitySentence } from '../vulnerabilities/words';
import { worstVulnerabilities } from '../vulnerabilities/worst';
import { visible, visibleLines } from '../../util/safe-text';

/**
 * Maximum number of vulnerabilities in a test case. GitLab and Jenkins show its whole text, but in
 * a small box.
 */
const MAX_VULNERABILITIES = 50;

/**
 * Renders JUnit XML that is valid by both strict schemas, Jenkins's and windyroad's. The root has
 * no attributes, and a test case contains at most one outcome. Details of passing images are in the
 * output of their suite.
 */
export function junit(report: RunReport): string {
  const root = create('testsuites', { version: '1.0', encoding: 'UTF-8' });
  report.parts.forEach((part, id) => addSuite(root, report, part, id));
  return `${root.end({ pretty: true })}\n`;
}

function addSuite(root: XMLElement, report: RunReport, part: StackReport, id: number): void {
  const entries = entriesOf(part);
  const outcomes = entries.map(outcomeOf);
  const ofKind = (kind: string): number => outcomes.filter((one) => one === kind).length;
  const suite = root.ele('testsuite', {
    name: token(part.stack),
    package: `hss-gate.${report.command}`,
    id,
    timestamp: report.evaluatedAt.slice(0, 19),
    // The schema's value for an unknown host. Any other value would only make runs differ.
    hostname: 'localhost',
    tests: entries.length,
    failures: ofKind('failure'),
    errors: ofKind('error'),
    skipped: ofKind('skipped'),
    time: 0,
  });
  const properties = suite.ele('properties');
  for (const [name, value] of propertiesOf(report)) {
    properties.ele('property', { name, value: visible(value) });
  }
  entries.forEach((entry, at) => {
    const testcase = suite.ele('testcase', {
      name: token(entry.kind === 'conflict' ? (entry.message ?? '') : entry.subject),
      classname: token(entry.address ?? entry.places[0] ?? part.stack),
      time: 0,
    });
    addOutcome(testcase, entry, outcomes[at]);
  });
  const saidOf = (state: Entry['state']): string[] =>
    entries.filter((entry) => entry.state === state).map((entry) => linesOf(entry, true));
  const counts = countsSentence(countsOf({ ...report, parts: [part] }));
  suite.ele('system-out', {}, [counts, ...saidOf('waived')].join('\n\n'));
  suite.ele('system-err', {}, saidOf('warned').join('\n\n'));
}

function propertiesOf(report: RunReport): [string, string][] {
  const { version, policy, subject, outcome, answeredBy, evaluatedAt } = report;
  return [
    ['version', version],
    ['policy.file', policy.file],
    ['policy.hash', policy.hash],
    ...feedProperties(policy.feed),
    ...(subject === undefined ? [] : [['subject', subject] as [string, string]]),
    ['outcome', outcome],
    ...sourceProperties(answeredBy, Date.parse(evaluatedAt)),
  ];
}

type Outcome = 'failure' | 'error' | 'skipped' | 'passed';

/** Returns the outcome of an entry. A warned or waived image passes, because it is deployed. */
function outcomeOf({ state }: Entry): Outcome {
  if (state === 'denied') return 'failure';
  if (state === 'undecided') return 'error';
  return state === 'ignored' ? 'skipped' : 'passed';
}

function addOutcome(testcase: XMLElement, entry: Entry, outcome: Outcome): void {
  if (outcome === 'passed') return;
  const message = visible(headline(entry));
  if (outcome === 'skipped') {
    testcase.ele('skipped', { message });
    return;
  }
  const counting = entry.findings.find(({ waivedBy }) => waivedBy === undefined);
  const type = visible(counting?.ruleId ?? entry.code ?? entry.kind);
  testcase.ele(outcome, { message, type }, linesOf(entry, false));
}

/** Returns the reasons against an entry, on one line. */
function headline({ findings, message = '' }: Entry): string {
  const counting = findings.filter(({ waivedBy }) => waivedBy === undefined);
  if (counting.length > 0) {
    return counting.map(({ ruleId, message: said }) => `${ruleId}: ${said}`).join('; ');
  }
  return message.split('\n')[0];
}

function linesOf(entry: Entry, titled: boolean): string {
  const { subject, places, findings, message, state, verdict } = entry;
  const place = places.length === 0 ? '' : ` (${places.join(', ')})`;
  const worst = worstVulnerabilities(verdict, MAX_VULNERABILITIES);
  return [
    ...(titled ? [visible(`${state}: ${subject}${place}`)] : []),
    ...findings.map(({ ruleId, message: said, waivedBy }) =>
      visible(`${ruleId}: ${said}${waivedBy === undefined ? '' : `, waived by ${waivedBy}`}`),
    ),
    ...(message === undefined ? [] : [visibleLines(message)]),
    ...worst.shown.map((one) => visible(vulnerabilitySentence(one))),
    ...(worst.left > 0 ? [`+ ${worst.left} more vulnerabilities`] : []),
  ].join('\n');
}

/** Returns a token of the schemas, which is not empty and has no white space at its ends. */
function token(text: string): string {
  return visible(text).trim() || '(unnamed)';
}

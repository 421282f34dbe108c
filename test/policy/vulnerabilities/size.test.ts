import { mergeVulnerabilities } from '../../../src/contract/vulnerabilities/merge';
import { VulnerabilitySeverity } from '../../../src/contract/enums';
import { KnownExploited, judgeInFull } from '../../../src/policy';
import { feed, judgeInput, judged } from '../fixtures';
import { cve, cveException, vulnerable } from './cases';

const VULNERABILITIES = 500;
const CVES = 40;
const idOf = (at: number): string => `EulerOS-SA-2026-${1000 + at}`;
const all = Array.from({ length: VULNERABILITIES }, (_, at) => at);
const cvesOf = (at: number): string[] => Array.from({ length: CVES }, (_, n) => cve(at * CVES + n));

/** All but the last vulnerability are excepted, by 20 exceptions of 1000 CVEs, of which the last one lacks one. */
const exceptions = Array.from({ length: 20 }, (_, n) =>
  cveException(
    all
      .slice(n * 25, n * 25 + 25)
      .flatMap(cvesOf)
      .slice(0, n === 19 ? -1 : undefined),
    { owner: `owner ${n}` },
  ),
);

test('500 vulnerabilities with 40 CVEs each are judged by 20,000 excepted CVEs', () => {
  const severities = Object.values(VulnerabilitySeverity);
  const listed = mergeVulnerabilities({
    unhandled: all.map((at) => ({ vulId: idOf(at), appName: 'linux' })),
    handled: [],
    project: all.map((at) => ({
      vulId: idOf(at),
      severityLevel: severities[at % severities.length],
      cveList: cvesOf(at).map((cveId) => ({ cveId, cvss: 7.5 })),
    })),
  });
  const given = vulnerable(
    listed,
    {
      max: { critical: 0, high: 0, medium: 0, low: 0 },
      graceDays: { critical: 1, high: 1, medium: 1, low: 1 },
      knownExploited: KnownExploited.DENY,
    },
    { feed: feed([cve(7)]), policy: { exceptions } },
  );
  const input = judgeInput(given);
  const { verdict, used, wantedTimes } = judgeInFull(input);

  expect(verdict.vulnerabilities).toHaveLength(VULNERABILITIES);
  expect(wantedTimes).toEqual([idOf(499)]);
  expect(used).toHaveLength(20);
  const standing = verdict.findings.filter(({ waivedBy }) => waivedBy === undefined);
  expect(standing.map(({ message }) => message)).toEqual([
    `too many vulnerabilities: 1 Low, at most 0 allowed (${idOf(499)} [${cvesOf(499)[0]} +39])`,
  ]);
});

test('messages stay short, whatever there is', () => {
  const listed = all.map((at) => ({ vulId: `${idOf(at)}${'x'.repeat(100)}`, handled: false }));
  const { verdict } = judged(
    vulnerable(
      listed,
      { max: { critical: 0, high: 0, medium: 0, low: 0 }, knownExploited: KnownExploited.DENY },
      { feed: feed([]) },
    ),
  );
  expect(verdict.findings).toHaveLength(2);
  for (const { message } of verdict.findings) expect(message.length).toBeLessThan(1000);
});

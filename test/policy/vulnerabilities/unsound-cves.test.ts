import { ENDPOINTS } from '../../../src/contract/endpoints';
import { readRow } from '../../../src/contract/row';
import { mergeVulnerabilities } from '../../../src/contract/vulnerabilities/merge';
import { KnownExploited } from '../../../src/policy';
import { Case, feed, violated } from '../fixtures';
import { NONE, cve, vulnerable } from './cases';

/** A vulnerability whose own ID is one of a CVE, with what the project's list says of its CVEs. */
const given = (project: readonly object[], change: Case = {}): Case => {
  const own = { vul_id: cve(1), repair_necessity: 'delay_repair' };
  const listed = mergeVulnerabilities({
    unhandled: [readRow(ENDPOINTS['image-vulnerabilities'], own)],
    handled: [],
    project: project.map((one) =>
      readRow(ENDPOINTS['project-vulnerabilities'], { vul_id: cve(1), ...one }),
    ),
  });
  const limits = { ...NONE, knownExploited: KnownExploited.DENY };
  return vulnerable(listed, limits, { feed: feed([cve(9)]), ...change });
};

test.each<[what: string, project: object[], isKnown: boolean]>([
  ['it lacks the vulnerability', [], true],
  ['it has another CVE as well', [{ cve_list: [{ cve_id: cve(2) }] }], true],
  ['its list is unsound', [{ cve_list: 'CVE-2026-0009' }], false],
  ['one of two lists is unsound', [{ cve_list: [] }, { cve_list: 5 }], false],
])('the own ID says all CVEs where of the project %s: %#', (_, project, isKnown) => {
  const ofLimits = ['max-vulnerabilities-by-severity'];
  expect(violated(given(project))).toEqual(isKnown ? ofLimits : [...ofLimits, 'known-exploited']);
  expect(violated(given(project, { feed: feed([cve(1)]) }))).toContain('known-exploited');
});

import { RepairNecessity } from '../../../contract/enums';
import { Row, isRecord } from '../../../contract/row';
import { plain } from '../../../util/safe-text';
import { Column, NO_VALUE, column, shown } from '../columns';

const UNKNOWN = 'unknown';

/** The columns of a table of vulnerabilities. */
export const VULNERABILITY_COLUMNS: readonly Column[] = [
  { title: 'SEVERITY', text: severityText },
  { title: 'CVES', text: cvesText },
  column('ID', 'vulId'),
  column('PACKAGE', 'appName'),
  column('VERSION', 'version'),
  { ...column('HANDLED', 'handled'), isFor: ({ handled }) => handled === true },
  { ...column('PLATFORM', 'platform'), isFor: ({ platform }) => platform !== undefined },
  column('SOLUTION', 'solution'),
];

/** What is to be repaired at once can be one of two. */
function severityText({ severityLevel, repairNecessity }: Row): string {
  if (severityLevel !== undefined) return shown(severityLevel);
  return repairNecessity === RepairNecessity.IMMEDIATE_REPAIR ? 'Critical or High' : UNKNOWN;
}

/** The first CVE, and how many more there are. */
function cvesText({ cves }: Row): string {
  if (!Array.isArray(cves)) return UNKNOWN;
  const [first, ...more] = cves;
  if (first === undefined) return NO_VALUE;
  const id = isRecord(first) && typeof first.cveId === 'string' ? plain(first.cveId) : UNKNOWN;
  return more.length === 0 ? id : `${id} +${more.length}`;
}

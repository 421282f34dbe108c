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

/**
 * Returns the severity, or what the repair necessity implies: immediate repair means one of two
 * severities.
 */
function severityText({ severityLevel, repairNecessity }: Row): string {
  if (severityLevel !== undefined) return shown(severityLevel);
  return repairNecessity === RepairNecessity.IMMEDIATE_REPAIR ? 'Critical or High' : UNKNOWN;
}

/**
 * The most CVEs shown of a vulnerability. An exception must cover all of them, so usually all
 * should be there to copy.
 */
const MAX_CVES = 3;

/** Returns the first few CVEs, and the number of the others. */
function cvesText({ cves }: Row): string {
  if (!Array.isArray(cves)) return UNKNOWN;
  if (cves.length === 0) return NO_VALUE;
  const ids = cves
    .slice(0, MAX_CVES)
    .map((one: unknown) =>
      isRecord(one) && typeof one.cveId === 'string' ? plain(one.cveId) : UNKNOWN,
    );
  const left = cves.length - ids.length;
  return `${ids.join(', ')}${left > 0 ? ` +${left}` : ''}`;
}

import { JudgedVulnerability } from '../../policy';
import { htmlText, markdownHtml, markdownText, oneLine, webLink } from '../../util/safe-text';
import { cut } from '../../util/text';
import { Entry, groupedEntriesOf } from '../entries';
import { ByteBudget, STATE_LABELS, markdownRow, takeWhile } from '../markdown-parts';
import { StackReport } from '../stack-report';
import { severityCountsText, vulnerabilitiesText } from './severity-counts';
import {
  cveWords,
  packageWords,
  platformWords,
  severityWord,
  statusWords,
  vulnerabilityTitle,
} from './words';

/**
 * Maximum number of vulnerabilities of an image, which leaves space for those of the next image.
 */
const MAX_ROWS = 50;

/** Maximum number of characters of a text from outside in a cell. */
const MAX_LENGTH = 256;

const HEAD = ['Severity', 'Vulnerability', 'CVEs', 'Packages', 'Status', 'Solution'];

/** Returns the vulnerabilities of each image, folded, as many as fit, worst image first. */
export function vulnerabilityLines(
  parts: readonly StackReport[],
  heading: string,
  budget: ByteBudget,
): string[] {
  const entries = parts
    .flatMap((part) => groupedEntriesOf(part))
    .filter(({ verdict }) => (verdict?.vulnerabilities ?? []).length > 0)
    .map((entry, at) => ({ entry, at }))
    .sort((a, b) => rankOf(a.entry) - rankOf(b.entry) || a.at - b.at)
    .map(({ entry }) => entry);
  const title = [heading, ''];
  if (entries.length === 0 || !budget.spend(title.join('\n'))) return [];
  const blocks = entries.map((entry) => imageLines(entry, budget));
  const shown = takeWhile(blocks, (lines) => lines.length > 0);
  const left = entries.length - shown.length;
  return [
    ...title,
    ...shown.flat(),
    ...(left > 0
      ? [`And the vulnerabilities of ${left} more, omitted here: see the full report.`, '']
      : []),
  ];
}

const RANKS = ['denied', 'warned', 'waived', 'allowed'];

function rankOf({ state }: Entry): number {
  return RANKS.indexOf(state);
}

/** Returns the section of an image. Empty if not even one vulnerability fits. */
function imageLines({ verdict, subject, state }: Entry, budget: ByteBudget): string[] {
  const all = verdict?.vulnerabilities ?? [];
  const mark = STATE_LABELS[state].split(' ')[0];
  const head = [
    `<details><summary>${mark} <code>${markdownHtml(cut(subject, MAX_LENGTH))}</code>: ${vulnerabilitiesText(all.length)} (${markdownHtml(severityCountsText(all))})</summary>`,
    '',
    markdownRow(HEAD),
    markdownRow(HEAD.map(() => '---')),
  ];
  const more = (left: number): string => `+ ${left} more: see the full report.`;
  const foot = ['', more(all.length), '', '</details>', ''];
  const [first, ...others] = all.slice(0, MAX_ROWS).map(rowOf);
  if (!budget.spend([...head, first, ...foot].join('\n'))) return [];
  const rows = [first, ...takeWhile(others, (row) => budget.spend(row))];
  const left = all.length - rows.length;
  return [...head, ...rows, '', ...(left > 0 ? [more(left), ''] : []), '</details>', ''];
}

function rowOf(vulnerability: JudgedVulnerability): string {
  const title = `<code>${cell(vulnerabilityTitle(vulnerability))}</code>`;
  const link = vulnerability.url === undefined ? undefined : webLink(vulnerability.url);
  return markdownRow([
    cell(severityWord(vulnerability)),
    link === undefined ? title : `<a href="${htmlText(link)}">${title}</a>`,
    cell(cveWords(vulnerability, 3)),
    [packageWords(vulnerability, 3), platformWords(vulnerability, 3)]
      .filter((words) => words !== '')
      .map(cell)
      .join('<br>'),
    statusWords(vulnerability).map(cell).join('<br>'),
    cell(vulnerability.solution ?? ''),
  ]);
}

function cell(text: string): string {
  return markdownText(cut(oneLine(text), MAX_LENGTH));
}

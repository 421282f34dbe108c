import { countsOf, countsSentence, ruleCountsOf } from '../counts';
import { Entry, State, groupedEntriesOf } from '../entries';
import { code, factsOf, findingOf, text } from '../markdown';
import { RenderOptions } from '../render-options';
import { RunReport } from '../run-report';

/** GitHub takes 65,536 characters in a comment, and refuses a longer one whole. */
const DEFAULT_MAX_BYTES = 65_000;

const STATES: { readonly [state in State]: string } = {
  denied: '❌ denied',
  undecided: '❌ undecided',
  warned: '⚠️ warned',
  waived: '⚠️ waived',
  allowed: '✅ allowed',
  ignored: '⏭️ ignored',
};

const OUTCOMES = {
  allowed: '✅ Image gate: allowed',
  denied: '❌ Image gate: denied',
  undecided: '❌ Image gate: could not be decided',
} as const;

const HEAD = ['Decision', 'Image', 'Where', 'Scan', 'Why'];

/** A report for a job's summary or a comment: the worst first, and no more of it than such a place takes. */
export function markdown(report: RunReport, { maxBytes }: RenderOptions = {}): string {
  const { command, subject, policy } = report;
  const about = `<code>hss-gate ${command}</code>${subject === undefined ? '' : ` of ${code(subject)}`}`;
  const budget = new Budget(maxBytes ?? DEFAULT_MAX_BYTES);
  const lines = [
    `## ${OUTCOMES[report.outcome]}`,
    '',
    `${about}: **${countsSentence(countsOf(report))}**`,
    '',
    `Policy ${code(policy.file)}, hash ${code(policy.hash.slice(0, 12))}`,
    '',
    ...ruleLines(report),
  ];
  lines.forEach((line) => budget.spend(line));
  const omitted: string[] = [];
  for (const part of report.parts) {
    const entries = groupedEntriesOf(part);
    const title = report.parts.length > 1 ? [`### ${code(part.stack)}`, ''] : [];
    if (entries.length === 0) {
      lines.push(...title, 'No image is deployed.', '');
      continue;
    }
    const head = [...title, row(HEAD), row(HEAD.map(() => '---'))];
    const isTitled = head.every((line) => budget.spend(line));
    const rows = isTitled ? takeWhile(entries.map(rowOf), (line) => budget.spend(line)) : [];
    if (rows.length > 0) lines.push(...head, ...rows, '');
    const left = entries.slice(rows.length);
    if (left.length > 0) omitted.push(...left.map(({ state }) => state));
  }
  if (omitted.length > 0) {
    lines.push(
      `And ${omitted.length} more, for which there is no room here: see the full report.`,
      '',
    );
  }
  return lines.join('\n');
}

function ruleLines(report: RunReport): string[] {
  const rules = ruleCountsOf(report);
  if (rules.length === 0) return [];
  return [
    row(['Rule', 'Denied', 'Warned', 'Waived']),
    row(['---', '--:', '--:', '--:']),
    ...rules.map(({ ruleId, title, denied, warned, waived }) =>
      row([
        `${code(ruleId)}${title === undefined ? '' : ` ${text(title)}`}`,
        `${denied}`,
        `${warned}`,
        `${waived}`,
      ]),
    ),
    '',
  ];
}

function rowOf({ kind, state, subject, places, verdict, findings, message }: Entry): string {
  const lead = kind === 'undeterminable' ? 'undeterminable: ' : '';
  const said = message === undefined ? [] : [`${lead}${text(message.replace(/\n\s*/g, '; '))}`];
  return row([
    STATES[state],
    code(subject),
    places.map(code).join('<br>'),
    verdict === undefined ? '' : factsOf(verdict),
    [...findings.map(findingOf), ...said].join('<br>') || 'every rule is met',
  ]);
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** How much may still be written; a line that does not fit is not taken. */
class Budget {
  constructor(private left: number) {}

  public spend(line: string): boolean {
    const needed = Buffer.byteLength(line) + 1;
    // The last of it is kept for saying what is left out.
    if (needed > this.left - 200) return false;
    this.left -= needed;
    return true;
  }
}

function takeWhile(lines: readonly string[], test: (line: string) => boolean): string[] {
  const end = lines.findIndex((line) => !test(line));
  return end < 0 ? [...lines] : lines.slice(0, end);
}

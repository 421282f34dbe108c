import { sourceLines } from '../answered-by';
import { countsOf, countsSentence, ruleCountsOf } from '../counts';
import { LineBudget, coverageSentence, resourcesText } from '../coverage/coverage';
import { coverageBlocks } from '../coverage/coverage-markdown';
import { Entry, groupedEntriesOf } from '../entries';
import { STATE_LABELS, markdownCode, scanFactsText, findingOf, markdownText } from '../markdown';
import { RenderOptions } from '../render-options';
import { RunReport } from '../run-report';

/** GitHub takes 65,536 characters in a comment, and refuses a longer one whole. */
const DEFAULT_MAX_BYTES = 65_000;

const OUTCOMES = {
  allowed: '✅ Image gate: allowed',
  denied: '❌ Image gate: denied',
  undecided: '❌ Image gate: could not be decided',
} as const;

const HEAD = ['Decision', 'Image', 'Where', 'Scan', 'Why'];

/** A report for a job's summary or a comment: the worst first, and no more of it than such a place takes. */
export function markdown(
  report: RunReport,
  { maxBytes, coverage = false }: RenderOptions = {},
): string {
  const { command, subject, policy, answeredBy, evaluatedAt } = report;
  const about = `<code>hss-gate ${command}</code>${subject === undefined ? '' : ` of ${markdownCode(subject)}`}`;
  const budget = new Budget(maxBytes ?? DEFAULT_MAX_BYTES);
  const lines = [
    `## ${OUTCOMES[report.outcome]}`,
    '',
    `${about}: **${countsSentence(countsOf(report))}**`,
    '',
    `Policy ${markdownCode(policy.file)}, hash ${markdownCode(policy.hash.slice(0, 12))}`,
    '',
    ...sourceLines(answeredBy, Date.parse(evaluatedAt), markdownCode).flatMap((line) => [
      `Source: ${line}`,
      '',
    ]),
    ...coverageLines(report),
    ...ruleLines(report),
  ];
  lines.forEach((line) => budget.spend(line));
  const omitted: string[] = [];
  for (const part of report.parts) {
    const entries = groupedEntriesOf(part);
    const title = report.parts.length > 1 ? [`### ${markdownCode(part.stack)}`, ''] : [];
    if (entries.length === 0) {
      const none = [...title, 'No image is deployed.', ''];
      if (budget.spend(none.join('\n'))) lines.push(...none);
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
  if (coverage) lines.push(...resourceLines(report, budget));
  return lines.join('\n');
}

function coverageLines({ parts }: RunReport): string[] {
  const sentence = coverageSentence(parts);
  return sentence === undefined ? [] : [`Of ${sentence}`, ''];
}

/** The resources of all parts, as many as there is room for. */
function resourceLines({ parts }: RunReport, budget: Budget): string[] {
  const shown = new LineBudget();
  const blocks = parts.flatMap((part) => {
    const ofPart = coverageBlocks(part, shown);
    const title =
      parts.length > 1 ? `### Resources of ${markdownCode(part.stack)}` : '### Resources';
    return ofPart.length === 0 ? [] : [{ lines: [title], resources: 0 }, ...ofPart];
  });
  const fitting = takeWhile(blocks, ({ lines }) => budget.spend(lines.join('\n')));
  const left = blocks.slice(fitting.length).reduce((sum, { resources }) => sum + resources, 0);
  const last = fitting.map(({ resources }) => resources > 0).lastIndexOf(true);
  // No title without anything below it.
  const lines = fitting.slice(0, last + 1).flatMap((block) => block.lines);
  return [
    ...lines,
    ...(lines.length > 0 ? [''] : []),
    ...(left > 0
      ? [
          `And ${resourcesText(left)} more, for which there is no room here: see the JSON report.`,
          '',
        ]
      : []),
  ];
}

function ruleLines(report: RunReport): string[] {
  const rules = ruleCountsOf(report);
  if (rules.length === 0) return [];
  return [
    row(['Rule', 'Denied', 'Warned', 'Waived']),
    row(['---', '--:', '--:', '--:']),
    ...rules.map(({ ruleId, title, denied, warned, waived }) =>
      row([
        `${markdownCode(ruleId)}${title === undefined ? '' : ` ${markdownText(title)}`}`,
        `${denied}`,
        `${warned}`,
        `${waived}`,
      ]),
    ),
    '',
  ];
}

function rowOf({ state, subject, places, verdict, findings, message }: Entry): string {
  const said = message === undefined ? [] : [markdownText(message.replace(/\n\s*/g, '; '))];
  return row([
    STATE_LABELS[state],
    markdownCode(subject),
    places.map(markdownCode).join('<br>'),
    verdict === undefined ? '' : scanFactsText(verdict),
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

function takeWhile<T>(all: readonly T[], test: (one: T) => boolean): T[] {
  const end = all.findIndex((one) => !test(one));
  return end < 0 ? [...all] : all.slice(0, end);
}

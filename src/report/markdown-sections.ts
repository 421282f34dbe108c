import { Decision, ImageVerdict } from '../policy';
import { sourceLines } from './answered-by';
import { coverageSentence } from './coverage/coverage';
import { Entry, State, groupedEntriesOf } from './entries';
import { markdownText } from '../util/safe-text';
import { scanFacts } from './row-facts';
import { StackReport, isRefused } from './stack-report';

/** What became of something, as a cell has it. */
export const STATE_LABELS: { readonly [state in State]: string } = {
  denied: '❌ denied',
  undecided: '❌ undecided',
  warned: '⚠️ warned',
  waived: '⚠️ waived',
  allowed: '✅ allowed',
  ignored: '⏭️ ignored',
};

const HEAD = ['Decision', 'Image', 'Where', 'Scan', 'Findings'];

/** A table of a part's images and of all else that decides about it. */
export interface MarkdownSection {
  readonly part: StackReport;
  readonly title?: string;
  /** Paragraphs below the table. */
  readonly below?: readonly string[];
}

/** Counts the bytes that may still be written. A piece that does not fit is not taken. */
export class ByteBudget {
  constructor(private left: number) {}

  public spend(piece: string): boolean {
    const needed = Buffer.byteLength(piece) + 1;
    // The last of it is kept for saying what is left out.
    if (needed > this.left - 200) return false;
    this.left -= needed;
    return true;
  }
}

/** Renders what the gates of an app's stacks decided, for a pull request's summary page. */
export function markdownOf(reports: readonly StackReport[], now = Date.now()): string {
  const sections = reports.map((part): MarkdownSection => ({
    part,
    title: stackTitle(part),
    below: [
      ...coverageParagraphs([part]),
      ...(part.answeredBy === undefined ? [] : sourceParagraphs(part.answeredBy, now)),
    ],
  }));
  return ['# Image gate', '', ...sectionLines(sections, new ByteBudget(Infinity))].join('\n');
}

function stackTitle(part: StackReport): string {
  const stack = `Stack ${markdownCode(part.stack)}`;
  if (isRefused(part)) return `## ❌ ${stack}: refused`;
  const isWarned = [...part.images.map(({ verdict }) => verdict), ...part.undeterminable].some(
    ({ decision }) => decision === Decision.WARN,
  );
  return isWarned ? `## ⚠️ ${stack}: allowed with warnings` : `## ✅ ${stack}: allowed`;
}

/** The lines of sections: of each as many rows as there is room for, the worst first, and at the end what is left out. */
export function sectionLines(sections: readonly MarkdownSection[], budget: ByteBudget): string[] {
  let omitted = 0;
  const lines = sections.flatMap(({ part, title, below = [] }) => {
    const titleLines = title === undefined ? [] : [title, ''];
    const belowLines = below.flatMap((paragraph) => [paragraph, '']);
    const entries = groupedEntriesOf(part);
    if (entries.length === 0) {
      const none = [...titleLines, 'No image is deployed.', '', ...belowLines];
      return budget.spend(none.join('\n')) ? none : [];
    }
    const head = [...titleLines, markdownRow(HEAD), markdownRow(HEAD.map(() => '---'))];
    const hasHead = [...head, ...belowLines].every((line) => budget.spend(line));
    const rows = hasHead ? takeWhile(entries.map(entryRow), (line) => budget.spend(line)) : [];
    omitted += entries.length - rows.length;
    return rows.length === 0 ? [] : [...head, ...rows, '', ...belowLines];
  });
  if (omitted === 0) return lines;
  return [
    ...lines,
    `And ${omitted} more, for which there is no room here: see the full report.`,
    '',
  ];
}

/** How many resources came out how; nothing where no resource was looked at. */
export function coverageParagraphs(parts: readonly StackReport[]): string[] {
  const sentence = coverageSentence(parts);
  return sentence === undefined ? [] : [`Of ${sentence}`];
}

/** Who answered, a paragraph for each source. */
export function sourceParagraphs(
  answeredBy: NonNullable<StackReport['answeredBy']>,
  now: number,
): string[] {
  return sourceLines(answeredBy, now, markdownCode).map((line) => `Source: ${line}`);
}

/** A row of a table. */
export function markdownRow(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** The items from the first one up to the one that fails the test. */
export function takeWhile<T>(all: readonly T[], test: (one: T) => boolean): T[] {
  const end = all.findIndex((one) => !test(one));
  return end < 0 ? [...all] : all.slice(0, end);
}

function entryRow({ kind, state, subject, places, verdict, findings, message }: Entry): string {
  const said = message === undefined ? [] : [markdownText(message.replace(/\n\s*/g, '; '))];
  // A conflict is about the whole stack, which the title names.
  const isConflict = kind === 'conflict';
  return markdownRow([
    isConflict ? '❌ conflict' : STATE_LABELS[state],
    isConflict ? '' : markdownCode(subject),
    places.map(markdownCode).join('<br>'),
    scanCell(verdict),
    [...findings.map(findingOf), ...said].join('<br>') || 'every rule is met',
  ]);
}

function scanCell(verdict: ImageVerdict | undefined): string {
  const { severity, scannedAt, digest } = scanFacts(verdict);
  return [
    severity === undefined ? '' : markdownText(severity),
    scannedAt === undefined ? '' : `scanned ${new Date(scannedAt).toISOString().slice(0, 16)}Z`,
    digest === undefined ? '' : markdownCode(digest),
  ]
    .filter((fact) => fact !== '')
    .join('<br>');
}

function findingOf(finding: ImageVerdict['findings'][number]): string {
  const waived =
    finding.waivedBy === undefined ? '' : ` (waived by ${markdownText(finding.waivedBy)})`;
  return `${markdownCode(finding.ruleId)} ${markdownText(finding.message)}${waived}`;
}

/** Text from outside as code. HTML's tag takes what Markdown's backticks would have to be counted for. */
export function markdownCode(value: string): string {
  return `<code>${markdownText(value)}</code>`;
}

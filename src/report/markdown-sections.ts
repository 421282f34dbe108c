import { ImageVerdict } from '../policy';
import { imageListText } from './advice/error-key';
import { ErrorList, ListedError } from './advice/error-list';
import { nextStep } from './advice/next-steps';
import { sourceLines } from './answered-by';
import { coverageSentence } from './coverage/coverage';
import { Entry, groupedEntriesOf, stateOfPart } from './entries';
import {
  ByteBudget,
  STATE_LABELS,
  markdownCode,
  markdownRow,
  takeWhile,
  titleOf,
} from './markdown-parts';
import { markdownText } from '../util/safe-text';
import { counted } from '../util/text';
import { scanFacts } from './row-facts';
import { StackReport } from './stack-report';
import { vulnerabilityLines } from './vulnerabilities/vulnerabilities-markdown';

/** GitHub rejects job summaries above 1 MiB. */
const MAX_SUMMARY_BYTES = 1_000_000;

const HEAD = ['Decision', 'Image', 'Where', 'Scan', 'Findings'];

/** A table of a part's images and of everything else that decides about it. */
export interface MarkdownSection {
  readonly part: StackReport;
  readonly title?: string;
  /** Paragraphs below the table. */
  readonly below?: readonly string[];
}

/** Renders the decisions of the gates of an app's stacks, for a pull request's summary page. */
export function markdownOf(reports: readonly StackReport[], now = Date.now()): string {
  const sections = reports.map((part): MarkdownSection => ({
    part,
    title: `## ${titleOf(`Stack ${markdownCode(part.stack)}`, stateOfPart(part))}`,
    below: [
      ...coverageParagraphs([part]),
      ...(part.answeredBy === undefined ? [] : sourceParagraphs(part.answeredBy, now)),
    ],
  }));
  const budget = new ByteBudget(MAX_SUMMARY_BYTES);
  const errors = new ErrorList(reports.flatMap(groupedEntriesOf));
  return [
    '# Image gate',
    '',
    ...sectionLines(sections, errors, budget),
    ...errorLines(errors, '## Errors', budget),
    ...vulnerabilityLines(reports, '## Vulnerabilities', budget),
  ].join('\n');
}

/**
 * Returns the lines of sections, each with as many rows as fit, worst first. A last line counts the
 * omitted rows.
 */
export function sectionLines(
  sections: readonly MarkdownSection[],
  errors: ErrorList,
  budget: ByteBudget,
): string[] {
  let omitted = 0;
  const lines = sections.flatMap(({ part, title, below = [] }) => {
    const titleLines = title === undefined ? [] : [title, ''];
    const belowLines = below.flatMap((paragraph) => [paragraph, '']);
    const entries = groupedEntriesOf(part);
    if (entries.length === 0) {
      const none = [...titleLines, 'No image was found.', '', ...belowLines];
      return budget.spend(none.join('\n')) ? none : [];
    }
    const head = [...titleLines, markdownRow(HEAD), markdownRow(HEAD.map(() => '---'))];
    const hasHead = [...head, ...belowLines].every((line) => budget.spend(line));
    const rows = hasHead
      ? takeWhile(
          entries.map((entry) => entryRow(entry, errors)),
          (line) => budget.spend(line),
        )
      : [];
    omitted += entries.length - rows.length;
    return rows.length === 0 ? [] : [...head, ...rows, '', ...belowLines];
  });
  if (omitted === 0) return lines;
  return [...lines, `And ${omitted} more, omitted here: see the full report.`, ''];
}

/**
 * Returns the errors in full, as many as fit. They are below the tables, because a cell is too
 * small.
 */
export function errorLines({ errors }: ErrorList, heading: string, budget: ByteBudget): string[] {
  const head = [heading, ''];
  if (errors.length === 0 || !budget.spend(head.join('\n'))) return [];
  const items = takeWhile(errors.map(errorItem), (item) => budget.spend(item));
  const left = errors.length - items.length;
  return [
    ...head,
    ...items,
    ...(items.length > 0 ? [''] : []),
    ...(left > 0 ? [`And ${counted(left, 'more error')}: see the full report.`, ''] : []),
  ];
}

function errorItem({ number, message, images }: ListedError): string {
  const lines = message.split('\n').map((line) => markdownText(line.trim()));
  return `${number}. ${[...lines, imageListText(images.map(markdownCode))].join('<br>')}`;
}

/** Returns how many resources have each outcome. Empty if no resource was searched. */
export function coverageParagraphs(parts: readonly StackReport[]): string[] {
  const sentence = coverageSentence(parts);
  return sentence === undefined ? [] : [`Of ${sentence}`];
}

/** Returns a paragraph for each source. */
export function sourceParagraphs(
  answeredBy: NonNullable<StackReport['answeredBy']>,
  now: number,
): string[] {
  return sourceLines(answeredBy, now, markdownCode).map((line) => `Source: ${line}`);
}

function entryRow(entry: Entry, errors: ErrorList): string {
  const { kind, state, subject, places, verdict, findings, message } = entry;
  const step = nextStep(entry);
  const next = step === undefined ? [] : [`Next: ${markdownText(step)}`];
  // A conflict is about the whole stack, which the title names.
  const isConflict = kind === 'conflict';
  return markdownRow([
    isConflict ? '❌ conflict' : STATE_LABELS[state],
    isConflict ? '' : markdownCode(subject),
    places.map(markdownCode).join('<br>'),
    scanCell(verdict),
    [...findings.map(findingOf), ...saidOf(message, errors.of(entry)), ...next].join('<br>') ||
      'all rules pass',
  ]);
}

function saidOf(message: string | undefined, error: ListedError | undefined): string[] {
  if (error !== undefined) return [`error ${error.number} below: ${markdownCode(error.code)}`];
  return message === undefined ? [] : [markdownText(message.replace(/\n\s*/g, '; '))];
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

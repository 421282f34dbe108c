import { ImageVerdict, judgedDigest } from '../policy';
import { sourceLines } from './answered-by';
import { coverageSentence } from './coverage/coverage';
import { State, stateOf } from './entries';
import { plain } from '../util/plain';
import { StackReport, groupVerdicts, isRefused } from './stack-report';

/** What the gates of an app's stacks decided, for a pull request's summary page. */
export function markdownOf(reports: readonly StackReport[], now = Date.now()): string {
  return `# Image gate\n\n${reports.map((report) => stackSection(report, now)).join('\n')}`;
}

function stackSection(report: StackReport, now: number): string {
  const title = `## ${isRefused(report) ? '❌' : '✅'} Stack ${markdownCode(report.stack)}: ${isRefused(report) ? 'refused' : 'allowed'}`;
  const rows = [
    ...groupVerdicts(report.images).map(({ verdict, places }) => [
      STATE_LABELS[stateOf(verdict)],
      markdownCode(verdict.reference),
      places.map(markdownCode).join('<br>'),
      scanFactsText(verdict),
      verdict.findings.map(findingOf).join('<br>') || 'every rule is met',
    ]),
    ...report.undecided.map(({ reference, path, error }) => [
      STATE_LABELS.undecided,
      markdownCode(reference),
      markdownCode(path),
      '',
      markdownText(error.message.replace(/\n\s*/g, '; ')),
    ]),
    ...report.undeterminable.map(({ address, path, decision, finding }) => [
      STATE_LABELS[stateOf({ decision, findings: [finding] })],
      markdownCode(address),
      path === undefined ? '' : markdownCode(path),
      '',
      findingOf(finding),
    ]),
    ...report.conflicts.map((conflict) => ['❌ conflict', '', '', '', markdownText(conflict)]),
    ...report.ignored.map(({ address, path }) => [
      STATE_LABELS.ignored,
      markdownCode(address),
      path === undefined ? '' : markdownCode(path),
      '',
      '',
    ]),
  ];
  const sentence = coverageSentence([report]);
  const below = [
    ...(sentence === undefined ? [] : [`Of ${sentence}`, '']),
    ...(report.answeredBy === undefined
      ? []
      : sourceLines(report.answeredBy, now, markdownCode).flatMap((line) => [
          `Source: ${line}`,
          '',
        ])),
  ];
  if (rows.length === 0) return [title, '', 'No image is deployed.', '', ...below].join('\n');
  const head = ['Decision', 'Image', 'Where', 'Scan', 'Findings'];
  return [
    title,
    '',
    `| ${head.join(' | ')} |`,
    `| ${head.map(() => '---').join(' | ')} |`,
    ...rows.map((cells) => `| ${cells.join(' | ')} |`),
    '',
    ...below,
  ].join('\n');
}

/** What became of something, as a cell has it. */
export const STATE_LABELS: { readonly [state in State]: string } = {
  denied: '❌ denied',
  undecided: '❌ undecided',
  warned: '⚠️ warned',
  waived: '⚠️ waived',
  allowed: '✅ allowed',
  ignored: '⏭️ ignored',
};

/** What is known of an image's scan, as a cell has it. */
export function scanFactsText(verdict: ImageVerdict): string {
  const { image } = verdict;
  const digest = judgedDigest(verdict);
  const scanned =
    image?.latestScanTime === undefined ? '' : timeOf(image.latestScanTime).slice(0, 16);
  return [
    image?.severityLevel === undefined ? '' : markdownText(image.severityLevel),
    scanned === '' ? '' : `scanned ${scanned}Z`,
    digest === undefined ? '' : markdownCode(digest),
  ]
    .filter((fact) => fact !== '')
    .join('<br>');
}

function timeOf(ms: number): string {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? '' : date.toISOString();
}

/** A finding as a cell has it. */
export function findingOf(finding: ImageVerdict['findings'][number]): string {
  const waived =
    finding.waivedBy === undefined ? '' : ` (waived by ${markdownText(finding.waivedBy)})`;
  return `${markdownCode(finding.ruleId)} ${markdownText(finding.message)}${waived}`;
}

/** Text from outside as text: no markup, no links, no line breaks, no table cells, no marks that turn its direction. */
export function markdownText(value: string): string {
  return plain(value)
    .replace(/\s+/g, ' ')
    .replace(/[&<>]|[\\`*_{}[\]()#+!|~@]|:(?=\/\/)|(?<=\bwww)\./gi, (character) =>
      /[&<>]/.test(character) ? `&#${character.charCodeAt(0)};` : `\\${character}`,
    );
}

/** Text from outside as code. HTML's tag takes what Markdown's backticks would have to be counted for. */
export function markdownCode(value: string): string {
  return `<code>${markdownText(value)}</code>`;
}

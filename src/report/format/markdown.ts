import { ErrorList } from '../advice/error-list';
import { countsOf, countsSentence, ruleCountsOf } from '../counts';
import { groupedEntriesOf, stateOfRun } from '../entries';
import { feedLines } from '../feed';
import { LineBudget, resourcesText } from '../coverage/coverage';
import { coverageBlocks } from '../coverage/coverage-markdown';
import { ByteBudget, markdownCode, markdownRow, takeWhile, titleOf } from '../markdown-parts';
import {
  coverageParagraphs,
  errorLines,
  sectionLines,
  sourceParagraphs,
} from '../markdown-sections';
import { markdownText } from '../../util/safe-text';
import { RenderOptions } from '../render-options';
import { RunReport } from '../run-report';
import { vulnerabilityLines } from '../vulnerabilities/vulnerabilities-markdown';

/** GitHub rejects comments above 65,536 characters. */
const DEFAULT_MAX_BYTES = 65_000;

/** Renders a report for a job's summary or a comment, worst first, as much as fits. */
export function markdown(
  report: RunReport,
  { maxBytes, coverage = false }: RenderOptions = {},
): string {
  const { command, subject, policy, answeredBy, evaluatedAt, parts } = report;
  const about = `<code>hss-gate ${command}</code>${subject === undefined ? '' : ` of ${markdownCode(subject)}`}`;
  const budget = new ByteBudget(maxBytes ?? DEFAULT_MAX_BYTES);
  const head = [
    ...[
      `## ${titleOf('Image gate', stateOfRun(report))}`,
      `${about}: **${countsSentence(countsOf(report))}**`,
      `Policy ${markdownCode(policy.file)}, hash ${markdownCode(policy.hash.slice(0, 12))}`,
      ...feedLines(policy.feed, markdownCode),
      ...sourceParagraphs(answeredBy, Date.parse(evaluatedAt)),
      ...coverageParagraphs(parts),
    ].flatMap((paragraph) => [paragraph, '']),
    ...ruleLines(report),
  ];
  head.forEach((line) => budget.spend(line));
  const sections = parts.map((part) =>
    parts.length > 1 ? { part, title: `### ${markdownCode(part.stack)}` } : { part },
  );
  const errors = new ErrorList(parts.flatMap(groupedEntriesOf));
  return [
    ...head,
    ...sectionLines(sections, errors, budget),
    ...errorLines(errors, '### Errors', budget),
    ...vulnerabilityLines(parts, '### Vulnerabilities', budget),
    ...(coverage ? resourceLines(report, budget) : []),
  ].join('\n');
}

/** Returns the resources of all parts, as many as fit. */
function resourceLines({ parts }: RunReport, budget: ByteBudget): string[] {
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
  // A title without anything below it is omitted.
  const lines = fitting.slice(0, last + 1).flatMap((block) => block.lines);
  return [
    ...lines,
    ...(lines.length > 0 ? [''] : []),
    ...(left > 0
      ? [`And ${resourcesText(left)} more, omitted here: see the JSON report.`, '']
      : []),
  ];
}

function ruleLines(report: RunReport): string[] {
  const rules = ruleCountsOf(report);
  if (rules.length === 0) return [];
  return [
    markdownRow(['Findings by rule', 'Denied', 'Warned', 'Waived']),
    markdownRow(['---', '--:', '--:', '--:']),
    ...rules.map(({ ruleId, title, denied, warned, waived }) =>
      markdownRow([
        `${markdownCode(ruleId)}${title === undefined ? '' : ` ${markdownText(title)}`}`,
        `${denied}`,
        `${warned}`,
        `${waived}`,
      ]),
    ),
    '',
  ];
}

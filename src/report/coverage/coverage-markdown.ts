import {
  COVERAGE_TITLES,
  CoverageLine,
  DOUBT_STATES,
  LineBudget,
  ShownGroup,
  coverageOf,
  coverageSentence,
  resourcesText,
} from './coverage';
import { markdownText } from '../../util/safe-text';
import { STATE_LABELS, markdownCode } from '../markdown-parts';
import { StackReport } from '../stack-report';

/** A piece of Markdown that is written completely or not at all. */
export interface MarkdownBlock {
  readonly lines: readonly string[];
  /** Number of resources in the block. 0 for a title. */
  readonly resources: number;
}

/**
 * Returns the outcome of each resource of a part, worst first. Empty if no resource was searched.
 */
export function coverageBlocks(part: StackReport, budget: LineBudget): MarkdownBlock[] {
  const sentence = coverageSentence([part]);
  if (sentence === undefined) return [];
  const groups = coverageOf(part, budget, { countHarmless: true });
  return groups.flatMap((group) => groupBlocks(group));
}

function groupBlocks({ kind, count, resources, counted, left }: ShownGroup): MarkdownBlock[] {
  const state = DOUBT_STATES[kind];
  const mark = state === undefined ? '' : `${STATE_LABELS[state].split(' ')[0]} `;
  return [
    { lines: ['', `#### ${mark}${COVERAGE_TITLES[kind]} (${count})`, ''], resources: 0 },
    ...resources.map(({ address, path, lines }) => ({
      lines: [
        `- ${markdownCode(address)}${path === undefined ? '' : ` (${markdownCode(path)})`}`,
        ...lines.map((line) => `  - ${lineOf(line)}`),
      ],
      resources: 1,
    })),
    ...counted.map((one) => ({
      lines: [`- ${resourcesText(one.count)}: ${markdownText(one.words)}`],
      resources: one.count,
    })),
    ...(left > 0
      ? [{ lines: [`- and ${resourcesText(left)} more: see the JSON report`], resources: left }]
      : []),
  ];
}

function lineOf({ where, reference, words }: CoverageLine): string {
  const said = markdownText(words ?? '');
  if (reference === undefined) return where === undefined ? said : `${markdownCode(where)} ${said}`;
  return where === undefined
    ? `${markdownCode(reference)} (${said})`
    : `${markdownCode(where)}: ${markdownCode(reference)}`;
}

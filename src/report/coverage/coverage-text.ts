import {
  COVERAGE_TITLES,
  CoverageKind,
  CoverageLine,
  DOUBT_STATES,
  LineBudget,
  ShownGroup,
  coverageOf,
  coverageSentence,
  resourcesText,
} from './coverage';
import { plain } from '../../util/safe-text';
import { StackReport } from '../stack-report';
import { STATE_STYLES, Style } from '../text/verdict-text';
import { wrap } from '../../util/wrap';

type Paint = (style: Style, text: string) => string;

/**
 * Returns the outcome of each resource of a part, in paragraphs for a terminal. Empty if no
 * resource was searched.
 */
export function coverageText(
  part: StackReport,
  budget: LineBudget,
  { width, paint }: { readonly width: number; readonly paint: Paint },
): string[] {
  const sentence = coverageSentence([part]);
  if (sentence === undefined) return [];
  const groups = coverageOf(part, budget, { countHarmless: true });
  return [
    paint('bold', sentence),
    ...groups.map((group) => groupLines(group, width, paint).join('\n')),
  ];
}

function groupLines(group: ShownGroup, width: number, paint: Paint): string[] {
  const { kind, count, resources, counted, left } = group;
  const state = DOUBT_STATES[kind];
  const style = state === undefined ? 'bold' : STATE_STYLES[state];
  const digits = Math.max(0, ...counted.map((one) => `${one.count}`.length));
  return [
    `${paint(style, COVERAGE_TITLES[kind])} (${count})`,
    ...resources.flatMap(({ address, path, lines }) => [
      // Not wrapped, so that it can be copied and searched for.
      plain(`  ${address}${path === undefined ? '' : ` (${path})`}`),
      ...lines.flatMap((line) => resourceLine(line, kind, width, paint)),
    ]),
    ...counted.flatMap((one) => {
      const number = `${one.count}`.padStart(digits);
      return hanging(`  ${number}  `, plain(one.words), width, (mark) => mark);
    }),
    ...(left > 0 ? [`  and ${resourcesText(left)} more: see --output json`] : []),
  ];
}

function resourceLine(
  line: CoverageLine,
  group: CoverageKind,
  width: number,
  paint: Paint,
): string[] {
  const { kind, where, reference, words } = line;
  if (kind === 'rest') {
    return indented(plain(words ?? ''), 4, width).map((text) => paint('dim', text));
  }
  if (kind === 'doubt') {
    const counts = group === 'denied' || group === 'warned';
    const text = plain([where, words].filter((part) => part !== undefined).join(' '));
    return hanging(`    ${counts ? '✗' : '–'} `, text, width, (mark) =>
      paint(group === 'denied' ? 'red' : 'yellow', mark),
    );
  }
  if (reference === undefined) return indented(plain(words ?? ''), 4, width);
  return [
    plain(where === undefined ? `    ${reference} (${words})` : `    ${where}: ${reference}`),
  ];
}

function indented(text: string, indent: number, width: number): string[] {
  return wrap(text, width - indent).map((line) => `${' '.repeat(indent)}${line}`);
}

function hanging(
  mark: string,
  text: string,
  width: number,
  paint: (mark: string) => string,
): string[] {
  return wrap(text, width - mark.length).map((line, at) =>
    at === 0 ? `${paint(mark)}${line}` : `${' '.repeat(mark.length)}${line}`,
  );
}

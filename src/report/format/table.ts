import { Decision } from '../../policy';
import { imageListText } from '../advice/error-key';
import { ErrorList, ListedError } from '../advice/error-list';
import { nextStep, passingReference } from '../advice/next-steps';
import { sourceLines } from '../answered-by';
import { Cell, boxTable } from '../text/box-table';
import { countsOf, countsSentence } from '../counts';
import { LineBudget, resourcesText } from '../coverage/coverage';
import { coverageText } from '../coverage/coverage-text';
import { Entry, groupedEntriesOf, stateOfRun } from '../entries';
import { feedLines } from '../feed';
import { breakCommands, plain } from '../../util/safe-text';
import { RenderOptions } from '../render-options';
import { scanFacts } from '../row-facts';
import { RunReport } from '../run-report';
import { StackReport } from '../stack-report';
import { STATE_STYLES, Style, coloured } from '../text/verdict-text';
import { graceText } from '../vulnerabilities/grace';
import { vulnerabilitySentence } from '../vulnerabilities/words';
import { worstVulnerabilities } from '../vulnerabilities/worst';
import { counted } from '../../util/text';
import { columnsOf, wrap } from '../../util/wrap';

const DEFAULT_WIDTH = 120;

/** In a narrower table, the column of reasons contains the scan. */
const NARROW = 100;

/** A longer table scrolls off the screen, so its summary is repeated at the end. */
const SCREEN = 20;

/** Maximum number of vulnerabilities of an image. */
const MAX_VULNERABILITIES = 5;

/** Maximum number of errors. */
const MAX_ERRORS = 20;

/** Maximum number of places of an image. */
const MAX_PLACES = 3;

type Paint = (style: Style, text: string) => string;

/**
 * Renders a report for a terminal: a summary in one line, then each image with the reasons, worst
 * first.
 */
export function renderTable(report: RunReport, options: RenderOptions = {}): string {
  const paint: Paint = (style, text) => (options.colour === true ? coloured(style, text) : text);
  const width = Math.max(options.width ?? DEFAULT_WIDTH, 40);
  const budget = new LineBudget();
  const parts = report.parts.map((part) => ({
    part,
    entries: groupedEntriesOf(part),
    coverage: options.coverage === true ? coverageText(part, budget, { width, paint }) : [],
  }));
  const lines = parts.reduce(
    (total, { entries, coverage }) => total + entries.length + linesIn(coverage),
    0,
  );
  const summary = summaryOf(report, options.width === undefined ? undefined : width, paint);
  const errors = new ErrorList(parts.flatMap(({ entries }) => entries));
  const blocks = [
    summary,
    ...parts.flatMap(({ part, entries, coverage }) => [
      ...(parts.length > 1 ? [paint('bold', plain(part.stack))] : []),
      entries.length === 0 ? noImageText(part, options) : tableOf(entries, errors, width, paint),
      ...coverage,
    ]),
    ...errorBlocks(errors, options.width === undefined ? Infinity : width, paint),
    ...pinnedLines(report),
    ...(lines > SCREEN ? [summary] : []),
  ];
  // Needed again, because a wrapped word may start a line at any character.
  return breakCommands(`${blocks.join('\n\n')}\n`);
}

function linesIn(blocks: readonly string[]): number {
  return blocks.reduce((total, block) => total + block.split('\n').length, 0);
}

/** Formats a note that no image was found, with the number of searched resources. */
function noImageText({ resources }: StackReport, { coverage }: RenderOptions): string {
  if (resources.length === 0) return 'No image was found.';
  const found = `No image was found in ${resourcesText(resources.length)}.`;
  const limit = 'Scripts and provisioners are not searched.';
  return coverage === true
    ? `${found} ${limit}`
    : `${found} ${limit} --coverage lists the resources.`;
}

/**
 * Returns the references to deploy, each on a separate line so that it can be copied. A passing
 * plan deploys them already. For a plan, these are only the images that would pass with a digest
 * instead of a tag.
 */
function pinnedLines({ command, parts }: RunReport): string[] {
  const pinned = parts
    .flatMap(({ images }) => images)
    .flatMap(({ verdict }) => {
      if (command === 'plan') return passingReference(verdict) ?? [];
      return verdict.decision === Decision.DENY ? [] : (verdict.pinnedReference ?? []);
    })
    .map((reference) => `  ${plain(reference)}`);
  return pinned.length === 0 ? [] : [['Deploy by digest:', ...new Set(pinned)].join('\n')];
}

/** Returns the errors in full. They are below the tables, because a cell is too small. */
function errorBlocks({ errors }: ErrorList, width: number, paint: Paint): string[] {
  if (errors.length === 0) return [];
  const left = errors.length - MAX_ERRORS;
  return [
    [
      paint('bold', 'Errors'),
      ...errors.slice(0, MAX_ERRORS).flatMap((error) => numberedError(error, width)),
      ...(left > 0 ? [`  and ${counted(left, 'more error')}: see --output json`] : []),
    ].join('\n'),
  ];
}

function numberedError({ number, message, images }: ListedError, width: number): string[] {
  const mark = `${number}. `.padStart(5);
  return [...message.split('\n'), `  ${imageListText(images)}`].flatMap((line, at) => {
    const text = plain(line).trim();
    const indent = at === 0 ? mark.length : mark.length + 2;
    return wrap(text, width - indent).map((piece, part) =>
      at === 0 && part === 0 ? `${mark}${piece}` : `${' '.repeat(indent)}${piece}`,
    );
  });
}

/**
 * @param width columns of a terminal. Undefined for a file, where lines are not wrapped, so that a
 * search finds them
 */
function summaryOf(report: RunReport, width: number | undefined, paint: Paint): string {
  const { subject, policy, answeredBy, evaluatedAt } = report;
  const state = stateOfRun(report);
  const word = paint(STATE_STYLES[state], state.toUpperCase());
  const policyText = `judged by policy ${plain(policy.file)} (${plain(policy.hash).slice(0, 12)})`;
  return [
    `${word}  ${countsSentence(countsOf(report))}`,
    paint('dim', subject === undefined ? policyText : `${plain(subject)}, ${policyText}`),
    ...[
      ...sourceLines(answeredBy, Date.parse(evaluatedAt), plain).map((line) => `source: ${line}`),
      ...feedLines(policy.feed, plain),
    ]
      .flatMap((line) => wrap(line, width ?? Infinity))
      .map((line) => paint('dim', line)),
  ].join('\n');
}

function tableOf(
  entries: readonly Entry[],
  errors: ErrorList,
  width: number,
  paint: Paint,
): string {
  const isNarrow = width < NARROW;
  const head = isNarrow
    ? ['Image', 'Decision', 'Why']
    : ['Image', 'Decision', 'Severity', 'Scanned', 'Why'];
  const facts = entries.map(({ verdict }) => scanFacts(verdict));
  const severities = facts.map(({ severity }) => plain(severity ?? '–'));
  const fixed = isNarrow
    ? 9
    : 9 +
      10 +
      Math.min(
        12,
        severities.reduce((most, one) => Math.max(most, columnsOf(one)), 8),
      );
  // Each cell has a border before it and a space on both sides.
  const rest = width - fixed - head.length * 3 - 1;
  const imageWidth = Math.min(longestOf(entries), Math.floor(rest * 0.5));
  const whyWidth = rest - imageWidth;
  const rows = entries.map((entry, at): Cell[] => {
    const { scannedOn } = facts[at];
    const image = imageLines(entry, imageWidth, paint);
    const decision = [paint(STATE_STYLES[entry.state], entry.state)];
    const why = whyLines(entry, errors, whyWidth, paint);
    if (!isNarrow) return [image, decision, wrap(severities[at], 12), [scannedOn ?? '–'], why];
    const isScanned = entry.verdict?.image !== undefined;
    const scan = isScanned ? wrap(scanLine(severities[at], scannedOn), whyWidth) : [];
    return [image, decision, [...scan, ...why]];
  });
  return boxTable([head.map((title) => [paint('bold', title)]), ...rows]);
}

function scanLine(severity: string, scannedOn: string | undefined): string {
  return `${severity}, ${scannedOn === undefined ? 'no known scan' : `scanned ${scannedOn}`}`;
}

function longestOf(entries: readonly Entry[]): number {
  return entries.reduce(
    (longest, { subject, places }) =>
      Math.max(
        longest,
        columnsOf(plain(subject)),
        ...shownPlaces(places).map((place) => columnsOf(place) + 2),
      ),
    8,
  );
}

function imageLines({ subject, places }: Entry, width: number, paint: Paint): string[] {
  return [
    ...wrap(plain(subject), width),
    ...shownPlaces(places).flatMap((place) =>
      wrap(place, width - 2).map((line) => paint('dim', `  ${line}`)),
    ),
  ];
}

function shownPlaces(places: readonly string[]): string[] {
  const shown = places.slice(0, MAX_PLACES).map(plain);
  const left = places.length - shown.length;
  return left > 0 ? [...shown, `and ${left} more`] : shown;
}

/**
 * Returns the reasons for a decision: violated and waived rules, the error, the worst
 * vulnerabilities, and the next step.
 */
function whyLines(entry: Entry, errors: ErrorList, width: number, paint: Paint): string[] {
  const { state, findings } = entry;
  const error = errors.of(entry);
  const message =
    error === undefined ? entry.message : `error ${error.number} below: ${error.code}`;
  const told = findings.flatMap(({ ruleId, message: said, waivedBy }) => {
    const counts = waivedBy === undefined;
    const style = counts && state === 'denied' ? 'red' : 'yellow';
    const text = counts ? `${ruleId}: ${said}` : `${ruleId}: ${said}, waived by ${waivedBy}`;
    return marked(counts ? '✗' : '–', plain(text), width, (mark) => paint(style, mark));
  });
  const lines = message === undefined ? [] : message.split('\n').map(plain);
  const said = lines.flatMap((line) => wrap(line.trimEnd(), width));
  const reasons = told.length + said.length === 0 ? ['all rules pass'] : [...told, ...said];
  const step = nextStep(entry);
  return [
    ...reasons,
    ...vulnerabilityLines(entry, width, paint),
    ...graceLines(entry, width),
    ...(step === undefined ? [] : marked('→', `next: ${step}`, width, (mark) => mark)),
  ];
}

/** Returns the worst few vulnerabilities, so that a reader knows where to start. */
function vulnerabilityLines({ verdict }: Entry, width: number, paint: Paint): string[] {
  const { shown, left } = worstVulnerabilities(verdict, MAX_VULNERABILITIES);
  return [
    ...shown.flatMap((one) =>
      marked('•', plain(vulnerabilitySentence(one)), width, (mark) => mark),
    ),
    ...(left > 0 ? [paint('dim', `+ ${left} more`)] : []),
  ];
}

/** Returns the vulnerabilities in grace, which pass today and may be denied later. */
function graceLines({ state, verdict }: Entry, width: number): string[] {
  const grace = graceText(verdict?.vulnerabilities);
  return grace === undefined || state === 'denied' ? [] : wrap(plain(grace), width);
}

function marked(
  mark: string,
  text: string,
  width: number,
  paint: (mark: string) => string,
): string[] {
  return wrap(text, width - 2).map((line, at) =>
    at === 0 ? `${paint(mark)} ${line}` : `  ${line}`,
  );
}

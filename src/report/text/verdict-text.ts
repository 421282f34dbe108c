import { styleText } from 'node:util';
import { HssCicdImage } from '../../contract/cicd-image';
import { Decision, ImageVerdict, PolicyFinding } from '../../policy';
import type { State } from '../entries';
import { plain } from '../../util/safe-text';
import { columnsOf } from '../../util/wrap';
import { groupErrors, imageListText, namesText } from '../advice/error-key';
import {
  GroupedVerdict,
  StackReport,
  UndecidedImage,
  groupVerdicts,
  imagesByResource,
} from '../stack-report';
import { counted, isoTime } from '../../util/text';
import { scanFacts } from '../row-facts';

/** Whether a text is coloured. */
export interface TextOptions {
  readonly colour: boolean;
}

/**
 * Formats the reasons to refuse a stack: each denied image with the violated rules, and all other
 * reasons.
 */
export function refusalText(report: StackReport, options: TextOptions): string {
  const denied = groupVerdicts(
    imagesByResource(report).filter(({ verdict }) => verdict.decision === Decision.DENY),
  );
  const undeterminable = report.undeterminable.filter(({ decision }) => decision === Decision.DENY);
  return [
    ...denied.map((group) => groupText(group, options)),
    ...undeterminable.map(({ address, path, reason }) =>
      block(plain(`${address}${path === undefined ? '' : ` (${path})`}`), [
        plain(`its images can't be determined: ${reason}`),
      ]),
    ),
    ...groupErrors(report.undecided).map(({ images, error }) =>
      block(
        plain(imageTitle(images)),
        `could not be decided: ${error.message}`.split('\n').map(plain),
      ),
    ),
    ...report.conflicts.map((conflict) => block(plain(conflict), [])),
  ].join('\n\n');
}

/**
 * Names the images of one error with their places. Of many images or places, it names only the
 * first few.
 */
function imageTitle(images: readonly UndecidedImage[]): string {
  const references = [...new Set(images.map(({ reference }) => reference))];
  const names = references.map((reference) => {
    const places = images.filter((image) => image.reference === reference).map(({ path }) => path);
    return `${reference} (${namesText([...new Set(places)])})`;
  });
  return names.length === 1 ? names[0] : imageListText(names);
}

/** Formats a verdict as a block of text: the image, the facts about it, and the findings. */
export function verdictText(verdict: ImageVerdict, options: TextOptions): string {
  const places = verdict.path === undefined ? [] : [verdict.path];
  return groupText({ verdict, places }, options);
}

function groupText({ verdict, places }: GroupedVerdict, options: TextOptions): string {
  const title = plain(`${verdict.reference}${places.length > 0 ? ` (${places.join(', ')})` : ''}`);
  const facts = verdict.image === undefined ? [] : [plain(factsOf(verdict.image, verdict))];
  return block(options.colour ? coloured('bold', title) : title, [
    ...facts,
    ...findingLines(verdict.findings, options),
  ]);
}

function factsOf(image: HssCicdImage, verdict: ImageVerdict): string {
  const { imageDigest, scanStatus } = image;
  const { severity, scannedAt } = scanFacts(verdict);
  const when = scannedAt === undefined ? 'at an unknown time' : `at ${isoTime(scannedAt)}`;
  const platforms = verdict.platforms?.length;
  return [
    imageDigest === undefined ? 'no digest' : `digest ${imageDigest}`,
    ...(platforms === undefined ? [] : [`index of ${counted(platforms, 'platform')}`]),
    severity === undefined ? 'no severity' : `severity ${severity}`,
    platforms === undefined
      ? `scan ${scanStatus ?? 'in an unknown state'} ${when}`
      : `oldest scan ${when}`,
  ].join(', ');
}

/** Formats the findings in two columns. Messages contain the actual value and the limit. */
function findingLines(findings: readonly PolicyFinding[], { colour }: TextOptions): string[] {
  const rows = findings.map(({ ruleId, message, waivedBy }) => ({
    rule: plain(`${waivedBy === undefined ? '✗' : '–'} ${ruleId}:`),
    style: waivedBy === undefined ? 'red' : 'yellow',
    text: plain(waivedBy === undefined ? message : `${message}, waived by ${waivedBy}`),
  })) satisfies { readonly style: Style }[];
  const width = rows.reduce((widest, { rule }) => Math.max(widest, columnsOf(rule)), 0);
  return rows.map(({ rule, style, text }) => {
    const gap = ' '.repeat(width - columnsOf(rule) + 1);
    return `${colour ? coloured(style, rule) : rule}${gap}${text}`.trimEnd();
  });
}

/**
 * Newer versions of Node.js check by default whether stdout is a terminal, but the text may go to
 * stderr.
 */
const NO_STREAM_CHECK = { validateStream: false };

/** Style of a text. */
export type Style = 'bold' | 'dim' | 'red' | 'yellow' | 'green';

/** Styles of states. */
export const STATE_STYLES: { readonly [state in State]: Style } = {
  denied: 'red',
  undecided: 'red',
  warned: 'yellow',
  waived: 'yellow',
  allowed: 'green',
  ignored: 'dim',
};

/** Formats a text in a style for a terminal. */
export function coloured(style: Style, text: string): string {
  const styled: (...args: readonly [Style, string, typeof NO_STREAM_CHECK]) => string = styleText;
  return styled(style, text, NO_STREAM_CHECK);
}

function block(title: string, lines: readonly string[]): string {
  return [title, ...lines.map((line) => (line === '' ? '' : `  ${line}`))].join('\n');
}

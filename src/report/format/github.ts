import { FileLine } from '../../policy';
import { imageListText, namesText } from '../advice/error-key';
import { sourceLines } from '../answered-by';
import { countsOf, countsSentence } from '../counts';
import { Entry, entriesOf, stateOfRun } from '../entries';
import { feedLines } from '../feed';
import { RenderOptions } from '../render-options';
import { hostPath, placeOfFinding, placeOfPart } from '../location';
import { plain } from '../../util/safe-text';
import { RunReport } from '../run-report';

const LEVELS = {
  denied: 'error',
  undecided: 'error',
  warned: 'warning',
  waived: 'notice',
} as const;

/**
 * Renders GitHub's workflow commands, which are also the lines of a job's log. Each image or error
 * has only one annotation, because GitHub shows at most ten of each level.
 */
export function github(report: RunReport, options: RenderOptions = {}): string {
  const lines = report.parts.flatMap((part) => {
    const placeOfAll = placeOfPart(report, part);
    const entries = entriesOf(part);
    return entries.flatMap((entry) => {
      const { state, errorKey } = entry;
      if (state === 'allowed' || state === 'ignored') return [];
      const same =
        errorKey === undefined ? [entry] : entries.filter((one) => one.errorKey === errorKey);
      // One error has one annotation, because GitHub shows at most ten.
      if (same[0] !== entry) return [];
      const place = placeOfFinding(report, placeOfAll, originOf(entry));
      const path = plain(hostPath(place, options));
      return [command(LEVELS[state], path, place.line, titleOf(same), messageOf(same))];
    });
  });
  const { file, hash, feed } = report.policy;
  const policy = `policy ${plain(file)} (${plain(hash).slice(0, 12)})`;
  const { answeredBy, evaluatedAt } = report;
  const summary = [
    `${stateOfRun(report)}: ${countsSentence(countsOf(report))}, ${policy}`,
    ...sourceLines(answeredBy, Date.parse(evaluatedAt), plain).map((line) => `source: ${line}`),
    ...feedLines(feed, plain),
  ].join('\n');
  return [...lines, `::notice title=${property(`hss-gate ${report.command}`)}::${data(summary)}`]
    .join('\n')
    .concat('\n');
}

/**
 * Returns where the first exception named in the findings is written. Waived findings are skipped,
 * unless the entry is waived.
 */
function originOf({ state, findings, origins = [] }: Entry): FileLine | undefined {
  return origins.find(
    (origin, at) =>
      origin !== undefined && (state === 'waived' || findings[at].waivedBy === undefined),
  );
}

function command(
  level: string,
  path: string,
  line: number,
  title: string,
  message: string,
): string {
  return `::${level} file=${property(path)},line=${line},title=${property(title)}::${data(message)}`;
}

/** @param same entries with one error, or one entry */
function titleOf(same: readonly Entry[]): string {
  const [{ kind, state, subject }] = same;
  if (kind === 'conflict') return `Refused: ${plain(subject)}`;
  if (kind === 'undeterminable' && state !== 'waived') {
    return `Images can't be determined: ${plain(subject)}`;
  }
  const word = `${state[0].toUpperCase()}${state.slice(1)}`;
  const images = namesOf(same);
  return `${word}: ${images.length > 1 ? `${images.length} images` : plain(subject)}`;
}

function namesOf(same: readonly Entry[]): string[] {
  return [...new Set(same.map(({ subject }) => subject))];
}

function messageOf(same: readonly Entry[]): string {
  const [{ findings, message }] = same;
  const places = [...new Set(same.flatMap((entry) => entry.places))];
  const images = namesOf(same);
  return [
    ...findings.map(({ ruleId, message: said, waivedBy }) =>
      plain(`${ruleId}: ${said}${waivedBy === undefined ? '' : `, waived by ${waivedBy}`}`),
    ),
    ...(message === undefined ? [] : message.split('\n').map(plain)),
    ...(images.length > 1 ? [plain(imageListText(images))] : []),
    ...(places.length === 0 ? [] : [plain(`deployed by ${deployersText(places, images)}`)]),
  ].join('\n');
}

/** Names all places of one image, or the first few places of several images. */
function deployersText(places: readonly string[], images: readonly string[]): string {
  return images.length > 1 ? namesText(places) : places.join(', ');
}

/** Escapes the part after `::`, which ends with the line. */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** Escapes a property, which also ends at a comma or a colon. */
function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

import { FileLine } from '../../policy';
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
 * GitHub's workflow commands: an annotation for each image, since GitHub shows no more than ten of a kind. The lines
 * also are what a job's log shows.
 */
export function github(report: RunReport, options: RenderOptions = {}): string {
  const lines = report.parts.flatMap((part) => {
    const placeOfAll = placeOfPart(report, part);
    return entriesOf(part).flatMap((entry) => {
      const { state } = entry;
      if (state === 'allowed' || state === 'ignored') return [];
      const place = placeOfFinding(report, placeOfAll, originOf(entry));
      const path = plain(hostPath(place, options));
      return [command(LEVELS[state], path, place.line, titleOf(entry), messageOf(entry))];
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

/** Where the exception is written that the first finding of an entry names: of what is denied, a finding that counts. */
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

function titleOf({ kind, state, subject }: Entry): string {
  if (kind === 'conflict') return `Refused: ${plain(subject)}`;
  if (kind === 'undeterminable' && state !== 'waived') {
    return `Images can't be determined: ${plain(subject)}`;
  }
  const word = `${state[0].toUpperCase()}${state.slice(1)}`;
  return `${word}: ${plain(subject)}`;
}

function messageOf({ findings, message, places }: Entry): string {
  return [
    ...findings.map(({ ruleId, message: said, waivedBy }) =>
      plain(`${ruleId}: ${said}${waivedBy === undefined ? '' : `, waived by ${waivedBy}`}`),
    ),
    ...(message === undefined ? [] : message.split('\n').map(plain)),
    ...(places.length === 0 ? [] : [plain(`deployed by ${places.join(', ')}`)]),
  ].join('\n');
}

/** The part behind `::` ends with the line. */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** A property also ends at a comma, and the properties at a colon. */
function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

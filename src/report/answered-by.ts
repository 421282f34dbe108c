import { counted } from '../util/text';
import { HOUR_MS } from '../util/time';

/** A server, snapshot or fixture that supplied the judged rows. */
export interface AnswerSource {
  readonly source: 'live' | 'replay' | 'fixture';
  /**
   * HSS's endpoint, or the endpoint that a snapshot was recorded from. Undefined for a fixture, and
   * before the first answer.
   */
  readonly endpoint?: string;
  readonly projectId?: string;
  /** The requested enterprise project. If undefined, HSS uses the default project. */
  readonly enterpriseProjectId?: string;
  /** When the snapshot was recorded, in ms since 1970. */
  readonly recordedAt?: number;
}

/** A piece of a sentence: plain words, or a name from outside, which a format may mark up. */
export interface SourceWord {
  readonly text: string;
  readonly isName: boolean;
}

/** Replaces the source in reports if HSS was not asked, for example without images to judge. */
export const NOT_ASKED = 'none (HSS was not asked)';

/** Returns the different sources, each once, in the order given. */
export function distinctSources(sources: readonly AnswerSource[]): AnswerSource[] {
  return [...new Map(sources.map((source) => [JSON.stringify(source), source])).values()];
}

/** Returns the age of a snapshot in hours, to a tenth. Undefined for other sources. */
export function snapshotAgeHours(
  { recordedAt }: AnswerSource,
  evaluatedAt: number,
): number | undefined {
  if (recordedAt === undefined) return undefined;
  return Math.round(((evaluatedAt - recordedAt) / HOUR_MS) * 10) / 10;
}

/**
 * Returns the words that describe a source:
 * `live, https://hss.cn-north-4.myhuaweicloud.com, project p, default enterprise project`.
 */
export function sourceWords(source: AnswerSource, evaluatedAt: number): SourceWord[] {
  const { endpoint, projectId, enterpriseProjectId } = source;
  const word = (text: string): SourceWord => ({ text, isName: false });
  const name = (text: string): SourceWord => ({ text, isName: true });
  if (source.source === 'fixture') return [word('fixture (rows in memory, not from HSS)')];
  return [
    word(kindText(source, evaluatedAt)),
    ...(endpoint === undefined ? [] : [word(', '), name(endpoint)]),
    ...(projectId === undefined ? [] : [word(', project '), name(projectId)]),
    ...(enterpriseProjectId === undefined
      ? [word(', default enterprise project')]
      : [word(', enterprise project '), name(enterpriseProjectId)]),
  ];
}

/** Whether an endpoint is on the same machine. Plain http is allowed nowhere else. */
export function isLocalEndpoint(endpoint: string): boolean {
  return endpoint.startsWith('http:');
}

function kindText(source: AnswerSource, evaluatedAt: number): string {
  if (source.source !== 'live') return snapshotText(source, evaluatedAt);
  const { endpoint } = source;
  const isLocal = endpoint !== undefined && isLocalEndpoint(endpoint);
  return isLocal ? 'local endpoint (simulator or proxy)' : 'live';
}

/**
 * Returns a line for each source, or one line saying that HSS was not asked.
 * @param show makes names safe for the format
 */
export function sourceLines(
  sources: readonly AnswerSource[],
  evaluatedAt: number,
  show: (name: string) => string,
): string[] {
  if (sources.length === 0) return [NOT_ASKED];
  return sources.map((source) =>
    sourceWords(source, evaluatedAt)
      .map(({ text, isName }) => (isName ? show(text) : text))
      .join(''),
  );
}

/** Returns the sources as JSON, with the same names as in `hss-verdicts.json`. */
export function sourcesJson(sources: readonly AnswerSource[], evaluatedAt: number): object[] {
  return sources.map((source) => sourceJson(source, evaluatedAt));
}

function sourceJson(source: AnswerSource, evaluatedAt: number): { [name: string]: unknown } {
  const { recordedAt, endpoint, projectId, enterpriseProjectId } = source;
  return {
    source: source.source,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(projectId === undefined ? {} : { projectId }),
    ...(enterpriseProjectId === undefined ? {} : { enterpriseProjectId }),
    ...(recordedAt === undefined
      ? {}
      : {
          snapshotRecordedAt: new Date(recordedAt).toISOString(),
          snapshotAgeHours: snapshotAgeHours(source, evaluatedAt),
        }),
  };
}

/**
 * Returns the sources as name-value pairs, for formats without nested values. Several sources are
 * numbered.
 */
export function sourceProperties(
  sources: readonly AnswerSource[],
  evaluatedAt: number,
): [string, string][] {
  if (sources.length === 0) return [['answeredBy', NOT_ASKED]];
  return sources.flatMap((source, at) => {
    const prefix = sources.length === 1 ? 'answeredBy' : `answeredBy.${at + 1}`;
    return Object.entries(sourceJson(source, evaluatedAt)).map(
      ([name, value]): [string, string] => [`${prefix}.${name}`, String(value)],
    );
  });
}

function snapshotText(source: AnswerSource, evaluatedAt: number): string {
  const hours = snapshotAgeHours(source, evaluatedAt);
  return hours === undefined ? 'snapshot' : `snapshot (${ageText(hours)} old)`;
}

function ageText(hours: number): string {
  if (hours >= 48) return counted(Math.floor(hours / 24), 'day');
  return counted(hours >= 10 ? Math.floor(hours) : hours, 'hour');
}

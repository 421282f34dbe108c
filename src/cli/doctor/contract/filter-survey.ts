import { SeverityLevel } from '../../../contract/enums';
import { EndpointSpec, ParameterSpec } from '../../../contract/fields';
import { passesRecheck } from '../../../contract/recheck';
import { Row, fieldText, readRow } from '../../../contract/row';
import { GatheredList, PageAnswer, Probe, RequestFailure, rowsOfPages } from './answers';
import { NAME_PROBES } from './probes';
import { rowKey, rowText } from './row-key';

/** The answer to a query with a filter. */
export interface FilterSurvey {
  readonly parameter: string;
  readonly given: string;
  readonly failure?: RequestFailure;
  /** Rows in the answer, and their number by total_num. */
  readonly rows: number;
  readonly total: number | null;
  readonly fulfilling: number;
  readonly contradicting: number;
  /** Rows that lack the filtered field, or for which the filter's meaning is not documented. */
  readonly undecided: number;
  /** Known rows that fulfil the filter and are missing from the answer; null if that is unknown. */
  readonly left_out: number | null;
  /**
   * The least and the greatest number of rows of the complete list that fulfil the filter; null if
   * the list was not read completely.
   */
  readonly expected_total: readonly [number, number] | null;
  /** For `risky`, whose meaning is not documented: the properties of the rows in the answer. */
  readonly risk?: RiskSurvey;
  /** For `latest_version` false, which may select all rows: the field's values in the answer. */
  readonly when_false?: { readonly true: number; readonly false: number };
}

/** The properties of rows that HSS calls risky, or not. */
export interface RiskSurvey {
  readonly severity_levels: readonly string[];
  /**
   * Rows with a vulnerability, an unsafe setting or a malicious file, and rows that report none.
   */
  readonly with_findings: number;
  readonly without_findings: number;
}

/** How HSS matches a name. */
export interface NameSurvey {
  readonly parameter: string;
  /** Whether each form of the name found rows; null if it was not tried or failed. */
  readonly whole: boolean | null;
  readonly beginning: boolean | null;
  readonly end: boolean | null;
  readonly other_case: boolean | null;
  /** Rows in the answer to a whole name, and those of them whose name does not contain it. */
  readonly whole_rows: number;
  readonly strangers: number;
  readonly failures: readonly RequestFailure[];
  readonly reading: 'exact' | 'by a part' | 'by the beginning' | 'by the end' | 'unclear';
}

/** How a list is sorted. */
export interface SortSurvey {
  readonly given: string;
  readonly failure?: RequestFailure;
  readonly rows: number;
  readonly order: 'ascending' | 'descending' | 'equal' | 'none';
  /** The position of rows without a time. */
  readonly without_time: 'no such row' | 'first' | 'last' | 'between';
}

/** How HSS interprets its parameters. */
export interface FiltersSurvey {
  readonly filters: readonly FilterSurvey[];
  readonly names: readonly NameSurvey[];
  readonly sorts: readonly SortSurvey[];
}

/** A parsed row and its key. */
interface KeyedRow {
  readonly key: string | undefined;
  readonly row: Row;
  /** Set if the row changed during the survey, so that it may be in an answer or not. */
  readonly hasChanged?: true;
}

/**
 * Compares the answers to the probes with the known rows.
 * @param isWhole whether `known` is the complete list
 */
export function surveyFilters(
  { spec, probes, again }: GatheredList,
  known: readonly unknown[],
  isWhole: boolean,
): FiltersSurvey {
  const rows = steadyRows(spec, known, rowsOfPages(again));
  const isSort = ({ probe }: { probe: Probe }): boolean => probe.prop === 'sortKey';
  const isName = ({ probe }: { probe: Probe }): boolean => isNameProbe(spec, probe);
  const names = probes.filter(isName);
  return {
    filters: probes
      .filter((one) => !isSort(one) && !isName(one))
      .map(({ probe, answer }) => surveyFilter(spec, probe, answer, rows, isWhole)),
    names: [...new Set(names.map(({ probe }) => probe.prop))].map((prop) =>
      surveyName(
        spec,
        names.filter(({ probe }) => probe.prop === prop),
      ),
    ),
    sorts: probes.filter(isSort).map(({ probe, answer }) => surveySort(spec, probe, answer)),
  };
}

function isNameProbe(spec: EndpointSpec, { prop }: Probe): boolean {
  const { kind, nameOf } = spec.parameters[prop];
  return kind === 'string' && nameOf !== undefined;
}

function read(spec: EndpointSpec, raws: readonly unknown[]): KeyedRow[] {
  return raws.map((raw) => ({ key: rowKey(spec.id, raw), row: readRow(spec, raw) }));
}

function steadyRows(
  spec: EndpointSpec,
  known: readonly unknown[],
  again: readonly unknown[],
): KeyedRow[] {
  const texts = new Set(again.map(rowText));
  return read(spec, known).map((one, at) =>
    texts.has(rowText(known[at])) ? one : { ...one, hasChanged: true },
  );
}

function surveyFilter(
  spec: EndpointSpec,
  probe: Probe,
  { page, failure }: PageAnswer,
  known: readonly KeyedRow[],
  isWhole: boolean,
): FilterSurvey {
  const came = read(spec, page?.rows ?? []);
  const passes = ({ row, hasChanged }: KeyedRow): boolean | undefined =>
    hasChanged ? undefined : passing(spec, probe, row);
  const counts = countsOf(came, passes);
  const expected = countsOf(known, passes);
  const isComplete = page?.total !== undefined && page.total <= came.length;
  const keys = new Set(came.map(({ key }) => key));
  const leftOut = known.filter((one) => passes(one) === true && missingFrom(keys, one));
  return {
    parameter: probe.parameter,
    given: probe.given,
    ...(failure === undefined ? {} : { failure }),
    rows: came.length,
    total: page?.total ?? null,
    ...counts,
    left_out: isComplete ? leftOut.length : null,
    expected_total:
      isWhole && failure === undefined
        ? [expected.fulfilling, expected.fulfilling + expected.undecided]
        : null,
    ...(probe.prop === 'risky' ? { risk: riskOf(came) } : {}),
    ...whenFalse(spec, probe, came),
  };
}

function whenFalse(
  spec: EndpointSpec,
  { prop, values }: Probe,
  rows: readonly KeyedRow[],
): Pick<FilterSurvey, 'when_false'> {
  const { recheck } = spec.parameters[prop];
  if (recheck?.test !== 'whenTrue' || values[prop] !== false) return {};
  const count = (wanted: boolean): number =>
    rows.filter(({ row }) => row[recheck.field] === wanted).length;
  return { when_false: { true: count(true), false: count(false) } };
}

function riskOf(rows: readonly KeyedRow[]): RiskSurvey {
  const findings = rows.map(({ row: { vulNum, unsafeSettingNum, maliciousFileNum } }) => {
    const counts = [vulNum, unsafeSettingNum, maliciousFileNum];
    if (counts.some((count) => typeof count === 'number' && count > 0)) return true;
    return counts.every((count) => count === 0) ? false : undefined;
  });
  const levels = rows.map(({ row }) => row.severityLevel);
  return {
    severity_levels: Object.values(SeverityLevel).filter((level) => levels.includes(level)),
    with_findings: findings.filter((found) => found === true).length,
    without_findings: findings.filter((found) => found === false).length,
  };
}

function missingFrom(keys: ReadonlySet<string | undefined>, { key }: KeyedRow): boolean {
  return key !== undefined && !keys.has(key);
}

function countsOf(
  rows: readonly KeyedRow[],
  passes: (one: KeyedRow) => boolean | undefined,
): Pick<FilterSurvey, 'fulfilling' | 'contradicting' | 'undecided'> {
  const results = rows.map(passes);
  const count = (wanted: boolean | undefined): number =>
    results.filter((result) => result === wanted).length;
  return {
    fulfilling: count(true),
    contradicting: count(false),
    undecided: count(undefined),
  };
}

/**
 * Returns whether a row fulfils a probe; undefined if that is unknown, or if the contract does not
 * define the parameter's meaning.
 */
function passing(spec: EndpointSpec, { prop, values }: Probe, row: Row): boolean | undefined {
  const { recheck, nameOf }: ParameterSpec = spec.parameters[prop];
  const wanted = values[prop];
  if (recheck === undefined) {
    const value = nameOf === undefined ? undefined : row[nameOf];
    return value === undefined ? undefined : value === wanted;
  }
  // The API's documentation does not say whether false selects the other rows or all.
  if (recheck.test === 'whenTrue' && wanted === false) return undefined;
  return passesRecheck(recheck, wanted, row[recheck.field]);
}

function surveyName(
  spec: EndpointSpec,
  probes: readonly { readonly probe: Probe; readonly answer: PageAnswer }[],
): NameSurvey {
  const tried = new Map(probes.map((one) => [one.probe.given, namesFound(spec, one)] as const));
  const found = (given: string): boolean | null => {
    const names = tried.get(given);
    // A filter without effect returns rows with other names, too. It found nothing.
    return names === undefined ? null : names.fitting > 0 && names.fitting === names.rows;
  };
  const [whole, beginning, end] = [
    found(NAME_PROBES.whole),
    found(NAME_PROBES.beginning),
    found(NAME_PROBES.end),
  ];
  const ofWhole = tried.get(NAME_PROBES.whole) ?? { rows: 0, fitting: 0 };
  return {
    parameter: probes[0].probe.parameter,
    whole,
    beginning,
    end,
    other_case: found(NAME_PROBES.otherCase),
    whole_rows: ofWhole.rows,
    strangers: ofWhole.rows - ofWhole.fitting,
    failures: probes.flatMap(({ answer }) => answer.failure ?? []),
    reading: readingOf(whole, beginning, end),
  };
}

/**
 * Counts the rows in an answer, and those whose name contains the probe's; undefined if the query
 * failed.
 */
function namesFound(
  spec: EndpointSpec,
  { probe, answer }: { readonly probe: Probe; readonly answer: PageAnswer },
): { readonly rows: number; readonly fitting: number } | undefined {
  if (answer.page === undefined) return undefined;
  const part = String(probe.values[probe.prop]).toLowerCase();
  const field = spec.parameters[probe.prop].nameOf!;
  const names = answer.page.rows.map((raw) => fieldText(readRow(spec, raw)[field]).toLowerCase());
  return { rows: names.length, fitting: names.filter((name) => name.includes(part)).length };
}

function readingOf(
  whole: boolean | null,
  beginning: boolean | null,
  end: boolean | null,
): NameSurvey['reading'] {
  if (whole !== true || beginning === null || end === null) return 'unclear';
  if (beginning) return end ? 'by a part' : 'by the beginning';
  return end ? 'by the end' : 'exact';
}

function surveySort(
  spec: EndpointSpec,
  { given }: Probe,
  { page, failure }: PageAnswer,
): SortSurvey {
  const times = (page?.rows ?? []).map((raw) => {
    const { latestScanTime } = readRow(spec, raw);
    return typeof latestScanTime === 'number' ? latestScanTime : undefined;
  });
  return {
    given,
    ...(failure === undefined ? {} : { failure }),
    rows: times.length,
    order: orderOf(times.filter((time) => time !== undefined)),
    without_time: placeOfGaps(times),
  };
}

function orderOf(times: readonly number[]): SortSurvey['order'] {
  const steps = times.slice(1).map((time, at) => Math.sign(time - times[at]));
  const [rises, falls] = [steps.includes(1), steps.includes(-1)];
  if (rises && falls) return 'none';
  if (rises) return 'ascending';
  return falls ? 'descending' : 'equal';
}

function placeOfGaps(times: readonly (number | undefined)[]): SortSurvey['without_time'] {
  const gaps = times.filter((time) => time === undefined).length;
  if (gaps === 0) return 'no such row';
  if (times.slice(0, gaps).every((time) => time === undefined)) return 'first';
  return times.slice(-gaps).every((time) => time === undefined) ? 'last' : 'between';
}

import { numberOf } from '../data/exact-json';
import { DEFAULT_PROJECT, RowList, SimulatedRow } from '../data/rows';
import { NameMatch, predicatesOf, projectPredicate } from './filters';
import { Parameters } from './parameters';
import { positionsOfName } from './rows-by-name';
import { ListEndpoint } from './routes';

/** How this simulator interprets filters. */
export interface FilterReading {
  readonly nameMatch: NameMatch;
  readonly ignored: ReadonlySet<string>;
}

/** The rows that a query selects, before they are split into pages. */
export interface SelectedRows {
  readonly total: number;
  slice(offset: number, limit: number): SimulatedRow[];
  /** Returns a slice as JSON texts. `write` is used for rows that have no JSON text yet. */
  jsonSlice(offset: number, limit: number, write: (row: SimulatedRow) => string): string[];
}

/**
 * The most selections kept for each list, because a listing requests all pages of one selection.
 */
const CACHED_SELECTIONS = 16;

/** Lists that are already limited to the requested enterprise project. */
const OF_ONE_PROJECT: ReadonlySet<ListEndpoint> = new Set([
  ...(['image-vulnerabilities', 'project-vulnerabilities', 'vulnerability-cves'] as const),
]);

const LISTS_OF_IMAGES = new Set<ListEndpoint>(['cicd', 'registry-images']);

/**
 * Filters and sorts a list. Without filters and sorting, this costs nothing. Otherwise, the first
 * page bears the cost for all.
 */
export function selectRows(
  endpoint: ListEndpoint,
  list: RowList,
  parameters: Parameters,
  reading: FilterReading,
): SelectedRows {
  const indices = indicesOf(endpoint, list, parameters, reading);
  const total = indices?.length ?? list.length;
  const take = <T>(offset: number, limit: number, of: (index: number) => T): T[] => {
    const taken: T[] = [];
    for (let at = offset; at < Math.min(total, offset + limit); at++) {
      taken.push(of(indices === undefined ? at : indices[at]));
    }
    return taken;
  };
  return {
    total,
    slice: (offset, limit) => take(offset, limit, (index) => list.at(index)),
    jsonSlice: (offset, limit, write) =>
      take(offset, limit, (index) => list.jsonAt(index) ?? write(list.at(index))),
  };
}

/**
 * Returns the positions of the selected rows, in order; undefined if all rows are selected
 * unsorted.
 */
function indicesOf(
  endpoint: ListEndpoint,
  list: RowList,
  parameters: Parameters,
  reading: FilterReading,
): Uint32Array | undefined {
  const predicates = predicatesOf(endpoint, parameters, reading.nameMatch, reading.ignored);
  const project = OF_ONE_PROJECT.has(endpoint)
    ? undefined
    : projectPredicate(parameters, reading.ignored);
  if (project && !(project.project === DEFAULT_PROJECT && list.isAllDefaultProject)) {
    predicates.push(project.test);
  }
  const isSorted = parameters.has('sort_key') && !reading.ignored.has('sort_key');
  if (predicates.length === 0 && !isSorted) return undefined;
  const key = JSON.stringify(
    [...parameters].filter(([name]) => name !== 'offset' && name !== 'limit').sort(),
  );
  const known = list.cache.get(key);
  if (known !== undefined) return known;
  const found: number[] = [];
  const times: (number | bigint)[] = [];
  for (const index of positionsToTest(endpoint, list, parameters, reading)) {
    const row = list.at(index);
    if (predicates.every((test) => test(row))) {
      found.push(index);
      if (isSorted) times[index] = timeOf(row);
    }
  }
  if (isSorted) {
    const isDescending = parameters.get('sort_dir') === 'desc' && !reading.ignored.has('sort_dir');
    sortByTime(found, times, isDescending);
  }
  const indices = Uint32Array.from(found);
  if (list.cache.size >= CACHED_SELECTIONS) list.cache.clear();
  list.cache.set(key, indices);
  return indices;
}

/** Returns the positions of rows that may pass, in order. */
function positionsToTest(
  endpoint: ListEndpoint,
  list: RowList,
  parameters: Parameters,
  { nameMatch, ignored }: FilterReading,
): Iterable<number> {
  const name = parameters.get('image_name');
  const isIndexed = LISTS_OF_IMAGES.has(endpoint) && nameMatch === 'exact';
  return name !== undefined && isIndexed && !ignored.has('image_name')
    ? positionsOfName(list, name)
    : Array(list.length).keys();
}

/** Rows that were never scanned come first, like nulls in a database. */
function timeOf(row: SimulatedRow): number | bigint {
  return numberOf(row.latest_scan_time) ?? -Infinity;
}

/** Sorts positions by time. Rows with equal times keep the list's order, in both directions. */
function sortByTime(
  indices: number[],
  times: readonly (number | bigint)[],
  isDescending: boolean,
): void {
  const sign = isDescending ? -1 : 1;
  indices.sort((left, right) => {
    const [a, b] = [times[left], times[right]];
    return a < b ? -sign : a > b ? sign : left - right;
  });
}

import { writeJson } from '../data/exact-json';
import { PROJECT_FIELD, RowList, SimulatedRow, TYPE_FIELD } from '../data/rows';
import { SimulatedPage } from '../faults/page';
import { HANDLED_FIELD } from '../vulnerabilities/derive';
import { SelectedRows } from './listing';
import { Parameters } from './parameters';
import { ListEndpoint } from './routes';

/** Fields that select rows and are not sent. */
const HIDDEN_FIELDS: { readonly [endpoint in ListEndpoint]?: readonly string[] } = {
  tasks: [TYPE_FIELD],
  'image-vulnerabilities': [TYPE_FIELD, HANDLED_FIELD],
  'project-vulnerabilities': [HANDLED_FIELD],
};

/** Returns a page without the hidden fields of its rows. */
export function sentPage(page: SimulatedPage, endpoint: ListEndpoint): unknown {
  const strip = stripperOf(endpoint);
  const list = page.data_list;
  return { ...page, data_list: Array.isArray(list) ? list.map(strip) : strip(list) };
}

/** Returns a page as JSON, without the hidden fields, for a page that no fault changes. */
export function pageJson(
  selection: SelectedRows,
  offset: number,
  limit: number,
  endpoint: ListEndpoint,
): Buffer {
  const strip = stripperOf(endpoint);
  const rows = selection.jsonSlice(offset, limit, (row) => writeJson(strip(row)));
  // Converts each row separately, because a single text with Chinese characters takes two bytes per
  // character.
  const pieces: Buffer[] = [Buffer.from(`{"total_num":${selection.total},"data_list":[`)];
  rows.forEach((row, index) => pieces.push(Buffer.from(index === 0 ? row : `,${row}`)));
  pieces.push(Buffer.from(']}'));
  return Buffer.concat(pieces);
}

/**
 * The most pages kept of each list: a listing of 20,000 rows, some 12 MB, which tests and
 * benchmarks request repeatedly.
 */
const KEPT_PAGES = 128;

/** Returns the page of a query, from the cache if it was sent before. */
export function readyPage(list: RowList, parameters: Parameters, make: () => Buffer): Buffer {
  const key = JSON.stringify([...parameters]);
  const known = list.pages.get(key);
  if (known !== undefined) return known;
  const made = make();
  if (list.pages.size < KEPT_PAGES) list.pages.set(key, made);
  return made;
}

function stripperOf(endpoint: ListEndpoint): (row: unknown) => unknown {
  const hidden = [PROJECT_FIELD, ...(HIDDEN_FIELDS[endpoint] ?? [])];
  return (row) => {
    if (typeof row !== 'object' || row === null || !hidden.some((field) => field in row)) {
      return row;
    }
    return Object.fromEntries(
      Object.entries(row as SimulatedRow).filter(([field]) => !hidden.includes(field)),
    );
  };
}

import { writeJson } from '../data/exact-json';
import { PROJECT_FIELD, RowList, SimulatedRow, TYPE_FIELD } from '../data/rows';
import { SimulatedPage } from '../faults/page';
import { HANDLED_FIELD } from '../vulnerabilities/derive';
import { SelectedRows } from './listing';
import { Parameters } from './parameters';
import { ListEndpoint } from './routes';

/** Fields by which rows are selected and that are not sent. */
const HIDDEN_FIELDS: { readonly [endpoint in ListEndpoint]?: readonly string[] } = {
  tasks: [TYPE_FIELD],
  'image-vulnerabilities': [TYPE_FIELD, HANDLED_FIELD],
  'project-vulnerabilities': [HANDLED_FIELD],
};

/** A page as it goes out: without the hidden fields of its rows. */
export function sentPage(page: SimulatedPage, endpoint: ListEndpoint): unknown {
  const strip = stripperOf(endpoint);
  const list = page.data_list;
  return { ...page, data_list: Array.isArray(list) ? list.map(strip) : strip(list) };
}

/** The same as JSON, of a page that no fault has changed. */
export function pageJson(
  selection: SelectedRows,
  offset: number,
  limit: number,
  endpoint: ListEndpoint,
): Buffer {
  const strip = stripperOf(endpoint);
  const rows = selection.jsonSlice(offset, limit, (row) => writeJson(strip(row)));
  // Row by row, because one text with Chinese in it has two bytes for every character.
  const pieces: Buffer[] = [Buffer.from(`{"total_num":${selection.total},"data_list":[`)];
  rows.forEach((row, index) => pieces.push(Buffer.from(index === 0 ? row : `,${row}`)));
  pieces.push(Buffer.from(']}'));
  return Buffer.concat(pieces);
}

/** Pages kept of each list: a listing of 20,000 rows, some 12 MB, which tests and benchmarks ask for again and again. */
const KEPT_PAGES = 128;

/** The page that a query asks for, as it was sent before, if it was. */
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

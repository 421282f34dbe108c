import { SimulatedRow } from '../data/rows';
import { SelectedRows } from '../query/listing';
import { Fault, FaultOf } from './faults';

/** A page before it is written as JSON. Undefined members are left out. */
export interface SimulatedPage {
  total_num: unknown;
  data_list: unknown;
  padding?: string;
}

/** Kinds that change the content of a page, but not the list behind it. */
const CHANGING: ReadonlySet<Fault['kind']> = new Set([
  ...(['page-cap', 'repeat', 'new-enum', 'total', 'single-object'] as const),
  ...(['data-list', 'oversized'] as const),
]);

/** Returns whether a fault changes the content of a page. */
export function changesPage({ kind }: Fault): boolean {
  return CHANGING.has(kind);
}

/** Returns a page of a selection, changed by the faults in their order. */
export function makePage(
  selection: SelectedRows,
  offset: number,
  limit: number,
  faults: readonly Fault[],
): SimulatedPage {
  let rows = selection.slice(offset, limit);
  for (const fault of faults) {
    switch (fault.kind) {
      case 'page-cap':
        rows = rows.slice(0, fault.rows);
        break;
      case 'repeat':
        rows = repeated(rows, fault, selection, offset);
        break;
      case 'new-enum':
        rows = rows.map((row, index) =>
          index > 0 && fault.first === true
            ? row
            : { ...row, [fault.field]: fault.value ?? 'value_from_the_future' },
        );
        break;
    }
  }
  const page: SimulatedPage = { total_num: selection.total, data_list: rows };
  for (const fault of faults) {
    switch (fault.kind) {
      case 'total':
        page.total_num = totalOf(fault, selection.total);
        break;
      case 'single-object':
        page.data_list = rows.length === 1 ? rows[0] : page.data_list;
        break;
      case 'data-list':
        page.data_list = fault.omit === true ? undefined : fault.value;
        break;
      case 'oversized':
        page.padding = 'x'.repeat(fault.bytes);
        break;
    }
  }
  return page;
}

function repeated(
  rows: SimulatedRow[],
  { what = 'last-row', count = 1, keepSize = false }: FaultOf<'repeat'>,
  selection: SelectedRows,
  offset: number,
): SimulatedRow[] {
  if (rows.length === 0) return rows;
  const room = keepSize ? rows.length : Infinity;
  if (what === 'previous-page') {
    const from = Math.max(0, offset - count);
    return [...selection.slice(from, offset - from), ...rows].slice(0, room);
  }
  const kept = keepSize ? rows.slice(0, Math.max(1, rows.length - count)) : rows;
  const last = kept[kept.length - 1];
  return [...kept, ...new Array<SimulatedRow>(count).fill(last)].slice(0, room);
}

function totalOf(fault: FaultOf<'total'>, total: number): unknown {
  if (fault.omit === true) return undefined;
  return fault.delta === undefined ? fault.value : total + fault.delta;
}

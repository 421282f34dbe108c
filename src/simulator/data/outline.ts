import { isJson, isJsonObject, writeJson } from './exact-json';
import { withTimes } from './relative-times';
import { RowList, SimulatedRow } from './rows';

/** Checks the outline of a data file. The content of rows is up to their author. */

/** Reads a list of rows; without one, an empty list. `where` names the list in errors. */
export function readList(rows: unknown, where: string, now: number): RowList {
  if (rows === undefined || rows === null) return RowList.of([]);
  if (!Array.isArray(rows)) {
    throw new Error(`${where} must be a list of rows, it is ${kindOf(rows)}`);
  }
  return RowList.of(rows.map((row: unknown, index) => readDataRow(row, `${where}[${index}]`, now)));
}

/** Reads one row, with its relative times as epoch milliseconds. */
export function readDataRow(row: unknown, where: string, now: number): SimulatedRow {
  if (!isJsonObject(row)) {
    throw new Error(
      `${where} must be an object of fields as the API spells them, it is ${kindOf(row)}`,
    );
  }
  const broken = Object.keys(row).find((field) => !isJson(row[field]));
  if (broken !== undefined) throw new Error(`${where}.${broken} can't be sent as JSON`);
  return withTimes(row, now);
}

/** Reads an object; without one, an empty object. `holding` describes its members. */
export function readObject(
  value: unknown,
  where: string,
  holding: string,
): { readonly [name: string]: unknown } {
  if (value === undefined || value === null) return {};
  if (!isJsonObject(value)) throw outlineError(where, `an object { ${holding} }`, value);
  return value;
}

/** Makes the error for a value of an unexpected kind. */
export function outlineError(where: string, expected: string, got: unknown): Error {
  return new Error(`${where} must be ${expected}, it is ${kindOf(got)}`);
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'empty';
  if (Array.isArray(value)) return 'a list';
  return isJsonObject(value) ? 'an object' : `the ${typeof value} ${writeJson(value)}`;
}

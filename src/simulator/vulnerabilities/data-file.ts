import { isJsonObject } from '../data/exact-json';
import { outlineError, readObject, readDataRow } from '../data/outline';
import { withTimes } from '../data/relative-times';
import { SimulatedRow } from '../data/rows';
import { HANDLED_FIELD, VULNERABILITY_TYPES } from './derive';
import { VulnerabilityData } from './vulnerabilities';

/** The findings in an image, as a user writes them: rows, or only IDs of vulnerabilities. */
export type SimulatedFindings = readonly (string | SimulatedRow)[];

/** The keys of a data file that are about vulnerabilities. */
export interface VulnerabilityKeys {
  readonly vulnerabilities?: unknown;
  readonly image_vulnerabilities?: unknown;
  readonly generate_vulnerabilities?: unknown;
}

/**
 * Fields that belong to a vulnerability in all images. In the row of one image, they would have no
 * effect.
 */
const OF_VULNERABILITY = ['severity_level', 'cve_list'];

/** Reads the keys. `where` names the source in errors. */
export function readVulnerabilities(
  keys: VulnerabilityKeys,
  where: string,
  now: number,
): VulnerabilityData {
  const { generate_vulnerabilities: generates = false } = keys;
  if (typeof generates !== 'boolean') {
    throw outlineError(`${where}: generate_vulnerabilities`, 'true or false', generates);
  }
  const known = readObject(
    keys.vulnerabilities,
    `${where}: vulnerabilities`,
    'vulnerability ID: fields',
  );
  const found = readObject(
    keys.image_vulnerabilities,
    `${where}: image_vulnerabilities`,
    'image ID: rows',
  );
  return {
    known: new Map(
      Object.entries(known).map(([vulId, fields]) => [
        vulId,
        knownOf(fields, `${where}: vulnerabilities.${vulId}`, now),
      ]),
    ),
    found: new Map(
      Object.entries(found).map(([imageId, rows]) => [
        imageId,
        readFindings(rows, `${where}: image_vulnerabilities.${imageId}`, now),
      ]),
    ),
    generates,
  };
}

/**
 * Reads the findings in one image; without a value, an empty list. `where` names the source in
 * errors.
 */
export function readFindings(rows: unknown, where: string, now: number): SimulatedRow[] {
  if (rows === undefined || rows === null) return [];
  if (!Array.isArray(rows)) throw outlineError(where, 'a list of rows or vulnerability IDs', rows);
  return rows.map((row: unknown, index) => findingOf(row, `${where}[${index}]`, now));
}

function findingOf(value: unknown, where: string, now: number): SimulatedRow {
  if (typeof value === 'string') return { vul_id: value };
  const row = readDataRow(value, where, now);
  const misplaced = OF_VULNERABILITY.find((field) => row[field] !== undefined);
  if (misplaced !== undefined) {
    throw new Error(
      `${where}.${misplaced} must be in vulnerabilities, under the ID of the vulnerability`,
    );
  }
  const handled = row[HANDLED_FIELD];
  if (handled !== undefined && typeof handled !== 'boolean') {
    throw outlineError(`${where}.${HANDLED_FIELD}`, 'true or false', handled);
  }
  checkType(row, where);
  return row;
}

function knownOf(value: unknown, where: string, now: number): SimulatedRow {
  const fields = readDataRow(value ?? {}, where, now);
  checkType(fields, where);
  const { cve_list: cves } = fields;
  return Array.isArray(cves)
    ? {
        ...fields,
        cve_list: cves.map((cve: unknown) => (isJsonObject(cve) ? withTimes(cve, now) : cve)),
      }
    : fields;
}

function checkType({ type }: SimulatedRow, where: string): void {
  if (type !== undefined && !VULNERABILITY_TYPES.some((one) => one === type)) {
    throw outlineError(`${where}.type`, VULNERABILITY_TYPES.join(' or '), type);
  }
}

import { isJson, isJsonObject } from '../data/exact-json';
import { SimulatedRow } from '../data/rows';
import { SimulatedFindings, readFindings } from '../vulnerabilities/data-file';

/** How requested synchronizations and scans proceed. Everything is optional. */
export interface OnDemandBehaviour {
  /** How long the synchronization of a registry takes, ms (default 100). */
  readonly sync_ms?: number;
  /** How long the scan of an image takes, ms (default 100). */
  readonly scan_ms?: number;
  /** How long after its request a task is listed, ms (default 0). */
  readonly listed_after_ms?: number;
  /**
   * Free scans left (default 200). A request for more scans is refused, as if pay-per-scan was off.
   */
  readonly free_quota_num?: number;
  /** By the registry's ID. */
  readonly registries?: { readonly [id: string]: SimulatedSynchronization };
  /** By the ID of the image's row, as digits. */
  readonly images?: { readonly [id: string]: SimulatedScan };
  /**
   * Registries of another user's task, which starts together with each requested synchronization.
   */
  readonly twin_registries?: readonly string[];
  /**
   * Images of another user's task, which starts together with each requested scan: IDs of rows, as
   * digits.
   */
  readonly twin_images?: readonly string[];
}

/** The course of one registry's synchronization. */
export interface SimulatedSynchronization {
  readonly sync_ms?: number;
  /** Whether it never ends. */
  readonly never?: boolean;
  /** Why it fails; by default, it succeeds. */
  readonly failed_reason?: string;
  /**
   * Image rows that it adds, with `{ hoursAgo }` relative to its end. A row with the ID of an
   * existing row replaces that row.
   */
  readonly brings?: readonly SimulatedRow[];
}

/** The course of one image's scan. */
export interface SimulatedScan {
  readonly scan_ms?: number;
  /** Whether it never ends. */
  readonly never?: boolean;
  /** Why it fails; by default, it succeeds. */
  readonly failed_reason?: string;
  /** Whether its row disappears when the scan is requested. */
  readonly vanishes?: boolean;
  /** Fields of the row after the scan, with times as in rows. Default: no findings. */
  readonly found?: SimulatedRow;
  /**
   * The vulnerabilities that it finds, as in `image_vulnerabilities`. `vul_num` is their number,
   * unless `found` sets another. By default, the image keeps its vulnerabilities, unless the scan
   * finds none.
   */
  readonly vulnerabilities?: SimulatedFindings;
}

type Check = readonly [expected: string, test: (value: unknown) => boolean];

const ms: Check = ['milliseconds', (value) => isWhole(value)];
const count: Check = ['an integer of at least 0', (value) => isWhole(value)];
const flag: Check = ['true or false', (value) => typeof value === 'boolean'];
const text: Check = ['a text', (value) => typeof value === 'string'];
const row: Check = ['an object', (value) => isJsonObject(value) && isJson(value)];
const rows: Check = ['a list of objects', (value) => isListOf(value, row[1])];
const ids: Check = ['a list of texts', (value) => isListOf(value, text[1])];
const objects: Check = ['an object { ID: object }', isJsonObject];

const TOP: { readonly [P in keyof OnDemandBehaviour]-?: Check } = {
  sync_ms: ms,
  scan_ms: ms,
  listed_after_ms: ms,
  free_quota_num: count,
  registries: objects,
  images: objects,
  twin_registries: ids,
  twin_images: ids,
};
const REGISTRY: { readonly [P in keyof SimulatedSynchronization]-?: Check } = {
  sync_ms: ms,
  never: flag,
  failed_reason: text,
  brings: rows,
};
const IMAGE: { readonly [P in keyof SimulatedScan]-?: Check } = {
  scan_ms: ms,
  never: flag,
  failed_reason: text,
  vanishes: flag,
  found: row,
  vulnerabilities: ['a list', Array.isArray],
};

/**
 * Checks a behaviour from JSON, so that a typing mistake is an error instead of having no effect.
 */
export function checkBehaviour(value: unknown, where: string): OnDemandBehaviour {
  if (value === undefined || value === null) return {};
  const behaviour = checkObject(value, TOP, where);
  for (const [name, table] of [
    ['registries', REGISTRY],
    ['images', IMAGE],
  ] as const) {
    for (const [id, one] of Object.entries(behaviour[name] ?? {})) {
      const at = `${where}.${name}.${id}`;
      const { vulnerabilities } = checkObject(one, table, at);
      if (vulnerabilities !== undefined) readFindings(vulnerabilities, `${at}.vulnerabilities`, 0);
    }
  }
  return behaviour;
}

function checkObject(
  value: unknown,
  table: { readonly [name: string]: Check },
  where: string,
): { readonly [name: string]: object } {
  if (!isJsonObject(value)) throw new Error(`${where} must be an object`);
  for (const [name, given] of Object.entries(value)) {
    if (!Object.hasOwn(table, name)) {
      throw new Error(
        `${where}: unknown key "${name}"; expected any of ${Object.keys(table).join(', ')}`,
      );
    }
    const [expected, test] = table[name];
    if (!test(given)) throw new Error(`${where}.${name} must be ${expected}`);
  }
  return value as { readonly [name: string]: object };
}

function isWhole(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function isListOf(value: unknown, test: (item: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(test);
}

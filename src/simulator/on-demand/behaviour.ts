import { isJson, isJsonObject } from '../data/exact-json';
import { SimulatedRow } from '../data/rows';
import { SimulatedFindings, readFindings } from '../vulnerabilities/data-file';

/** What becomes of synchronizations and scans that are asked for. Everything is optional. */
export interface OnDemandBehaviour {
  /** How long the synchronization of a registry takes, ms (100). */
  readonly sync_ms?: number;
  /** How long the scan of an image takes, ms (100). */
  readonly scan_ms?: number;
  /** How long after its request a task is listed, ms (0). */
  readonly listed_after_ms?: number;
  /** Free scans left (200). A request for more scans than these is refused: pay-per-scan is off. */
  readonly free_quota_num?: number;
  /** By the registry's ID. */
  readonly registries?: { readonly [id: string]: SimulatedSynchronization };
  /** By the ID of the image's row, as digits. */
  readonly images?: { readonly [id: string]: SimulatedScan };
  /** Registries of a task of somebody else, which begins together with each synchronization that is asked for. */
  readonly twin_registries?: readonly string[];
  /** Images of a task of somebody else, which begins together with each scan that is asked for: IDs of rows, as digits. */
  readonly twin_images?: readonly string[];
}

/** What the synchronization of one registry comes to. */
export interface SimulatedSynchronization {
  readonly sync_ms?: number;
  /** It never ends. */
  readonly never?: boolean;
  /** It fails, because of this. */
  readonly failed_reason?: string;
  /** Rows of images that it finds; `{ hoursAgo }` counts from when it ends. One with the ID of a row that is there replaces it. */
  readonly brings?: readonly SimulatedRow[];
}

/** What the scan of one image comes to. */
export interface SimulatedScan {
  readonly scan_ms?: number;
  /** It never ends. */
  readonly never?: boolean;
  /** It fails, because of this. */
  readonly failed_reason?: string;
  /** Its row is gone when the scan is asked for. */
  readonly vanishes?: boolean;
  /** Fields of the row after the scan, times as in rows; without them it has no findings. */
  readonly found?: SimulatedRow;
  /**
   * The vulnerabilities that it finds, as in `image_vulnerabilities`; `vul_num` is their number unless `found` says another. Without
   * them, the scan leaves those of the image as they are, unless it finds none.
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

/** Checks a behaviour that comes as JSON, so that a typing mistake is an error and not silently without effect. */
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

import { readFileSync } from 'node:fs';
import { isJson, isJsonObject, parseJson, parseYaml, writeJson } from './exact-json';
import { withTimes } from './relative-times';
import { RowList, SimulatedRow } from './rows';
import { Store } from './store';
import { OnDemandBehaviour, checkBehaviour } from '../on-demand/behaviour';
import { OnDemand } from '../on-demand/on-demand';

/**
 * The rows to serve, as a user writes them. Rows are in the API's own spelling and may break the
 * contract in any way; only the outline around them is checked.
 */
export interface SimulatorData {
  /** Rows of `GET /v5/{project_id}/image/cicd/images`. */
  readonly cicd_images?: readonly SimulatedRow[];
  /** Rows of `GET /v5/{project_id}/image/registries/images`. */
  readonly registry_images?: readonly SimulatedRow[];
  /** Rows of `GET /v5/{project_id}/image/registries`. */
  readonly image_registries?: readonly SimulatedRow[];
  /** Rows of `GET /v5/{project_id}/image/image-sync/tasks/{task_id}/registries`, by task ID. */
  readonly image_sync_task_registries?: { readonly [taskId: string]: readonly SimulatedRow[] };
  /** Rows of `GET /v5/{project_id}/image/tasks`, each with `type: image_sync` or `image_scan`, which is not sent. */
  readonly image_tasks?: readonly SimulatedRow[];
  /** What becomes of synchronizations and scans that are asked for. */
  readonly on_demand?: OnDemandBehaviour;
}

const KEYS = [
  ...['cicd_images', 'registry_images', 'image_registries', 'image_sync_task_registries'],
  ...['image_tasks', 'on_demand'],
];

/** Reads a data file: JSON by the name `*.json`, YAML by any other. */
export function readDataFile(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new Error(`${file}: the data file can't be read: ${(error as Error).message}`);
  }
  try {
    return file.toLowerCase().endsWith('.json') ? parseJson(text) : parseYaml(text);
  } catch (error) {
    throw new Error(`${file}: not valid YAML or JSON: ${(error as Error).message}`);
  }
}

/** Checks the outline and makes the lists. `where` names the source in errors. */
export function storeOf(data: unknown, where: string, now: number): Store {
  if (!isJsonObject(data)) {
    throw complaint(where, 'the top level', `an object with any of ${KEYS.join(', ')}`, data);
  }
  const unknown = Object.keys(data).find((key) => !KEYS.includes(key));
  if (unknown !== undefined) {
    throw new Error(`${where}: unknown key "${unknown}"; expected any of ${KEYS.join(', ')}`);
  }
  const tasks = data.image_sync_task_registries ?? {};
  if (!isJsonObject(tasks)) {
    throw complaint(where, 'image_sync_task_registries', 'an object { task ID: rows }', tasks);
  }
  const lists = {
    cicd: listOf(data.cicd_images, `${where}: cicd_images`, now),
    'registry-images': listOf(data.registry_images, `${where}: registry_images`, now),
    registries: listOf(data.image_registries, `${where}: image_registries`, now),
    sync: new Map(
      Object.entries(tasks).map(([taskId, rows]) => [
        taskId,
        listOf(rows, `${where}: image_sync_task_registries.${taskId}`, now),
      ]),
    ),
    tasks: listOf(data.image_tasks, `${where}: image_tasks`, now),
  };
  const behaviour = checkBehaviour(data.on_demand, `${where}: on_demand`);
  return { ...lists, onDemand: new OnDemand(lists, behaviour) };
}

function listOf(rows: unknown, where: string, now: number): RowList {
  if (rows === undefined || rows === null) return RowList.of([]);
  if (!Array.isArray(rows)) {
    throw new Error(`${where} must be a list of rows, it is ${kindOf(rows)}`);
  }
  return RowList.of(rows.map((row: unknown, index) => rowOf(row, `${where}[${index}]`, now)));
}

function rowOf(row: unknown, where: string, now: number): SimulatedRow {
  if (!isJsonObject(row)) {
    throw new Error(
      `${where} must be an object of fields as the API spells them, it is ${kindOf(row)}`,
    );
  }
  const broken = Object.keys(row).find((field) => !isJson(row[field]));
  if (broken !== undefined) throw new Error(`${where}.${broken} can't be sent as JSON`);
  return withTimes(row, now);
}

function complaint(where: string, what: string, expected: string, got: unknown): Error {
  return new Error(`${where}: ${what} must be ${expected}, it is ${kindOf(got)}`);
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'empty';
  if (Array.isArray(value)) return 'a list';
  return isJsonObject(value) ? 'an object' : `the ${typeof value} ${writeJson(value)}`;
}

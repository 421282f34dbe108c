import { readFileSync } from 'node:fs';
import { isJsonObject, parseJson, parseYaml } from './exact-json';
import { outlineError, readList, readObject } from './outline';
import { SimulatedRow } from './rows';
import { Store } from './store';
import { OnDemandBehaviour, checkBehaviour } from '../on-demand/behaviour';
import { OnDemand } from '../on-demand/on-demand';
import { SimulatedFindings, readVulnerabilities } from '../vulnerabilities/data-file';
import { SimulatedVulnerabilities } from '../vulnerabilities/vulnerabilities';

/**
 * The rows to serve, as a user writes them. Rows have the API's field names and may violate the
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
  /**
   * Rows of `GET /v5/{project_id}/image/tasks`, each with `type: image_sync` or `image_scan`, which
   * is not sent.
   */
  readonly image_tasks?: readonly SimulatedRow[];
  /**
   * The data about each vulnerability, by ID: fields of `GET
   * /v5/{project_id}/images/vulnerabilities`, with `publish_time` in `cve_list`, and `solution`. A
   * vulnerability without an entry is not in the list of the project.
   */
  readonly vulnerabilities?: { readonly [vulId: string]: SimulatedRow };
  /**
   * The findings in each image, by `image_id`: rows of `GET
   * /v5/{project_id}/image/{image_id}/vulnerabilities`, or only the ID of the vulnerability.
   * `handled: true` is not sent. Missing fields come from the data about the vulnerability.
   */
  readonly image_vulnerabilities?: { readonly [imageId: string]: SimulatedFindings };
  /**
   * Whether an image without an entry in image_vulnerabilities gets generated vulnerabilities, as
   * many as its `vul_num`. Default: false, it has none.
   */
  readonly generate_vulnerabilities?: boolean;
  /** How requested synchronizations and scans proceed. */
  readonly on_demand?: OnDemandBehaviour;
}

const KEYS = [
  ...['cicd_images', 'registry_images', 'image_registries', 'image_sync_task_registries'],
  ...['image_tasks', 'vulnerabilities', 'image_vulnerabilities', 'generate_vulnerabilities'],
  'on_demand',
];

/** Reads a data file: JSON if its name ends with `.json`, or else YAML. */
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
    throw outlineError(`${where}: the top level`, `an object with any of ${KEYS.join(', ')}`, data);
  }
  const unknown = Object.keys(data).find((key) => !KEYS.includes(key));
  if (unknown !== undefined) {
    throw new Error(`${where}: unknown key "${unknown}"; expected any of ${KEYS.join(', ')}`);
  }
  const tasks = readObject(
    data.image_sync_task_registries,
    `${where}: image_sync_task_registries`,
    'task ID: rows',
  );
  const lists = {
    cicd: readList(data.cicd_images, `${where}: cicd_images`, now),
    'registry-images': readList(data.registry_images, `${where}: registry_images`, now),
    registries: readList(data.image_registries, `${where}: image_registries`, now),
    sync: new Map(
      Object.entries(tasks).map(([taskId, rows]) => [
        taskId,
        readList(rows, `${where}: image_sync_task_registries.${taskId}`, now),
      ]),
    ),
    tasks: readList(data.image_tasks, `${where}: image_tasks`, now),
  };
  const behaviour = checkBehaviour(data.on_demand, `${where}: on_demand`);
  const vulnerabilities = new SimulatedVulnerabilities(
    lists,
    readVulnerabilities(data, where, now),
    now,
  );
  return { ...lists, vulnerabilities, onDemand: new OnDemand(lists, vulnerabilities, behaviour) };
}

import { Authentication } from './access/authentication';
import { readDataFile, storeOf } from './data/data';
import { generateStore } from './data/generate';
import { Store } from './data/store';
import { FaultBook } from './faults/book';
import { checkFaults } from './faults/check';
import { Journal } from './journal';
import { Latency } from './latency';
import {
  DEMO_ACCESS_KEY,
  DEMO_PROJECT_ID,
  DEMO_REGION,
  DEMO_ROWS,
  DEMO_SECRET_KEY,
  DEMO_TOKEN,
  SimulatorOptions,
} from './options';
import { PARAMETER_NAMES } from './query/parameters';
import { listen } from './server';
import { Service } from './service';

/** A running simulator. */
export interface RunningSimulator {
  /** The URL, for `HSS_ENDPOINT` and as the IAM endpoint: `http://127.0.0.1:{port}`. */
  readonly endpoint: string;
  readonly port: number;
  readonly projectId: string;
  readonly region: string;
  /** Closes all connections at once, including hung ones. */
  close(): Promise<void>;
}

/** Starts a simulated HSS on this machine. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<RunningSimulator> {
  check(options);
  const projectId = options.projectId ?? DEMO_PROJECT_ID;
  const region = options.region ?? DEMO_REGION;
  const service = new Service(
    new Authentication(credentialsOf(options)),
    projectId,
    options.projects ?? [{ id: projectId, name: region }],
    { nameMatch: options.nameMatch ?? 'exact', ignored: new Set(options.ignoreFilters) },
  );
  const parts = {
    service,
    store: firstStore(options, Date.now()),
    faults: new FaultBook(checkFaults(options.faults ?? [])),
    journal: new Journal(),
    latency: new Latency(options.latencyMs ?? 0, options.jitterMs ?? 0),
  };
  const listening = await listen(parts, options);
  return { ...listening, projectId, region };
}

function firstStore({ rows, dataFile, data }: SimulatorOptions, now: number): Store {
  if (dataFile !== undefined) return storeOf(readDataFile(dataFile), dataFile, now);
  return data === undefined ? generateStore(rows ?? DEMO_ROWS, now) : storeOf(data, 'data', now);
}

function credentialsOf(options: SimulatorOptions): {
  token?: string;
  accessKey?: string;
  secretKey?: string;
  securityToken?: string;
} {
  const { token, accessKey, secretKey, securityToken } = options;
  return token === undefined && accessKey === undefined
    ? { token: DEMO_TOKEN, accessKey: DEMO_ACCESS_KEY, secretKey: DEMO_SECRET_KEY }
    : { token, accessKey, secretKey, securityToken };
}

/**
 * Checks the options.
 * @throws Error for an invalid option
 */
function check(options: SimulatorOptions): void {
  const { rows, dataFile, data, latencyMs = 0, jitterMs = 0, nameMatch } = options;
  const assert = (isRight: boolean, message: string): void => {
    if (!isRight) throw new Error(`simulator: ${message}`);
  };
  const isCount = (value: number | undefined): boolean =>
    value === undefined || (Number.isSafeInteger(value) && value >= 0);
  assert(isCount(rows), 'rows must be an integer of at least 0');
  assert(Number.isFinite(latencyMs) && latencyMs >= 0, 'latencyMs must be a number of at least 0');
  assert(
    Number.isFinite(jitterMs) && jitterMs >= 0 && jitterMs <= latencyMs,
    'jitterMs must be a number from 0 to latencyMs',
  );
  assert(
    [rows, dataFile, data].filter((given) => given !== undefined).length <= 1,
    'give only one of rows, dataFile and data',
  );
  assert(
    nameMatch === undefined || nameMatch === 'exact' || nameMatch === 'partial',
    'nameMatch must be exact or partial',
  );
  const unknown = options.ignoreFilters?.find((name) => !PARAMETER_NAMES.has(name));
  assert(unknown === undefined, `ignoreFilters: no endpoint has the parameter "${unknown}"`);
  assert(
    (options.accessKey === undefined) === (options.secretKey === undefined),
    'accessKey and secretKey belong together',
  );
  assert(
    options.securityToken === undefined || options.accessKey !== undefined,
    'securityToken belongs to an accessKey and secretKey',
  );
  assert(
    [options.token, options.accessKey, options.secretKey, options.securityToken].every(
      (given) => given !== '',
    ),
    'credentials must not be empty',
  );
}

import { withoutCredentials } from '../../client/credentials/variables';
import { UPSTREAM_VARIABLE } from '../../client/settings/proxy-upstream';
import { HssError } from '../../contract/error';
import {
  DEMO_ACCESS_KEY,
  DEMO_DATA,
  DEMO_SECRET_KEY,
  DEMO_TOKEN,
  Fault,
  NameMatch,
  RunningSimulator,
  SimulatorOptions,
  startSimulator,
  stopWithParent,
} from '../../simulator';
import { runChild } from '../exec/child/run-child';
import { messageOf } from '../shared/error-text';
import { EXEC_EXIT } from '../shared/exit-codes';
import { say } from '../shared/output/say';
import { SimulatorSettings, settingsText } from './settings-text';

/** What commander parses from the options of `hss-gate simulate`. */
export interface SimulateOptions {
  readonly port: number;
  readonly rows?: number;
  readonly data?: string;
  readonly latencyMs: number;
  readonly jitterMs: number;
  readonly projectId: string;
  readonly region: string;
  readonly nameMatch: NameMatch;
  readonly ignoreFilter: readonly string[];
  readonly fault: readonly Fault[];
}

/** Credentials that the simulator accepts. */
type Credentials = Pick<SimulatorOptions, 'token' | 'accessKey' | 'secretKey' | 'securityToken'>;

const DEMO_CREDENTIALS: Credentials = {
  token: DEMO_TOKEN,
  accessKey: DEMO_ACCESS_KEY,
  secretKey: DEMO_SECRET_KEY,
};

/**
 * Other variables that would direct a command away from the simulator, or to rows that it does not
 * have.
 */
const OF_REAL_HSS = [
  'HSS_SNAPSHOT',
  'HSS_SNAPSHOT_MODE',
  'TF_VAR_hss_endpoint',
  'HW_ENTERPRISE_PROJECT_ID',
  'HUAWEICLOUD_SDK_PROJECT_ID',
  UPSTREAM_VARIABLE,
] as const;

/** Runs the simulator until it is stopped, or until the command, if any, has ended. */
export async function runSimulate(
  command: readonly string[],
  options: SimulateOptions,
): Promise<void> {
  const own = credentialsFrom(process.env);
  const isDemo = Object.keys(own).length === 0;
  if (command.length > 0) return runCommand(command, options, isDemo ? DEMO_CREDENTIALS : own);
  const simulator = await start(options, own);
  const stop = (): void => void simulator.close();
  process.once('SIGINT', stop).once('SIGTERM', stop);
  stopWithParent(() => {
    say('hss-gate simulate: stopped, because the process that started it has ended');
    stop();
  });
  // The reader may close the pipe after the last line, and stderr may close with the parent.
  process.stdout.on('error', () => undefined);
  process.stderr.on('error', () => undefined);
  printSettings(settingsOf(simulator, isDemo ? DEMO_CREDENTIALS : {}));
}

/** Prints the settings on stdout and, on a terminal, how to use them. */
function printSettings(settings: SimulatorSettings): void {
  const isPasted = process.stdout.isTTY;
  if (isPasted) {
    say('HSS is simulated until you press Ctrl-C. Paste these lines into another terminal:');
  } else if (process.stderr.isTTY) {
    say(`HSS is simulated at ${settings.HSS_ENDPOINT} until you press Ctrl-C`);
  }
  process.stdout.write(settingsText(settings, isPasted ? 'terminal' : 'file'));
}

/** Runs a command against the simulator, and ends this process with the command's exit code. */
async function runCommand(
  command: readonly string[],
  options: SimulateOptions,
  credentials: Credentials,
): Promise<void> {
  let exitCode: number = EXEC_EXIT.ownFailure;
  try {
    const simulator = await start(options, credentials);
    const child = await runChild(withThisProgram(command), {
      ...withoutRealHss(process.env),
      ...settingsOf(simulator, credentials),
    });
    if (child.problem !== undefined) say(child.problem);
    exitCode = child.exitCode;
  } catch (error) {
    say(messageOf(error));
  }
  // Does not close the simulator first, because pending answers would delay the exit.
  process.exit(exitCode);
}

/** Replaces the command `hss-gate` with this program, which may not be on PATH. */
function withThisProgram([file, ...args]: readonly string[]): readonly string[] {
  return file === 'hss-gate'
    ? [process.execPath, ...process.execArgv, process.argv[1], ...args]
    : [file, ...args];
}

function withoutRealHss(variables: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const rest = withoutCredentials(variables);
  for (const name of OF_REAL_HSS) delete rest[name];
  return rest;
}

/**
 * Returns the settings for a simulator as environment variables. The endpoint comes last, because
 * readers of the lines stop there.
 */
function settingsOf(
  { region, projectId, endpoint }: RunningSimulator,
  { token, accessKey, secretKey, securityToken }: Credentials,
): SimulatorSettings {
  return Object.fromEntries(
    Object.entries({
      HW_REGION_NAME: region,
      HW_PROJECT_ID: projectId,
      HW_AUTH_TOKEN: token,
      HW_ACCESS_KEY: accessKey,
      HW_SECRET_KEY: secretKey,
      HW_SECURITY_TOKEN: securityToken,
      HSS_ENDPOINT: endpoint,
    }).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

async function start(
  {
    port,
    rows,
    data,
    latencyMs,
    jitterMs,
    projectId,
    region,
    nameMatch,
    ignoreFilter,
    fault,
  }: SimulateOptions,
  credentials: Credentials,
): Promise<RunningSimulator> {
  try {
    return await startSimulator({
      port,
      ...(rows !== undefined
        ? { rows }
        : data !== undefined
          ? { dataFile: data }
          : { data: DEMO_DATA }),
      latencyMs,
      jitterMs,
      projectId,
      region,
      nameMatch,
      ignoreFilters: ignoreFilter,
      faults: fault,
      ...credentials,
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') {
      throw new HssError('HSS_INVALID_ARGUMENT', `port ${port} of 127.0.0.1 is in use`, {
        advice: 'give another --port, or leave it out for a free one',
      });
    }
    throw new HssError(
      'HSS_INVALID_ARGUMENT',
      `the simulator can't start: ${(error as Error).message}`,
      { advice: 'see hss-gate simulate --help' },
    );
  }
}

function credentialsFrom(variables: NodeJS.ProcessEnv): Credentials {
  const {
    HSS_SIMULATOR_TOKEN: token,
    HSS_SIMULATOR_ACCESS_KEY: accessKey,
    HSS_SIMULATOR_SECRET_KEY: secretKey,
    HSS_SIMULATOR_SECURITY_TOKEN: securityToken,
  } = variables;
  return Object.fromEntries(
    Object.entries({ token, accessKey, secretKey, securityToken }).filter(([, value]) => value),
  );
}

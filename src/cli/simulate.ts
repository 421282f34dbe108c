import { Command, InvalidArgumentError, Option } from 'commander';
import { HssError } from '../contract/error';
import {
  DEMO_ACCESS_KEY,
  DEMO_PROJECT_ID,
  DEMO_REGION,
  DEMO_ROWS,
  DEMO_SECRET_KEY,
  DEMO_TOKEN,
  Fault,
  NameMatch,
  RunningSimulator,
  SimulatorOptions,
  startSimulator,
  stopWithParent,
} from '../simulator';
import { say } from './shared/output/say';

/** What commander makes of the options. */
interface SimulateOptions {
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

const EXAMPLES = `
Prints its settings as NAME=value lines once it is ready, and runs until it is stopped (SIGINT, SIGTERM) or its parent ends,
which it says on stderr.
Credentials are taken from HSS_SIMULATOR_TOKEN, HSS_SIMULATOR_ACCESS_KEY, HSS_SIMULATOR_SECRET_KEY and
HSS_SIMULATOR_SECURITY_TOKEN; without any, the demo credentials that are printed are accepted.

A data file holds rows with the API's own names of fields; a time may be relative to now:
  cicd_images:
    - { image_id: web-1, namespace: shop, image_name: web, image_version: '1.4',
        scan_status: success, severity_level: High, vul_num: 1,
        latest_scan_time: { hoursAgo: 2 } }
  registry_images:
    - { id: 1, registry_id: r-1, namespace: shop, image_name: api, image_version: '2',
        image_digest: 'sha256:...', is_multiple_arch: true, association_images: [
          { namespace: shop, image_name: api, image_digest: 'sha256:...' }] }
  image_registries: [{ id: r-1, registry_name: prod }]
  image_tasks: [{ type: image_scan, task_id: t-1, task_type: manual, task_status: 100 }]
  image_sync_task_registries: { my-task: [{ registry_id: r-1, sync_status: finished }] }
  vulnerabilities:
    SA-2026-1: { severity_level: Critical, solution: Update openssl., cve_list:
        [{ cve_id: CVE-2026-1, cvss: 9.8, publish_time: { hoursAgo: 72 } }] }
  image_vulnerabilities:
    web-1: [{ vul_id: SA-2026-1, app_name: openssl, version: 1.1.1 }]
Without one, rows are made up: images of shop, registries, and the synchronization task demo-task.

vulnerabilities says what is known of each vulnerability, by its ID;
image_vulnerabilities what was found in each image, by its image_id. A row can
have handled: true, and the ID alone is a row, too. An image that is not listed
has no vulnerabilities, whatever its vul_num; with generate_vulnerabilities: true
it has vul_num made-up ones. Without a data file all images have those.

Synchronizations and scans that are asked for run, too; on_demand says how:
  on_demand:
    free_quota_num: 5
    registries: { r-1: { sync_ms: 500, brings: [{ id: 7, image_name: web }] } }
    images: { 7: { scan_ms: 900, found: { severity_level: High } } }
A registry or image can also have failed_reason, or never: true; an image can
vanish (vanishes: true), or have vulnerabilities that its scan finds. sync_ms,
scan_ms and listed_after_ms are for all, and twin_registries and twin_images
begin tasks of somebody else with each of ours.

A fault is JSON: { "kind": ..., "endpoint"?: registries|cicd|registry-images|sync|tasks|
image-vulnerabilities|project-vulnerabilities|vulnerability-cves|statistics|quota|synchronize|scan|iam,
"page"?: first|middle|last|OFFSET, "times"?, "skip"? }.
A wrong kind is answered with the list of kinds. PUT /__simulator/faults and /__simulator/data replace them while it runs,
GET /__simulator/requests tells what was asked.

Examples:
  $ hss-gate simulate --rows 1000
  $ hss-gate simulate --data images.yaml --latency-ms 50
  $ hss-gate simulate --fault '{"kind":"status","status":503,"times":2}'`;

/** `hss-gate simulate`: an embedded HSS, for demos and tests. */
export function simulateCommand(): Command {
  return new Command('simulate')
    .description('run an embedded HSS on loopback, for demos and tests')
    .option('--port <number>', 'port to listen on; 0 takes a free one', wholeNumber(0, 65535), 0)
    .option(
      '--rows <number>',
      `make so many rows for each endpoint (default: ${DEMO_ROWS})`,
      wholeNumber(0, 2_000_000),
    )
    .addOption(
      new Option('--data <file>', 'serve the rows of a YAML or JSON file').conflicts('rows'),
    )
    .option('--latency-ms <number>', 'answer so much later', wholeNumber(0, 600_000), 0)
    .option(
      '--jitter-ms <number>',
      'vary that delay by up to this many milliseconds either way',
      wholeNumber(0, 600_000),
      0,
    )
    .option('--project-id <id>', 'the project that is served', DEMO_PROJECT_ID)
    .option('--region <region>', 'the name of that project in IAM', DEMO_REGION)
    .option('--name-match <how>', 'how name filters match: exact or partial', nameMatch, 'exact')
    .option(
      '--ignore-filter <name>',
      'check a parameter, but do not filter by it (repeatable)',
      collect,
      [],
    )
    .option('--fault <json>', 'a fault to begin with (repeatable)', collectFault, [])
    .addHelpText('after', EXAMPLES)
    .action(simulate);
}

async function simulate(options: SimulateOptions): Promise<void> {
  const credentials = credentialsFrom(process.env);
  const simulator = await start({
    port: options.port,
    ...(options.data === undefined ? {} : { dataFile: options.data }),
    ...(options.rows === undefined ? {} : { rows: options.rows }),
    latencyMs: options.latencyMs,
    jitterMs: options.jitterMs,
    projectId: options.projectId,
    region: options.region,
    nameMatch: options.nameMatch,
    ignoreFilters: options.ignoreFilter,
    faults: options.fault,
    ...credentials,
  });
  const stop = (): void => void simulator.close();
  process.once('SIGINT', stop).once('SIGTERM', stop);
  stopWithParent(() => {
    say('hss-gate simulate: stopped, because the process that started it has ended');
    stop();
  });
  // Whoever reads the settings may close the pipe after the last line; and stderr may end with the parent.
  process.stdout.on('error', () => undefined);
  process.stderr.on('error', () => undefined);
  const demo = Object.keys(credentials).length === 0;
  process.stdout.write(
    [
      `HW_REGION_NAME=${options.region}`,
      `HW_PROJECT_ID=${options.projectId}`,
      ...(demo
        ? [
            `HW_AUTH_TOKEN=${DEMO_TOKEN}`,
            `HW_ACCESS_KEY=${DEMO_ACCESS_KEY}`,
            `HW_SECRET_KEY=${DEMO_SECRET_KEY}`,
          ]
        : []),
      `HSS_ENDPOINT=${simulator.endpoint}`,
      '',
    ].join('\n'),
  );
}

async function start(options: SimulatorOptions): Promise<RunningSimulator> {
  try {
    return await startSimulator(options);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') {
      throw new HssError('HSS_INVALID_ARGUMENT', `port ${options.port} of 127.0.0.1 is in use`, {
        advice: 'give another --port, or leave it out for a free one',
      });
    }
    throw new HssError(
      'HSS_INVALID_ARGUMENT',
      `the simulator can't start: ${(error as Error).message}`,
      {
        advice: 'see hss-gate simulate --help',
      },
    );
  }
}

function credentialsFrom(variables: NodeJS.ProcessEnv): SimulatorOptions {
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

function wholeNumber(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < min || value > max) {
      throw new InvalidArgumentError(`Expected a whole number from ${min} to ${max}.`);
    }
    return value;
  };
}

function nameMatch(text: string): NameMatch {
  if (text !== 'exact' && text !== 'partial') {
    throw new InvalidArgumentError('Expected exact or partial.');
  }
  return text;
}

function collect(text: string, before: readonly string[]): readonly string[] {
  return [...before, text];
}

function collectFault(text: string, before: readonly Fault[]): readonly Fault[] {
  try {
    return [...before, JSON.parse(text) as Fault];
  } catch {
    throw new InvalidArgumentError('Expected JSON, such as {"kind":"status","status":503}.');
  }
}

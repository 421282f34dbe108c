import { resolve } from 'node:path';
import { Command } from 'commander';
import { CREDENTIAL_VARIABLES } from '../client/environment';
import { HssError } from '../contract/error';
import type { RunningProxy, Upstream } from '../proxy';
import {
  ConnectionFlags,
  enterpriseProjectOf,
  openUpstream,
  snapshotOf,
  withConnectionOptions,
} from './connection-options';
import { policyOption, undeterminableOption } from './judging-options';
import { privateCopy } from './private-copy';
import { runChild } from './run-child';
import { SavedPlanCommand, applying, savedPlanOf } from './saved-plan';
import { showPlan } from './show-plan';

/** What commander makes of the options. */
interface ExecOptions extends ConnectionFlags {
  readonly policy?: string;
  readonly verdicts?: string;
  readonly undeterminable: 'deny' | 'warn';
  readonly cleanEnv?: true;
}

/** As env, nohup and timeout have it: no code that a command is likely to end with. */
const OWN_FAILURE = 125;

const HELP = `
While COMMAND runs, a proxy on 127.0.0.1 asks HSS for it: it finds the credential as lookups do (HW_AUTH_TOKEN, HW_ACCESS_KEY
and HW_SECRET_KEY, ..., profiles), and hands it to nobody. It answers GET requests for the three lists of one project,
under a path that is made anew each time. COMMAND finds it in its environment:
  HSS_ENDPOINT         for synthesis: lookups go through the proxy, and send no credential
  TF_VAR_hss_endpoint  for Terraform: the variable hss_endpoint of a gated stack
  HW_PROJECT_ID        the project that is served; the huaweicloud provider reads it too
With --snapshot also HSS_SNAPSHOT and HSS_SNAPSHOT_MODE=replay, so that synthesis knows the answers' age.

The rest of the environment stays, because the provider needs its credentials. --clean-env takes away what HSS's chain of
credentials reads: ${CREDENTIAL_VARIABLES.slice(0, 4).join(', ')},
${CREDENTIAL_VARIABLES.slice(4, 9).join(', ')},
${CREDENTIAL_VARIABLES.slice(9).join(', ')}.
It does not hide profile files.

A saved plan holds the answers of the day when it was made. So terraform apply FILE, or tofu apply FILE, is judged first: every
image that it creates, updates or replaces, by what HSS says now and by --policy. It is refused when one is denied or could not be
decided, and when its stack was gated by another policy; where its gates only warn, so does exec. FILE is copied where nobody
else can change it, and the copy is judged and applied. A plan that only destroys needs neither HSS nor a policy. An apply
inside a script is not seen, and one without FILE is judged by the preconditions of its stack.

A list that can't be had never stops the proxy from answering Terraform, so that a destroy goes through. Where not even
exec can start, run terraform destroy without it.

SIGINT, SIGTERM and SIGHUP are passed on. When exec is killed by SIGKILL, COMMAND gets a SIGTERM, unless it was told to end
before; on Windows the system ends it. Exit codes: COMMAND's own, or 128 and its signal's number; 127 when there is no
such command, 126 when it can't be run, 125 when exec itself fails.

Examples:
  $ hss-gate exec -- cdktf deploy
  $ hss-gate exec --region cn-north-4 -- terraform plan -out plan.bin
  $ hss-gate exec --policy image-policy.yaml -- terraform apply plan.bin
  $ hss-gate exec --snapshot hss.json -- terraform apply`;

/** `hss-gate exec`: runs a command beside a proxy that asks HSS for it. */
export function execCommand(): Command {
  const command = new Command('exec')
    .description('run a command beside a loopback proxy that asks HSS with a credential of its own')
    .usage('[options] -- COMMAND [ARGS...]')
    .argument('<command...>', 'the command and its arguments')
    .passThroughOptions();
  return (
    withConnectionOptions(command, 'serve a recorded snapshot; needs no HSS and no credential')
      .option('--clean-env', 'run the command without the variables that hold credentials of HSS')
      .addOption(policyOption('judge a saved plan by this policy'))
      .option('--verdicts <file>', 'hss-verdicts.json of the stack whose saved plan is judged')
      .addOption(undeterminableOption())
      .addHelpText('after', HELP)
      // A wrong option is a failure of exec too, and no verdict of the command.
      .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : OWN_FAILURE))
      .action(exec)
  );
}

async function exec(command: readonly string[], options: ExecOptions): Promise<void> {
  let ready: Ready;
  try {
    ready = await prepare(command, options);
  } catch (error) {
    say(error instanceof HssError ? error.message : `HSS_INTERNAL: ${(error as Error).message}`);
    return process.exit(OWN_FAILURE);
  }
  if ('exitCode' in ready) {
    say(ready.problem);
    return process.exit(ready.exitCode);
  }
  const { proxy } = ready;
  // Whatever becomes of the proxy: who runs exec waits for the command, and its exit code is what counts.
  process.on('uncaughtException', (error) => say(`HSS_INTERNAL: ${error.name} in the proxy`));
  ready.release?.();
  const { exitCode, problem } = await runChild(ready.command, ready.environment);
  if (problem !== undefined) say(problem);
  await proxy?.close();
  // Answers that nobody waits for any more may be under way.
  process.exit(exitCode);
}

/** What is to be run, or why nothing is. */
type Ready =
  | {
      readonly command: readonly string[];
      readonly environment: NodeJS.ProcessEnv;
      readonly proxy?: RunningProxy;
      /** Leaves signals to whoever runs the command. */
      readonly release?: () => void;
    }
  | { readonly problem: string; readonly exitCode: number };

async function prepare(command: readonly string[], options: ExecOptions): Promise<Ready> {
  const saved = savedPlanOf(command, process.env);
  if (saved !== undefined) return prepareSaved(saved, options);
  const proxy = await proxyFor(await openUpstream(options));
  return { command, environment: environmentOf(proxy, options), proxy };
}

async function prepareSaved(saved: SavedPlanCommand, options: ExecOptions): Promise<Ready> {
  const environment = withoutPlanVariables(ownEnvironment(options));
  const copy = privateCopy(saved.path, saved.file);
  const shown = await showPlan(saved, copy.path, environment);
  if ('problem' in shown) return { exitCode: OWN_FAILURE, ...shown };
  let opened: Promise<Upstream> | undefined;
  const upstream = (): Promise<Upstream> => (opened ??= openUpstream(options));
  // Loaded here, because discovery and policies take their time to load.
  const { admitPlan } = await import('./admit-plan');
  const { harmless } = await admitPlan(shown.json, saved.file, {
    ...options,
    ...enterpriseProjectOf(options),
    upstream,
    planFile: saved.path,
    folder: saved.folder,
    say,
  });
  const ready = { command: applying(saved, copy.path), release: copy.release };
  if (harmless) return { ...ready, environment };
  const proxy = await proxyFor(await upstream());
  return { ...ready, environment: withoutPlanVariables(environmentOf(proxy, options)), proxy };
}

async function proxyFor(upstream: Upstream): Promise<RunningProxy> {
  const { startProxy } = await import('../proxy');
  return startProxy(upstream);
}

/**
 * A saved plan has its variables' values in it. Terraform warns of another one in the environment, and OpenTofu
 * refuses to go on.
 */
function withoutPlanVariables(variables: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const rest = { ...variables };
  delete rest.TF_VAR_hss_endpoint;
  return rest;
}

function ownEnvironment({ cleanEnv }: ExecOptions): NodeJS.ProcessEnv {
  const variables = { ...process.env };
  if (cleanEnv) for (const name of CREDENTIAL_VARIABLES) delete variables[name];
  return variables;
}

function environmentOf(proxy: RunningProxy, options: ExecOptions): NodeJS.ProcessEnv {
  const variables = ownEnvironment(options);
  const snapshot = snapshotOf(options);
  const before = variables.HW_PROJECT_ID?.trim() ?? '';
  if (before !== '' && before !== proxy.projectId) {
    say(`hss-gate exec: HW_PROJECT_ID is ${proxy.projectId} for the command, and was ${before}`);
  }
  return {
    ...variables,
    HSS_ENDPOINT: proxy.endpoint,
    TF_VAR_hss_endpoint: proxy.gateEndpoint,
    HW_PROJECT_ID: proxy.projectId,
    // Through the proxy alone, a synthesis would take old answers for new ones, or record them as such.
    ...(snapshot === undefined
      ? {}
      : { HSS_SNAPSHOT: resolve(snapshot), HSS_SNAPSHOT_MODE: 'replay' }),
  };
}

/** Standard output is the command's alone. */
function say(message: string): void {
  process.stderr.write(`${message}\n`);
}

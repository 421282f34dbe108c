import { resolve } from 'node:path';
import { Command } from 'commander';
import { CREDENTIAL_VARIABLES, environmentFrom } from '../client/environment';
import { ConnectionOptions, projectOf } from '../client/options';
import { HssError } from '../contract/error';
import type { RunningProxy, Upstream } from '../proxy';
import { runChild } from './run-child';

/** What commander makes of the options. */
interface ExecOptions {
  readonly region?: string;
  readonly projectId?: string;
  readonly endpoint?: string;
  readonly profile?: string;
  readonly snapshot?: string;
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

A list that can't be had never stops the proxy from answering Terraform, so that a destroy goes through. Where not even
exec can start, run terraform destroy without it.

SIGINT, SIGTERM and SIGHUP are passed on. Exit codes: COMMAND's own, or 128 and its signal's number; 127 when there is no
such command, 126 when it can't be run, 125 when exec itself fails.

Examples:
  $ hss-gate exec -- cdktf deploy
  $ hss-gate exec --region cn-north-4 -- terraform plan -out plan.bin
  $ hss-gate exec --snapshot hss.json -- terraform apply`;

/** `hss-gate exec`: runs a command beside a proxy that asks HSS for it. */
export function execCommand(): Command {
  return (
    new Command('exec')
      .description(
        'run a command beside a loopback proxy that asks HSS with a credential of its own',
      )
      .usage('[options] -- COMMAND [ARGS...]')
      .argument('<command...>', 'the command and its arguments')
      .passThroughOptions()
      .option('--region <id>', 'region ID, such as cn-north-4')
      .option('--project-id <id>', 'project ID; IAM is asked when none is known')
      .option('--endpoint <url>', 'base URL of HSS')
      .option('--profile <name>', 'the profile that holds the credential')
      .option('--snapshot <file>', 'serve a recorded snapshot; needs no HSS and no credential')
      .option('--clean-env', 'run the command without the variables that hold credentials of HSS')
      .addHelpText('after', HELP)
      // A wrong option is a failure of exec too, and no verdict of the command.
      .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : OWN_FAILURE))
      .action(exec)
  );
}

async function exec(command: readonly string[], options: ExecOptions): Promise<void> {
  let proxy: RunningProxy;
  try {
    // Loaded here, because the HTTP client is slow to load, and other commands need none.
    const { startProxy } = await import('../proxy');
    proxy = await startProxy(await openUpstream(options));
  } catch (error) {
    say(error instanceof HssError ? error.message : `HSS_INTERNAL: ${(error as Error).message}`);
    return process.exit(OWN_FAILURE);
  }
  // Whatever becomes of the proxy: who runs exec waits for the command, and its exit code is what counts.
  process.on('uncaughtException', (error) => say(`HSS_INTERNAL: ${error.name} in the proxy`));
  const { exitCode, problem } = await runChild(command, environmentOf(proxy, options));
  if (problem !== undefined) say(problem);
  await proxy.close();
  // Answers that nobody waits for any more may be under way.
  process.exit(exitCode);
}

async function openUpstream(options: ExecOptions): Promise<Upstream> {
  const { region, projectId, endpoint, profile, snapshot } = options;
  const environment = environmentFrom(process.env);
  const connection: ConnectionOptions = {
    ...(region === undefined ? {} : { region }),
    ...(projectId === undefined ? {} : { projectId }),
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(profile === undefined ? {} : { credentials: { kind: 'profile', name: profile } }),
  };
  const { openLive, openReplay } = await import('../proxy');
  return snapshot === undefined
    ? openLive(connection, environment)
    : openReplay(snapshot, projectOf(connection, environment));
}

function environmentOf(proxy: RunningProxy, options: ExecOptions): NodeJS.ProcessEnv {
  const variables = { ...process.env };
  if (options.cleanEnv) for (const name of CREDENTIAL_VARIABLES) delete variables[name];
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
    ...(options.snapshot === undefined
      ? {}
      : { HSS_SNAPSHOT: resolve(options.snapshot), HSS_SNAPSHOT_MODE: 'replay' }),
  };
}

/** Standard output is the command's alone. */
function say(message: string): void {
  process.stderr.write(`${message}\n`);
}

import { Command, Option } from 'commander';
import { VERDICTS_FILE } from '../../util/gate-names';
import { withCertaintyOptions, withConnectionOptions } from '../shared/connection-options';
import { EXEC_EXIT } from '../shared/exit-codes';
import { feedOption } from '../shared/policy/feed-option';
import { POLICY_FILE, undeterminableOption } from '../shared/judging-options';
import type { ExecOptions } from './run';

const HELP = `
While COMMAND runs, a proxy on 127.0.0.1 asks HSS for it: it finds the credential as lookups do (HW_AUTH_TOKEN, HW_ACCESS_KEY
and HW_SECRET_KEY, ..., profiles), and hands it to nobody. It answers GET requests for the lists of one project,
under a path that is made anew each time. COMMAND finds it in its environment:
  HSS_ENDPOINT         for synthesis: lookups go through the proxy, and send
                       no credential
  TF_VAR_hss_endpoint  for Terraform: the variable hss_endpoint of a gated stack
  HW_PROJECT_ID        the project that is served; the huaweicloud provider
                       reads it too
  HSS_GATE_UPSTREAM    endpoint, project and source behind it, for reports
With --snapshot also HSS_SNAPSHOT and HSS_SNAPSHOT_MODE=replay, so that synthesis knows the answers' age.

The rest of the environment stays, because the provider needs its credentials. --clean-env removes the variables that
HSS's chain of credentials or the huaweicloud provider reads as a credential, or that lead to one: HW_AUTH_TOKEN, HW_ACCESS_KEY,
HW_SECRET_KEY, HW_SECURITY_TOKEN, HW_USER_NAME, HW_USER_ID, HW_USER_PASSWORD, HW_ASSUME_ROLE_*, HW_PROFILE, HW_SHARED_CONFIG_FILE,
the same under OS_, CLOUD_SDK_* and HUAWEICLOUD_SDK_*, and TF_VAR_hss_token. It does not hide profile files.

A saved plan holds the answers of the day when it was made. So terraform apply FILE, or tofu apply FILE, is judged first: every
image that it creates, updates or replaces, by what HSS says now and by --policy. It is refused when one is denied or could not be
decided, when its stack was gated by another policy, and when no policy is found. FILE is copied where nobody else can change
it, and the copy is judged and applied. A plan that only destroys needs neither HSS nor a policy. An apply without FILE is judged
by the preconditions of its stack; --require-saved-plan refuses it.

On Linux and macOS this also holds for calls inside COMMAND (cdktf, make, scripts): launchers for terraform and tofu stand first
on its PATH. Not covered are login shells that reset PATH, sudo, containers and absolute paths inside scripts, and on Windows all
but COMMAND itself. This guards against mistakes; it is no boundary against COMMAND's code. The last line on stderr lists the
saved plans that were judged. It says that there were none where something was
applied without one, or with --policy, --verdicts, --allow-ungated or
--require-saved-plan.

Where a policy limits vulnerabilities one by one, the proxy counts them for the preconditions of a stack. What is known to be
exploited it judges by --feed, or by the feed of --policy, and so are saved plans. Several policies must name equal feeds, or --feed is required: otherwise
plans that need a feed can't be decided. A feed or policy that can't be read never keeps COMMAND from starting, because it may
destroy: exec says at once what is wrong with --feed, and the proxy answers the questions that need a feed with the error.

A list that can't be had never stops the proxy from answering Terraform, so that a destroy goes through. Where not even
exec can start, run terraform destroy without it.

SIGINT, SIGTERM and SIGHUP are passed on. When exec is killed by SIGKILL, COMMAND gets a SIGTERM, unless it was told to end
before; on Windows the system ends it. Exit codes: COMMAND's own, or 128 and its signal's number; ${EXEC_EXIT.notFound} when there is no
such command, ${EXEC_EXIT.notRunnable} when it can't be run, ${EXEC_EXIT.ownFailure} when exec itself fails.

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
    withCertaintyOptions(
      withConnectionOptions(command, 'serve a recorded snapshot; needs no HSS and no credential'),
    )
      .option('--clean-env', 'run the command without variables that hold Huawei Cloud credentials')
      .option(
        '--policy <file>',
        `judge saved plans by this policy; repeat it for a stack with several (default: ${POLICY_FILE}, here or in a directory above)`,
        (file: string, before: readonly string[] = []) => [...before, file],
      )
      .addOption(feedOption())
      .option(
        '--verdicts <file>',
        `${VERDICTS_FILE} of the stack; with several policies it assigns resources to them`,
      )
      .addOption(
        new Option(
          '--enforcement <how>',
          'warn lets denied images pass where the gates of the stack only warn, too',
        )
          .choices(['deny', 'warn'])
          .default('deny'),
      )
      .addOption(undeterminableOption())
      .option('--require-saved-plan', 'refuse an apply that is not of a judged saved plan')
      .option('--allow-ungated', 'apply saved plans of ungated stacks where no policy is found')
      .addHelpText('after', HELP)
      // A wrong option is a failure of exec too, and no verdict of the command.
      .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : EXEC_EXIT.ownFailure))
      .action(async (command: readonly string[], options: ExecOptions) => {
        const { runExec } = await import('./run');
        await runExec(command, options);
      })
  );
}

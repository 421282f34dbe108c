import { Command, Option } from 'commander';
import { VERDICTS_FILE } from '../../util/gate-names';
import {
  SNAPSHOT_USE,
  deadlineOption,
  withCertaintyOptions,
  withConnectionOptions,
} from '../shared/connection-options';
import { EXEC_EXIT } from '../shared/exit-codes';
import { feedOption } from '../shared/policy/feed-option';
import { POLICY_DEFAULT, undeterminableOption } from '../shared/judging-options';
import type { ExecOptions } from './run';

const HELP = `
While COMMAND runs, a proxy on 127.0.0.1 queries HSS for it. The proxy finds the
credential as all commands do (environment variables such as HW_ACCESS_KEY, then
profiles) and never passes it on. It answers only GET requests, only for the HSS
lists of one project, and only under a random path that is new for each run.

COMMAND gets these environment variables:
  HSS_ENDPOINT         for a synth: the proxy's address; its lookups need no
                       credential
  TF_VAR_hss_endpoint  for Terraform: the variable hss_endpoint of a gated stack
  HW_PROJECT_ID        the project of the proxy; the huaweicloud provider
                       reads it too
  HSS_GATE_UPSTREAM    endpoint, project and source behind the proxy, for
                       reports
With --snapshot, COMMAND also gets HSS_SNAPSHOT and HSS_SNAPSHOT_MODE=replay, so
that a synth knows the age of the answers.

COMMAND keeps the rest of the environment, because the huaweicloud provider
needs its credentials. --clean-env removes every variable from which hss-gate or
that provider could get a credential: HW_AUTH_TOKEN, HW_ACCESS_KEY,
HW_SECRET_KEY, HW_SECURITY_TOKEN, HW_USER_NAME, HW_USER_ID, HW_USER_PASSWORD,
HW_ASSUME_ROLE_*, HW_PROFILE, HW_SHARED_CONFIG_FILE, the equivalents that start
with OS_, CLOUD_SDK_* and HUAWEICLOUD_SDK_*, and TF_VAR_hss_token. It does not
hide profile files.

A saved plan contains the scan results from the time when it was made. So before
terraform apply FILE or tofu apply FILE runs, exec judges the plan again, with
the policy from --policy and the current results from HSS. It judges the images
of every resource that the plan creates, updates or replaces. It refuses the
apply if an image is denied or undecided, if the stack was gated by another
policy, or if no policy is found. FILE is copied to a place where nobody else
can change it, and the copy is judged and applied. A plan that only destroys
needs neither HSS nor a policy.

exec does not judge an apply without FILE. Such an apply is checked only by the
preconditions that a gate with atPlan adds to its stack. --require-saved-plan
refuses such an apply.

On Linux and macOS, exec also covers terraform and tofu when COMMAND (such as
cdktf, make or a script) starts them: it puts wrappers for terraform and tofu at
the front of COMMAND's PATH. They do not cover sudo, containers, absolute paths
in scripts, or login shells that reset PATH. On Windows, only COMMAND itself is
covered. The wrappers guard against mistakes, not against a COMMAND that
bypasses them on purpose.

The last line on stderr says which saved plans were judged. It is printed if a
saved plan was judged, if an apply ran without one, or if you gave --policy,
--verdicts, --allow-ungated or --require-saved-plan.

If a stack's policy limits vulnerabilities, the proxy counts the vulnerabilities
of each image, and the stack's preconditions compare the counts with the limits.

The proxy and the check of saved plans take known exploited vulnerabilities from
--feed, or else from the policy's feed. If several policies name different
feeds, --feed is required: without it, plans that need a feed can't be decided.

A feed or policy that can't be read does not prevent COMMAND from starting,
because COMMAND may be a terraform destroy. But plans that need the feed or the
policy can't be decided. An error in --feed is printed at once.

If a list can't be fetched, the proxy answers HTTP 200 with the error in the
body, so that a destroy still works. If exec itself can't start, run terraform
destroy without it.

SIGINT, SIGTERM and SIGHUP are passed on to COMMAND. If exec is killed by
SIGKILL, COMMAND gets a SIGTERM, unless exec has already passed on a SIGINT or
SIGTERM. If exec is killed on Windows, the system ends COMMAND.

Exit codes: COMMAND's own, or 128 plus the number of the signal that ended it;
${EXEC_EXIT.notFound} if it is not found, ${EXEC_EXIT.notRunnable} if it can't be run, ${EXEC_EXIT.ownFailure} if exec itself fails.

Examples:
  $ hss-gate exec -- cdktf deploy
  $ hss-gate exec --region cn-north-4 -- terraform plan -out plan.bin
  $ hss-gate exec --policy image-policy.yaml -- terraform apply plan.bin
  $ hss-gate exec --snapshot hss.json -- terraform apply`;

/** `hss-gate exec`: runs a command with a proxy that queries HSS for it. */
export function execCommand(): Command {
  const command = new Command('exec')
    .description('run a command with a local proxy that holds the HSS credential')
    .usage('[options] -- COMMAND [ARGS...]')
    .argument('<command...>', 'the command and its arguments')
    .passThroughOptions();
  return (
    withCertaintyOptions(withConnectionOptions(command, SNAPSHOT_USE))
      .addOption(
        deadlineOption('time limit for judging a saved plan; the proxy has its own limits'),
      )
      .option('--clean-env', 'run the command without variables that hold Huawei Cloud credentials')
      .option(
        '--policy <file>',
        `judge saved plans by this policy; repeat it for a stack with several policies (${POLICY_DEFAULT})`,
        (file: string, before: readonly string[] = []) => [...before, file],
      )
      .addOption(feedOption())
      .option(
        '--verdicts <file>',
        `${VERDICTS_FILE} of the stack; needed if the stack has several policies: it says which policy applies to which resource`,
      )
      .addOption(
        new Option(
          '--enforcement <how>',
          'what to do if an image is denied; with warn, the apply continues with a warning, but only if all gates of the stack use WARN',
        )
          .choices(['deny', 'warn'])
          .default('deny'),
      )
      .addOption(undeterminableOption())
      .option('--require-saved-plan', 'allow an apply only with a saved plan, which exec judges')
      .option(
        '--allow-ungated',
        'if no policy is found, still apply saved plans of stacks that have no gate (they are not judged)',
      )
      .addHelpText('after', HELP)
      // A usage error is a failure of exec itself, so its exit code must differ from the command's.
      .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : EXEC_EXIT.ownFailure))
      .action(async (command: readonly string[], options: ExecOptions) => {
        const { runExec } = await import('./run');
        await runExec(command, options);
      })
  );
}

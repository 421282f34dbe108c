import { Command } from 'commander';
import { checkCommand } from './check/command';
import { completionCommand } from './completion/command';
import { doctorCommand } from './doctor/command';
import { execCommand } from './exec/command';
import { listCommand } from './list/command';
import { planCommand } from './plan/command';
import { policyCommand } from './policy/command';
import { say } from './shared/output/say';
import { simulateCommand } from './simulate';
import { snapshotCommand } from './snapshot/command';
import { packageVersion } from './shared/version';

const HELP = `
A policy, image-policy.yaml, says what an image has to be like; HSS says what its scan found. A command that judges exits with 0
when all is allowed, 2 when something is denied, and 1 when it could not decide.

To begin, without an account:
  $ hss-gate simulate --rows 500 > hss.env &                        an HSS to try things on
  $ export $(cat hss.env)                                           the settings that lead to it
  $ printf 'version: 1\\nmaxSeverity: Low\\n' > image-policy.yaml     what is allowed
  $ hss-gate check shop/web:1.0.0                                   may this image be deployed?
  $ hss-gate policy explain shop/web:1.0.0                          why, and what will change when?
  $ terraform show -json plan.bin | hss-gate plan -                 may this plan be applied?

Credentials come from HW_ACCESS_KEY and HW_SECRET_KEY, HW_AUTH_TOKEN, or a profile; the region from HW_REGION_NAME or --region.
hss-gate COMMAND --help shows examples of each.`;

/** The command line, `hss-gate`. */
export function program(): Command {
  return withSafeErrors(
    new Command('hss-gate')
      .description('Gate deployments on what Huawei Cloud HSS found in their images.')
      .version(packageVersion(), '-V, --version', 'print the version')
      .helpOption('-h, --help', 'print help')
      .showHelpAfterError('(hss-gate --help shows what there is)')
      // Or else options behind `exec COMMAND` would be taken for ours.
      .enablePositionalOptions()
      .addHelpText('after', HELP)
      .commandsGroup('Judge what is deployed:')
      .addCommand(checkCommand())
      .addCommand(planCommand())
      .addCommand(execCommand())
      .commandsGroup('Look after the policy:')
      .addCommand(policyCommand())
      .commandsGroup('See what HSS knows:')
      .addCommand(listCommand())
      .addCommand(snapshotCommand())
      .commandsGroup('Set up and try:')
      .addCommand(doctorCommand())
      .addCommand(completionCommand())
      .addCommand(simulateCommand())
      .helpCommand('help [command]', 'print help for a command'),
  );
}

/** A usage error quotes what was given, which may be a name from outside. Commands don't inherit this from each other. */
function withSafeErrors(command: Command): Command {
  command.configureOutput({ writeErr: (text) => say(text.trimEnd()) });
  for (const one of command.commands) withSafeErrors(one);
  return command;
}

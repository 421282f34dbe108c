import { Command } from 'commander';
import { messageOf } from './shared/error-text';
import { EXIT } from './shared/exit-codes';
import { say } from './shared/output/say';
import { packageVersion } from './shared/version';

/** The commands by the groups of the help, in its order. Each loads when it is named; for the help, all of them. */
const GROUPS: readonly {
  readonly title: string;
  readonly commands: { readonly [name: string]: () => Promise<Command> };
}[] = [
  {
    title: 'Judge what is deployed:',
    commands: {
      check: async () => (await import('./check/command')).checkCommand(),
      scan: async () => (await import('./scan/command')).scanCommand(),
      plan: async () => (await import('./plan/command')).planCommand(),
      exec: async () => (await import('./exec/command')).execCommand(),
    },
  },
  {
    title: 'Look after the policy:',
    commands: { policy: async () => (await import('./policy/command')).policyCommand() },
  },
  {
    title: 'See what HSS knows:',
    commands: {
      list: async () => (await import('./list/command')).listCommand(),
      snapshot: async () => (await import('./snapshot/command')).snapshotCommand(),
    },
  },
  {
    title: 'Set up and try:',
    commands: {
      doctor: async () => (await import('./doctor/command')).doctorCommand(),
      completion: async () => (await import('./completion/command')).completionCommand(),
      simulate: async () => (await import('./simulate/command')).simulateCommand(),
    },
  },
];

const HELP = `
A policy, image-policy.yaml, says what an image has to be like; HSS says what its scan found. A command that judges exits with 0
when all is allowed, 2 when something is denied, and 1 when it could not decide.

To begin, without an account:
  $ hss-gate simulate --rows 500 > hss.env &                        an HSS to try things on
  $ until [ -s hss.env ]; do sleep 0.1; done                        it is ready
  $ export $(cat hss.env)                                           the settings that lead to it
  $ printf 'version: 1\\nmaxSeverity: Low\\n' > image-policy.yaml     what is allowed
  $ hss-gate check shop/web:1.0.0                                   may this image be deployed?
  $ hss-gate policy explain shop/web:1.0.0                          why, and what will change when?
  $ terraform show -json plan.bin | hss-gate plan -                 may this plan be applied?

Credentials come from HW_ACCESS_KEY and HW_SECRET_KEY, HW_AUTH_TOKEN, or a profile; the region from HW_REGION_NAME or --region.
hss-gate COMMAND --help shows examples of each.`;

/**
 * The command line, `hss-gate`.
 * @param named the one command that it needs; without it, or where it is no command, it has all
 */
export async function program(named?: string): Promise<Command> {
  const root = new Command('hss-gate')
    .description('Gate deployments on what Huawei Cloud HSS found in their images.')
    .version(packageVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .showHelpAfterError('(hss-gate --help shows what there is)')
    // Or else options behind `exec COMMAND` would be taken for ours.
    .enablePositionalOptions()
    .addHelpText('after', HELP)
    .helpCommand('help [command]', 'print help for a command');
  const isKnown = GROUPS.some(({ commands }) => Object.hasOwn(commands, named ?? ''));
  for (const { title, commands } of GROUPS) {
    root.commandsGroup(title);
    for (const [name, load] of Object.entries(commands)) {
      if (!isKnown || name === named) root.addCommand(await load());
    }
  }
  return withSafeErrors(root);
}

/** Runs the command line. An error is one message on stderr, and exit code 1. */
export async function runProgram(argv: readonly string[]): Promise<void> {
  try {
    const [, , first] = argv;
    // A completion is made from all commands.
    const command = await program(first === 'completion' ? undefined : first);
    await command.parseAsync(argv);
  } catch (error) {
    say(messageOf(error));
    process.exitCode = EXIT.failed;
  }
}

/** A usage error quotes what was given, which may be a name from outside. Commands don't inherit this from each other. */
function withSafeErrors(command: Command): Command {
  command.configureOutput({ writeErr: (text) => say(text.trimEnd()) });
  for (const one of command.commands) withSafeErrors(one);
  return command;
}

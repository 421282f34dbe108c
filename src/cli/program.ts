import { Command } from 'commander';
import { messageOf } from './shared/error-text';
import { EXIT } from './shared/exit-codes';
import { usageError } from './shared/help/usage-error';
import { helpColumns, wrapHelp } from './shared/help/wrap-help';
import { say } from './shared/output/say';
import { packageVersion } from './shared/version';

/**
 * The commands by group, in the order of the help. Only the named command is loaded; for the help,
 * all are.
 */
const GROUPS: readonly {
  readonly title: string;
  readonly commands: { readonly [name: string]: () => Promise<Command> };
}[] = [
  {
    title: 'Judge images:',
    commands: {
      check: async () => (await import('./check/command')).checkCommand(),
      scan: async () => (await import('./scan/command')).scanCommand(),
      plan: async () => (await import('./plan/command')).planCommand(),
      exec: async () => (await import('./exec/command')).execCommand(),
    },
  },
  {
    title: 'Maintain the policy:',
    commands: { policy: async () => (await import('./policy/command')).policyCommand() },
  },
  {
    title: 'Read from HSS:',
    commands: {
      list: async () => (await import('./list/command')).listCommand(),
      snapshot: async () => (await import('./snapshot/command')).snapshotCommand(),
    },
  },
  {
    title: 'Set up and try out:',
    commands: {
      doctor: async () => (await import('./doctor/command')).doctorCommand(),
      completion: async () => (await import('./completion/command')).completionCommand(),
      simulate: async () => (await import('./simulate/command')).simulateCommand(),
    },
  },
];

const HELP = `
A policy file, image-policy.yaml, defines which images may be deployed, based on
what HSS found when it scanned them. The exit code is 0 if all images are
allowed, 2 if one is denied, and 1 if no decision could be made.

Try it without an account, against a simulated HSS:
  $ hss-gate policy init
  $ hss-gate simulate -- hss-gate check shop/web:1.4.2
  $ hss-gate simulate -- hss-gate policy explain shop/web:1.5.0

Credentials come from HW_ACCESS_KEY and HW_SECRET_KEY, from HW_AUTH_TOKEN, or
from a profile. The region comes from --region or HW_REGION_NAME. Run hss-gate
doctor to check both.

hss-gate COMMAND --help shows examples. In a project with the package installed,
run npx --no -- hss-gate COMMAND.

Documentation: https://github.com/cdktf-hss/cdktf-hss`;

/**
 * Builds the command line, `hss-gate`.
 * @param named the only command to load; if it is missing or unknown, all are loaded
 */
export async function program(named?: string): Promise<Command> {
  const root = new Command('hss-gate')
    .description(
      'Block container images that Huawei Cloud Host Security Service (HSS) has not scanned, or that violate your policy.',
    )
    .version(packageVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    // Without this, commander would parse the options after `exec COMMAND` as ours.
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
  return withOurOutput(root);
}

/** Runs the command line. An error is one message on stderr, and exit code 1. */
export async function runProgram(argv: readonly string[]): Promise<void> {
  let options: readonly string[] = [];
  try {
    const [, , first] = argv;
    // A completion script needs all commands.
    const command = await program(first === 'completion' ? undefined : first);
    command.hook('preAction', (_, running) => {
      options = running.options.flatMap(({ long }) => long ?? []);
    });
    await command.parseAsync(argv);
  } catch (error) {
    say(messageOf(error, options));
    process.exitCode = EXIT.failed;
  }
}

/**
 * Wraps help to fit the terminal, and prints usage errors like other errors. `say` defuses what
 * they quote, which may come from outside. Set on every command, because commands don't inherit it.
 */
function withOurOutput(command: Command): Command {
  const columns = (): number => helpColumns(process.stdout.columns);
  command.configureOutput({
    getOutHelpWidth: columns,
    getErrHelpWidth: columns,
    writeOut: (text) => process.stdout.write(wrapHelp(text, columns())),
    writeErr: (text) => say(wrapHelp(text, columns()).trimEnd()),
    outputError: (text) => say(usageError(text, command)),
  });
  for (const one of command.commands) withOurOutput(one);
  return command;
}

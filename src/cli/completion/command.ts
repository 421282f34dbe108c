import { Argument, Command } from 'commander';
import { print } from '../shared/output/print';
import { asResultProcess } from '../shared/result-process';

const HELP = `
The script goes to stdout. It is made from the very options that hss-gate knows, and runs no process when Tab is pressed; make it
anew after an update.

Examples:
  $ source <(hss-gate completion bash)                                # now; or in ~/.bashrc
  $ hss-gate completion bash > /etc/bash_completion.d/hss-gate
  $ hss-gate completion zsh > "\${fpath[1]}/_hss-gate"                 # or source it below compinit in ~/.zshrc
  $ hss-gate completion fish > ~/.config/fish/completions/hss-gate.fish`;

/** `hss-gate completion`: a script that completes its commands and options in a shell. */
export function completionCommand(): Command {
  return new Command('completion')
    .description('print a script that completes hss-gate’s command line in a shell')
    .addArgument(new Argument('<shell>', 'whose script').choices(['bash', 'zsh', 'fish']))
    .addHelpText('after', HELP)
    .action(async (shell: 'bash' | 'zsh' | 'fish', _: object, command: Command) => {
      asResultProcess();
      const { completedCommands } = await import('./tree');
      const commands = completedCommands(rootOf(command));
      const script = {
        bash: async () => (await import('./bash')).bashCompletion(commands),
        zsh: async () => (await import('./zsh')).zshCompletion(commands),
        fish: async () => (await import('./fish')).fishCompletion(commands),
      }[shell];
      await print(await script());
    });
}

function rootOf(command: Command): Command {
  return command.parent === null ? command : rootOf(command.parent);
}

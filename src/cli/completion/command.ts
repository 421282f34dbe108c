import { Argument, Command } from 'commander';
import { print } from '../shared/output/print';
import { asResultProcess } from '../shared/result-process';

const HELP = `
The script goes to stdout. It completes the commands, options and values of this
version without starting a process. Generate it again after an update.

Examples:
  $ source <(hss-gate completion bash)     # for this shell; or in ~/.bashrc
  $ hss-gate completion bash > /etc/bash_completion.d/hss-gate
  $ hss-gate completion zsh > "\${fpath[1]}/_hss-gate"
  $ source <(hss-gate completion zsh)      # in ~/.zshrc, below compinit
  $ hss-gate completion fish > ~/.config/fish/completions/hss-gate.fish

Shells complete hss-gate, not npx. In a project, define a function that calls
npx. In bash and zsh:
  hss-gate() { npx --no -- hss-gate "$@"; }
  source <(hss-gate completion bash)
In fish:
  function hss-gate; npx --no -- hss-gate $argv; end
  hss-gate completion fish | source`;

/** `hss-gate completion`: prints a script that completes its commands and options in a shell. */
export function completionCommand(): Command {
  return new Command('completion')
    .description('print a script for shell completion')
    .addArgument(
      new Argument('<shell>', 'shell to print the script for').choices(['bash', 'zsh', 'fish']),
    )
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

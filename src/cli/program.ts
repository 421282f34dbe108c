import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { execCommand } from './exec';
import { planCommand } from './plan';
import { simulateCommand } from './simulate';

/** The command line, `hss-gate`. */
export function program(): Command {
  return (
    new Command('hss-gate')
      .description('Gate deployments on what Huawei Cloud HSS found in their images.')
      .version(version(), '-V, --version', 'print the version')
      .helpOption('-h, --help', 'print help')
      .helpCommand('help [command]', 'print help for a command')
      .showHelpAfterError('(hss-gate --help shows what there is)')
      // Or else options behind `exec COMMAND` would be taken for ours.
      .enablePositionalOptions()
      .addCommand(execCommand())
      .addCommand(planCommand())
      .addCommand(simulateCommand())
  );
}

function version(): string {
  const manifest = readFileSync(join(__dirname, '..', '..', 'package.json'), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}

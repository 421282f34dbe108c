import { Command, InvalidArgumentError, Option } from 'commander';
import { isPathSegment } from '../../contract/query';
import { DEMO_PROJECT_ID, DEMO_REGION, Fault, NameMatch } from '../../simulator';
import { EXEC_EXIT, EXIT } from '../shared/exit-codes';
import { wholeNumberBetween } from '../shared/list-parameters';
import { simulateHelp } from './help';
import type { SimulateOptions } from './run';

/** `hss-gate simulate`: runs a simulated HSS for demos and tests. */
export function simulateCommand(): Command {
  return new Command('simulate')
    .description('run a simulated HSS for demos and tests')
    .usage('[options] [-- COMMAND [ARGS...]]')
    .argument('[command...]', 'command to run against the simulator, with its arguments')
    .passThroughOptions()
    .option(
      '--port <number>',
      'port to listen on; 0 for any free port',
      wholeNumberBetween(0, 65535),
      0,
    )
    .option(
      '--rows <number>',
      'generate this many rows for each list of HSS (see below)',
      wholeNumberBetween(0, 2_000_000),
    )
    .addOption(
      new Option('--data <file>', 'serve the rows of this YAML or JSON file (see below)').conflicts(
        'rows',
      ),
    )
    .option(
      '--latency-ms <number>',
      'response delay in milliseconds',
      wholeNumberBetween(0, 600_000),
      0,
    )
    .option(
      '--jitter-ms <number>',
      'vary the delay by up to this many milliseconds either way',
      wholeNumberBetween(0, 600_000),
      0,
    )
    .option('--project-id <id>', 'ID of the project to serve', pathSegment, DEMO_PROJECT_ID)
    .option(
      '--region <region>',
      'region ID; the simulated IAM project has the same name',
      pathSegment,
      DEMO_REGION,
    )
    .addOption(
      new Option('--name-match <how>', 'how filters match names: exact or partial')
        .choices(['exact', 'partial'])
        .argParser(nameMatch)
        .default('exact'),
    )
    .option(
      '--ignore-filter <name>',
      'validate this query parameter, but do not filter by it (repeatable)',
      collect,
      [],
    )
    .option(
      '--fault <json>',
      'inject this fault from the start (repeatable; see below)',
      collectFault,
      [],
    )
    .addHelpText('after', simulateHelp())
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : usageExitCode()))
    .action(async (command: readonly string[], options: SimulateOptions) => {
      const { runSimulate } = await import('./run');
      await runSimulate(command, options);
    });
}

/** Returns the exit code of a usage error. With a command, 1 could be the command's own code. */
function usageExitCode(): number {
  return process.argv.includes('--') ? EXEC_EXIT.ownFailure : EXIT.failed;
}

/** The settings are printed for a shell, and are part of paths. */
function pathSegment(text: string): string {
  if (isPathSegment(text)) return text;
  throw new InvalidArgumentError('Expected characters out of A-Z a-z 0-9 - . _ ~.');
}

function nameMatch(text: string): NameMatch {
  if (text !== 'exact' && text !== 'partial') {
    throw new InvalidArgumentError('Expected exact or partial.');
  }
  return text;
}

function collect(text: string, before: readonly string[]): readonly string[] {
  return [...before, text];
}

function collectFault(text: string, before: readonly Fault[]): readonly Fault[] {
  try {
    return [...before, JSON.parse(text) as Fault];
  } catch {
    throw new InvalidArgumentError('Expected JSON, such as {"kind":"status","status":503}.');
  }
}

import { Command, InvalidArgumentError, Option } from 'commander';
import { DEMO_PROJECT_ID, DEMO_REGION, Fault, NameMatch } from '../../simulator';
import { EXEC_EXIT, EXIT } from '../shared/exit-codes';
import { simulateHelp } from './help';
import type { SimulateOptions } from './run';

/** `hss-gate simulate`: an embedded HSS, for demos and tests. */
export function simulateCommand(): Command {
  return new Command('simulate')
    .description('simulate HSS on loopback for a command, for demos and tests')
    .usage('[options] [-- COMMAND [ARGS...]]')
    .argument('[command...]', 'the command to run against the simulator, and its arguments')
    .passThroughOptions()
    .option('--port <number>', 'port to listen on; 0 takes a free one', wholeNumber(0, 65535), 0)
    .option(
      '--rows <number>',
      'number of rows to generate for each endpoint',
      wholeNumber(0, 2_000_000),
    )
    .addOption(
      new Option('--data <file>', 'serve the rows of a YAML or JSON file').conflicts('rows'),
    )
    .option('--latency-ms <number>', 'response delay in milliseconds', wholeNumber(0, 600_000), 0)
    .option(
      '--jitter-ms <number>',
      'vary that delay by up to this many milliseconds either way',
      wholeNumber(0, 600_000),
      0,
    )
    .option('--project-id <id>', 'the project that is served', DEMO_PROJECT_ID)
    .option('--region <region>', 'the name of that project in IAM', DEMO_REGION)
    .addOption(
      new Option('--name-match <how>', 'how name filters match: exact or partial')
        .choices(['exact', 'partial'])
        .argParser(nameMatch)
        .default('exact'),
    )
    .option(
      '--ignore-filter <name>',
      'check a parameter, but do not filter by it (repeatable)',
      collect,
      [],
    )
    .option('--fault <json>', 'a fault from the start on (repeatable)', collectFault, [])
    .addHelpText('after', simulateHelp())
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : usageExitCode()))
    .action(async (command: readonly string[], options: SimulateOptions) => {
      const { runSimulate } = await import('./run');
      await runSimulate(command, options);
    });
}

/** With a command 1 could be its own exit code. Of a wrong command line only the words are known. */
function usageExitCode(): number {
  return process.argv.includes('--') ? EXEC_EXIT.ownFailure : EXIT.failed;
}

function wholeNumber(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < min || value > max) {
      throw new InvalidArgumentError(`Expected a whole number from ${min} to ${max}.`);
    }
    return value;
  };
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

import { Command, InvalidArgumentError, Option } from 'commander';
import { expectEndpointOption, withConnectionOptions } from '../shared/connection-options';
import { wholeNumber } from '../shared/list-parameters';
import { withFormats } from '../shared/output/formats-option';
import { TEXT_FORMATS } from '../shared/output/text-or-json';
import { withRunOptions } from '../shared/run-options';
import type { RecordFlags } from './record';
import type { ShowFlags, VerifyFlags } from './show';

/** As in a policy's `imageSources`. */
const IMAGE_SOURCES: readonly string[] = ['cicd', 'registry'];

const RECORD_HELP = `
IMAGE is a reference such as registry.example/shop/web:1.4.2; - reads references from standard input, one a line. For each are
recorded the questions that a check of it asks, by tag or digest, and their answers; the policy's registryNames play no part in that.
--all-images records the lists that answer for every image of the project. Nothing is judged.

A check by a policy with vulnerabilities asks more: the vulnerabilities of each image, those of the project, and where graceDays
needs it when they were published. Give that policy by --policy FILE to record these as well.

Without --policy and --image-source the CI/CD images, the registry images and the registries are asked, as a policy without imageSources has it.

FILE is written whole, once every answer is there, or not at all. What it held before is replaced if it was a snapshot of the same
project; any other file stays as it is.

Exit codes: 0, or 1 for an error.

Examples:
  $ hss-gate snapshot record hss.json harbor.example/shop/web:1.4.2
  $ hss-gate snapshot record hss.json --policy image-policy.yaml shop/web:1.4.2
  $ hss-gate snapshot record hss.json --all-images
  $ docker compose config --images | hss-gate snapshot record hss.json -`;

const SHOW_HELP = `
The result is on stdout. Exit codes: 0, or 1 when FILE is no whole snapshot; its age changes neither, as that is for a policy to
judge (maxSnapshotAgeHours, rule snapshot-fresh).

Examples:
  $ hss-gate snapshot show hss.json
  $ hss-gate snapshot show hss.json --max-age-hours 24 -o json`;

const VERIFY_HELP = `
Checks that FILE is a whole snapshot of the published form, that its content matches its hash, and with --project-id and
--max-age-hours whose it is and how old. The hash tells a slip of an editor or a cut file. It is no signature: whoever can write
FILE can write the hash too.

Exit codes: 0 all is well, 1 it is not.

Examples:
  $ hss-gate snapshot verify hss.json
  $ hss-gate snapshot verify hss.json --project-id "$HW_PROJECT_ID" \\
      --max-age-hours 24`;

/** `hss-gate snapshot`: records HSS's answers, and looks at what was recorded. */
export function snapshotCommand(): Command {
  return new Command('snapshot')
    .description('record what HSS answers, and look at what was recorded')
    .addCommand(recordCommand())
    .addCommand(showCommand())
    .addCommand(verifyCommand());
}

function recordCommand(): Command {
  const command = new Command('record')
    .description('record what HSS answers about images, or whole lists')
    .argument('<file>', 'the snapshot to write')
    .argument('[images...]', 'image references; - reads them from standard input')
    .option('--all-images', 'all that answers for every image of the project')
    .option('--registry-images', 'the whole list of images that registries hold')
    .option('--registries', 'the whole list of registries')
    .option('--policy <file>', 'record all that a check by this policy asks')
    .addOption(
      new Option('--image-source <list>', 'list of images that is asked (repeatable)')
        .choices(IMAGE_SOURCES)
        .argParser(imageSources),
    )
    .option(
      '--sync-task <id>',
      'the registries of a synchronization task (repeatable)',
      (id: string, before: readonly string[]) => [...before, id],
      [],
    )
    .option('--max-rows <number>', 'a longer list is an error', wholeNumber, 100_000);
  withConnectionOptions(command, '(nothing can be recorded from a snapshot)');
  hideOption(command, '--snapshot');
  command.addOption(expectEndpointOption());
  return withRunOptions(command)
    .addHelpText('after', RECORD_HELP)
    .action(async (file: string, images: readonly string[], flags: RecordFlags) => {
      const { recordSnapshot } = await import('./record');
      return recordSnapshot(file, images, flags);
    });
}

function showCommand(): Command {
  const command = new Command('show')
    .description('show what a snapshot holds, when it was recorded and of which project')
    .argument('<file>', 'a snapshot')
    .addOption(maxAgeOption());
  return withFormats(command, TEXT_FORMATS, 'text')
    .addHelpText('after', SHOW_HELP)
    .action(async (file: string, flags: ShowFlags) => {
      const { showSnapshot } = await import('./show');
      await showSnapshot(file, flags);
    });
}

function verifyCommand(): Command {
  return new Command('verify')
    .description('check that a snapshot is whole and as it was recorded')
    .argument('<file>', 'a snapshot')
    .option('--project-id <id>', 'the project that it must be of')
    .addOption(maxAgeOption())
    .addHelpText('after', VERIFY_HELP)
    .action(async (file: string, flags: VerifyFlags) => {
      const { verifySnapshot } = await import('./show');
      await verifySnapshot(file, flags);
    });
}

function maxAgeOption(): Option {
  return new Option('--max-age-hours <hours>', 'how old it may be').argParser((text) => {
    const hours = Number(text);
    if (!/^\d+(\.\d+)?$/.test(text)) throw new InvalidArgumentError('Expected a number of hours.');
    return hours;
  });
}

function imageSources(text: string, before: readonly string[] = []): readonly string[] {
  if (IMAGE_SOURCES.includes(text)) return [...before, text];
  throw new InvalidArgumentError(`Allowed choices are ${IMAGE_SOURCES.join(', ')}.`);
}

/** An option of all commands that means nothing to this one; it is refused where it is given. */
function hideOption(command: Command, long: string): void {
  command.options.find((option) => option.long === long)?.hideHelp();
}

import { Command, InvalidArgumentError, Option } from 'commander';
import {
  deadlineOption,
  expectEndpointOption,
  withConnectionOptions,
} from '../shared/connection-options';
import { wholeNumber } from '../shared/list-parameters';
import { withFormats } from '../shared/output/formats-option';
import { TEXT_FORMATS } from '../shared/output/text-or-json';
import { withRunOptions } from '../shared/run-options';
import type { RecordFlags } from './record';
import type { ShowFlags, VerifyFlags } from './show';

/** The values of a policy's `imageSources`. */
const IMAGE_SOURCES: readonly string[] = ['cicd', 'registry'];

const RECORD_HELP = `
IMAGE is a reference such as registry.example/shop/web:1.4.2. With -, references
are read from standard input, one per line. IMAGE may have a tag or a digest.
For each image, the queries that hss-gate check would send are recorded with
their answers. Each image is recorded from every registry that has it, even if
registryNames in the policy allows only some. --all-images records the lists
that cover every image of the project. Nothing is judged.

If a policy has a vulnerabilities section, a check needs more: the
vulnerabilities of each image and of the project. If it also sets graceDays, a
check needs their publication dates, too. Name that policy with --policy to
record all this.

With neither --policy nor --image-source, the command records CI/CD images,
registry images and registries, which is what a policy without imageSources
needs.

FILE is written only after all answers have arrived, never partially. An
existing file is replaced only if it is a snapshot of the same project.

Exit codes: 0, or 1 for an error.

Examples:
  $ hss-gate snapshot record hss.json harbor.example/shop/web:1.4.2
  $ hss-gate snapshot record hss.json --policy image-policy.yaml shop/web:1.4.2
  $ hss-gate snapshot record hss.json --all-images
  $ docker compose config --images | hss-gate snapshot record hss.json -`;

const SHOW_HELP = `
The result goes to stdout. Exit codes: 0, or 1 if FILE is not a complete
snapshot. Its age does not affect the exit code; to limit the age, set
maxSnapshotAgeHours in the policy (rule snapshot-fresh).

Examples:
  $ hss-gate snapshot show hss.json
  $ hss-gate snapshot show hss.json --max-age-hours 24 -o json`;

const VERIFY_HELP = `
Checks that FILE is a complete snapshot, that its content matches its hash, and,
with --project-id and --max-age-hours, its project and age. The hash detects
accidental edits and truncated files. It is not a signature: anyone who can
write FILE can write the hash too.

Exit codes: 0 if all checks pass, 1 if not.

Examples:
  $ hss-gate snapshot verify hss.json
  $ hss-gate snapshot verify hss.json --project-id "$HW_PROJECT_ID" \\
      --max-age-hours 24`;

/** `hss-gate snapshot`: records HSS's answers and inspects recordings. */
export function snapshotCommand(): Command {
  return new Command('snapshot')
    .description("record HSS's answers, and inspect recordings")
    .addCommand(recordCommand())
    .addCommand(showCommand())
    .addCommand(verifyCommand());
}

function recordCommand(): Command {
  const command = new Command('record')
    .description("record HSS's answers about images, or complete lists")
    .argument('<file>', 'the snapshot to write')
    .argument('[images...]', 'image references, or "-" to read them from standard input')
    .option('--all-images', 'record everything needed to judge any image of the project')
    .option('--registry-images', 'record the complete list of registry images')
    .option('--registries', 'record the complete list of registries')
    .option('--policy <file>', 'record everything that a check by this policy needs')
    .addOption(
      new Option('--image-source <list>', "which of HSS's image lists to record (repeatable)")
        .choices(IMAGE_SOURCES)
        .argParser(imageSources),
    )
    .option(
      '--sync-task <id>',
      'record the registries of a synchronization task (repeatable)',
      (id: string, before: readonly string[]) => [...before, id],
      [],
    )
    .option('--max-rows <number>', 'fail if a list has more rows than this', wholeNumber, 100_000);
  withConnectionOptions(command);
  command.addOption(deadlineOption()).addOption(expectEndpointOption());
  return withRunOptions(command)
    .addHelpText('after', RECORD_HELP)
    .action(async (file: string, images: readonly string[], flags: RecordFlags) => {
      const { recordSnapshot } = await import('./record');
      return recordSnapshot(file, images, flags);
    });
}

function showCommand(): Command {
  const command = new Command('show')
    .description('show the content, time and project of a snapshot')
    .argument('<file>', 'a snapshot')
    .addOption(maxAgeOption('report whether the snapshot is older than this'));
  return withFormats(command, TEXT_FORMATS, 'text')
    .addHelpText('after', SHOW_HELP)
    .action(async (file: string, flags: ShowFlags) => {
      const { showSnapshot } = await import('./show');
      await showSnapshot(file, flags);
    });
}

function verifyCommand(): Command {
  return new Command('verify')
    .description('check that a snapshot is complete and unchanged')
    .argument('<file>', 'a snapshot')
    .option('--project-id <id>', 'fail unless it is of this project')
    .addOption(maxAgeOption('fail if it is older than this'))
    .addHelpText('after', VERIFY_HELP)
    .action(async (file: string, flags: VerifyFlags) => {
      const { verifySnapshot } = await import('./show');
      await verifySnapshot(file, flags);
    });
}

function maxAgeOption(description: string): Option {
  return new Option('--max-age-hours <hours>', description).argParser((text) => {
    const hours = Number(text);
    if (!/^\d+(\.\d+)?$/.test(text)) throw new InvalidArgumentError('Expected a number of hours.');
    return hours;
  });
}

function imageSources(text: string, before: readonly string[] = []): readonly string[] {
  if (IMAGE_SOURCES.includes(text)) return [...before, text];
  throw new InvalidArgumentError(`Allowed choices are ${IMAGE_SOURCES.join(', ')}.`);
}

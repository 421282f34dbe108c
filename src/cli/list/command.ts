import { Command } from 'commander';
import { ENDPOINTS } from '../../contract/endpoints';
import { MAX_OFFSET, PAGE_LIMIT } from '../../contract/fields';
import { SNAPSHOT_USE, deadlineOption, withConnectionOptions } from '../shared/connection-options';
import type { ListedEndpoint } from './columns';
import { LIST_FORMATS } from './formats';
import { parameterOptions, wholeNumber } from '../shared/list-parameters';
import type { ListFlags } from './run';
import { withFormats } from '../shared/output/formats-option';
import { withRunOptions } from '../shared/run-options';
import { listVulnerabilitiesCommand } from './vulnerabilities/command';

/** The lists by name. */
const LISTS: readonly {
  readonly name: string;
  readonly endpoint: ListedEndpoint;
  readonly description: string;
  readonly examples: readonly string[];
}[] = [
  {
    name: 'registries',
    endpoint: 'image-registries',
    description: 'list image registries that HSS knows',
    examples: [
      'hss-gate list registries',
      'hss-gate list registries --registry-types Harbor,SwrPrivate --status fail',
    ],
  },
  {
    name: 'images',
    endpoint: 'cicd-images',
    description: 'list images that CI/CD pipelines submitted, with their scan results',
    examples: [
      'hss-gate list images --namespace shop --severity-level High',
      'hss-gate list images --start-latest-scan-time 2026-11-01 -o csv=images.csv',
      "hss-gate list images -o ndjson | jq -r 'select(.vulNum > 100).imageName'",
    ],
  },
  {
    name: 'registry-images',
    endpoint: 'registry-images',
    description: 'list images in registries (SWR, Harbor, JFrog), with their scan results',
    examples: [
      'hss-gate list registry-images --namespace shop --severity-level High',
      'hss-gate list registry-images --is-multarch true -o json',
    ],
  },
  {
    name: 'sync-task-registries',
    endpoint: 'sync-task-registries',
    description: 'list registries of an image synchronization task, with their status',
    examples: ['hss-gate list sync-task-registries --task-id 3f1c… --sync-status failed'],
  },
];

const HELP = `
The command prints the complete list or fails: nothing is printed until all
pages have arrived and are consistent. Until then, rows are kept in temporary
files in TMPDIR (some 700 bytes per row), so that memory use stays low. HSS
can't page beyond 2000200 rows.

HSS filters the list. For options that say "only rows ...", hss-gate also checks
each row itself.

Formats: table has the most important fields, with times in UTC. On a terminal,
the rightmost columns are omitted if they do not fit, but an image is always
shown in full. json is an object with total and rows; ndjson has one row per
line; csv has a header and one row per line. json, ndjson and csv contain every
field, and their times are in ms since 1970. An extra field, anomalies, has the
values that violate the API's contract. In csv, text that starts with = + - or @
gets a leading apostrophe, so that no spreadsheet reads it as a formula. Control
characters become spaces.

The table goes to stdout unless --output sends another format there. --output
can be repeated. A file is written completely or not at all.

The result goes to stdout, everything else to stderr. Exit codes: 0, or 1 for an
error.
`;

/** `hss-gate list`: prints lists of HSS. */
export function listCommand(): Command {
  const list = new Command('list').description(
    'list registries, images and vulnerabilities from HSS',
  );
  for (const { name, endpoint, description, examples } of LISTS) {
    const command = new Command(name).description(description);
    withConnectionOptions(command, SNAPSHOT_USE);
    for (const option of parameterOptions(ENDPOINTS[endpoint])) command.addOption(option);
    withRunOptions(
      withFormats(command, LIST_FORMATS, 'table')
        .option(
          '--max-rows <number>',
          'fail if the list has more rows than this',
          wholeNumber,
          MAX_OFFSET + PAGE_LIMIT,
        )
        .addOption(deadlineOption()),
    )
      .addHelpText(
        'after',
        `${HELP}\nExamples:\n${examples.map((line) => `  $ ${line}`).join('\n')}`,
      )
      .action(async (flags: ListFlags) => {
        const { runList } = await import('./run');
        return runList(endpoint, flags);
      });
    list.addCommand(command);
  }
  list.addCommand(listVulnerabilitiesCommand());
  return list;
}

import { Command } from 'commander';
import { ENDPOINTS } from '../../contract/endpoints';
import { MAX_OFFSET, PAGE_LIMIT } from '../../contract/fields';
import { withConnectionOptions } from '../shared/connection-options';
import type { ListedEndpoint } from './columns';
import { LIST_FORMATS } from './formats';
import { parameterOptions, wholeNumber } from '../shared/list-parameters';
import type { ListFlags } from './run';
import { withFormats } from '../shared/output/formats-option';
import { withRunOptions } from '../shared/run-options';
import { listVulnerabilitiesCommand } from './vulnerabilities/command';

/** The lists by their names here. */
const LISTS: readonly {
  readonly name: string;
  readonly endpoint: ListedEndpoint;
  readonly description: string;
  readonly examples: readonly string[];
}[] = [
  {
    name: 'registries',
    endpoint: 'image-registries',
    description: 'image registries that HSS knows',
    examples: [
      'hss-gate list registries',
      'hss-gate list registries --registry-types Harbor,SwrPrivate --status fail',
    ],
  },
  {
    name: 'images',
    endpoint: 'cicd-images',
    description: 'images that CI/CD pipelines handed to HSS, with what their scans found',
    examples: [
      'hss-gate list images --namespace shop --severity-level High',
      'hss-gate list images --start-latest-scan-time 2026-11-01 -o csv=images.csv',
      "hss-gate list images -o ndjson | jq -r 'select(.vulNum > 100).imageName'",
    ],
  },
  {
    name: 'registry-images',
    endpoint: 'registry-images',
    description: 'images that registries hold (SWR, Harbor, JFrog), with what their scans found',
    examples: [
      'hss-gate list registry-images --namespace shop --severity-level High',
      'hss-gate list registry-images --is-multarch true -o json',
    ],
  },
  {
    name: 'sync-task-registries',
    endpoint: 'sync-task-registries',
    description: 'registries of an image synchronization task, and how far each is',
    examples: ['hss-gate list sync-task-registries --task-id 3f1c… --sync-status failed'],
  },
];

const HELP = `
A listing is complete or it is an error: nothing is printed before all pages
have arrived and fit together. Until then the rows are kept in unnamed files in
TMPDIR (some 700 bytes a row), so that memory use stays flat. HSS's offsets end
at 2000200 rows, which at 200 requests a second take less than a minute. Exact
filters are checked here again. How HSS matches names is up to HSS.

Formats: table has the most important fields, with times in UTC; on a terminal
it is cut to its width: an image is shown whole, and columns on the right that
do not fit are left out. json is an object with
total and rows, ndjson has one row a line, csv has every field. In these three,
times are in ms since 1970, and anomalies names what a row held that the API's
contract does not allow. In csv, a text that begins with = + - or @ has a '
before it, so that no spreadsheet reads it as a formula, and control characters
are spaces.

The table goes to stdout unless --output sends another format there. --output
can be repeated. A file is written whole or not at all.

The result is on stdout, all else on stderr. Exit codes: 0, or 1 for an error.
`;

/** `hss-gate list`: the lists of HSS. */
export function listCommand(): Command {
  const list = new Command('list').description('list what HSS knows');
  for (const { name, endpoint, description, examples } of LISTS) {
    const command = new Command(name).description(description);
    withConnectionOptions(command, 'list what a snapshot holds; needs no HSS and no credential');
    for (const option of parameterOptions(ENDPOINTS[endpoint])) command.addOption(option);
    withRunOptions(
      withFormats(command, LIST_FORMATS, 'table')
        .option(
          '--max-rows <number>',
          'a longer list is an error',
          wholeNumber,
          MAX_OFFSET + PAGE_LIMIT,
        )
        .option('--deadline <seconds>', 'the listing takes no longer', wholeNumber, 300),
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

import { Command, InvalidArgumentError, Option } from 'commander';
import { VulnerabilitySeverity } from '../../../contract/enums';
import { cveIdFault } from '../../../contract/vulnerabilities/misspelt-cve-id';
import { ImageSource } from '../../../policy/model/image-source';
import {
  SNAPSHOT_USE,
  deadlineOption,
  withConnectionOptions,
} from '../../shared/connection-options';
import { once } from '../../shared/judging-options';
import { withRunOptions } from '../../shared/run-options';
import { withFormats } from '../../shared/output/formats-option';
import { LIST_FORMATS } from '../formats';
import type { ListVulnerabilitiesFlags } from './run';

const HELP = `
IMAGE is a reference as in hss-gate check, by tag or digest. The vulnerabilities
come from the scan that hss-gate check would use for the image. For a
multi-architecture image, those of every platform are listed. It is an error if
HSS does not list the image, or lists several that match.

Only registryHosts is read from the --policy file: registryHosts gives the host
of registries for which HSS lists none.

Each row is a vulnerability in one package, worst first. The number of rows is
compared with the count that HSS gives for the image. If they differ, or if HSS
scans the image in the meantime, everything is fetched once more. If that
happens again, the command fails.

HSS does not give the severity and CVEs of every vulnerability. With --severity,
a row without a severity is dropped only if all its CVEs have known severities
and none matches. Otherwise it is kept. --cve drops rows with unknown CVEs, and
a message on stderr says how many. If no row has the CVE, a message says that
too.

The command makes 2 list calls for the image, and 4 for the severities and CVEs
in the project. A list call takes one request per 200 rows. Finding the image
takes a few more requests.

The result goes to stdout, everything else to stderr. Exit codes: 0, or 1 for an
error.

Examples:
  $ hss-gate list vulnerabilities shop/web:1.4
  $ hss-gate list vulnerabilities shop/web:1.4 --severity Critical,High
  $ hss-gate list vulnerabilities shop/web:1.4 --cve CVE-2021-44228
  $ hss-gate list vulnerabilities shop/web:1.4 --handled false -o csv`;

const SEVERITIES = Object.values(VulnerabilitySeverity);

/** `hss-gate list vulnerabilities`: lists the vulnerabilities of one image. */
export function listVulnerabilitiesCommand(): Command {
  const command = new Command('vulnerabilities')
    .description('list vulnerabilities of one image, with severities and CVEs')
    .argument('<image>', 'image reference');
  withConnectionOptions(command, SNAPSHOT_USE);
  withFormats(command, LIST_FORMATS, 'table');
  return withRunOptions(
    command
      .addOption(deadlineOption())
      .addOption(
        new Option('--image-source <list>', 'look for the image in one list only').choices(
          Object.values(ImageSource),
        ),
      )
      .option('--policy <file>', 'take registryHosts from this policy', once)
      .addOption(
        new Option('--severity <values>', 'only these severities, separated by commas')
          .choices(SEVERITIES)
          .argParser(severitiesFrom),
      )
      .option('--cve <id>', 'only vulnerabilities with this CVE', cveFrom)
      .option('--package <name>', 'only vulnerabilities of the package with this name')
      .addOption(
        new Option(
          '--handled <true|false>',
          "true: only those handled in HSS's console; false: only the others",
        )
          .choices(['true', 'false'])
          .argParser(booleanFrom),
      ),
  )
    .addHelpText('after', HELP)
    .action(async (image: string, flags: ListVulnerabilitiesFlags) => {
      // Loaded here, because policies load slowly, and other lists do not need them.
      const { runListVulnerabilities } = await import('./run');
      return runListVulnerabilities(image, flags);
    });
}

function severitiesFrom(
  text: string,
  before: readonly VulnerabilitySeverity[] | undefined,
): VulnerabilitySeverity[] {
  return [
    ...(before ?? []),
    ...text.split(',').map((name) => {
      const severity = SEVERITIES.find((one) => `${one}` === name);
      if (severity !== undefined) return severity;
      throw new InvalidArgumentError(`Allowed choices are ${SEVERITIES.join(', ')}.`);
    }),
  ];
}

/** Refuses a misspelt ID, because its empty list would look as if the image was not affected. */
function cveFrom(text: string): string {
  const fault = cveIdFault(text);
  if (fault !== undefined)
    throw new InvalidArgumentError(`It is ${fault}${fault.endsWith('?') ? '' : '.'}`);
  return text;
}

function booleanFrom(text: string): boolean {
  if (text === 'true' || text === 'false') return text === 'true';
  throw new InvalidArgumentError('Allowed choices are true, false.');
}

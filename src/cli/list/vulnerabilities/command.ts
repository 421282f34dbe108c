import { Command, InvalidArgumentError, Option } from 'commander';
import { VulnerabilitySeverity } from '../../../contract/enums';
import { cveIdFault } from '../../../contract/vulnerabilities/misspelt-cve-id';
import { ImageSource } from '../../../policy/model/image-source';
import { withConnectionOptions } from '../../shared/connection-options';
import { once } from '../../shared/judging-options';
import { withRunOptions } from '../../shared/run-options';
import { withFormats } from '../../shared/output/formats-option';
import { LIST_FORMATS } from '../formats';
import type { ListVulnerabilitiesFlags } from './run';

const HELP = `
IMAGE is a reference as in hss-gate check, by tag or digest. The vulnerabilities
are those of the scan that decides there; of a multi-architecture image, those
of each platform. An image that HSS does not list, or that is ambiguous, is an
error. Of a policy only registryHosts count, for registries whose host HSS does
not know.

A row is a vulnerability in one package, the worst first. The list must have as
many as the image's row says, and the row must still be of the same scan
afterwards; otherwise all is asked again once, and then it is an error.

HSS does not say the severity or the CVEs of each vulnerability. A row that may
have a severity passes --severity; a row whose CVEs are unknown does not pass
--cve, and a message on stderr says how many there are. If no row has the CVE,
a message says that, too.

An image takes 2 listings; 4 more list the vulnerabilities of the project, for
severities and CVEs. A listing takes one request for every 200 rows. Finding the
image takes a few more.

The result is on stdout, all else on stderr. Exit codes: 0, or 1 for an error.

Examples:
  $ hss-gate list vulnerabilities shop/web:1.4
  $ hss-gate list vulnerabilities shop/web:1.4 --severity Critical,High
  $ hss-gate list vulnerabilities shop/web:1.4 --cve CVE-2021-44228
  $ hss-gate list vulnerabilities shop/web:1.4 --handled false -o csv`;

const SEVERITIES = Object.values(VulnerabilitySeverity);

/** `hss-gate list vulnerabilities`: the vulnerabilities of one image. */
export function listVulnerabilitiesCommand(): Command {
  const command = new Command('vulnerabilities')
    .description('vulnerabilities of one image, with severities and CVEs')
    .argument('<image>', 'image reference');
  withConnectionOptions(command, 'ask a recorded snapshot; needs no HSS and no credential');
  withFormats(command, LIST_FORMATS, 'table');
  return withRunOptions(
    command
      .addOption(
        new Option('--image-source <list>', 'look for the image in one list only').choices(
          Object.values(ImageSource),
        ),
      )
      .option('--policy <file>', 'a policy whose registryHosts count', once)
      .addOption(
        new Option('--severity <values>', 'only these severities, separated by commas')
          .choices(SEVERITIES)
          .argParser(severitiesFrom),
      )
      .option('--cve <id>', 'only vulnerabilities with this CVE', cveFrom)
      .option('--package <name>', 'only vulnerabilities of the package with this name')
      .addOption(
        new Option('--handled <true|false>', "only what is handled in HSS's console, or is not")
          .choices(['true', 'false'])
          .argParser(booleanFrom),
      ),
  )
    .addHelpText('after', HELP)
    .action(async (image: string, flags: ListVulnerabilitiesFlags) => {
      // Loaded here, because policies take their time to load, and other lists need none.
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

/** Of a misspelt ID the list is empty, which reads as if the image was not affected. */
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

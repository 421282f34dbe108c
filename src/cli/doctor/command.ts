import { Command, Option } from 'commander';
import { withConnectionOptions } from '../shared/connection-options';
import type { DoctorFlags } from './flags';
import { policyOption } from '../shared/judging-options';
import { withFormats } from '../shared/output/formats-option';
import { TEXT_FORMATS } from '../shared/output/text-or-json';
import { withRunOptions } from '../shared/run-options';

const HELP = `
Tells what configuration was found and where each value is from, whether HSS can
be reached and asked, and whether the tools beside it fit. Of an access key its
last four characters are told; a secret key or a token never is.

The lists of CI/CD images, registry images, registries and sync tasks are asked
for ten rows each, one after the other. A list that is forbidden is named with
its permission. Lists that the policy's imageSources leaves out are not asked,
and the names of its registryHosts and registryNames are looked for among the
registries. Where the policy has vulnerabilities, their lists are asked for too,
and the publication times where it has graceDays. When the credential is
refused, or the clock is so wrong that it would be, nothing more is asked: five
failed signatures lock a key for five minutes.

--image asks the image's own registry too, with the credentials of docker's
configuration (auths, credsStore, credHelpers), whether the digest that HSS
reports is one that the image can be pulled by. It asks over https, or http on
loopback.

--contract checks nothing of the above. It reads some pages of each list, tries
the filters with values of the rows, and reports what differs from the API's
pages and what these leave open: types, lengths, enum values, unknown fields,
forms of digests and addresses, paging, filters, sorting, multi-architecture
images, image counts. It sends some 150 requests, each a GET, and prints how
many. The report quotes no name, ID, digest or address, so that it can be
attached to a bug report; read it before you do. What it does quote: words that
an enum lacks and names of fields that the pages lack, as they are; numbers of
images; the date and the region. (--verbose prints requests on
stderr, with names.) The list of a sync task is asked with --sync-task only.

The result is on stdout. Exit codes: 0 all is well (warnings included), 1
something fails.

Examples:
  $ hss-gate doctor
  $ hss-gate doctor --image swr.cn-north-4.myhuaweicloud.com/shop/web:1.4.2
  $ hss-gate doctor -o json
  $ hss-gate doctor --contract -o json=hss-contract.json`;

/** `hss-gate doctor`: what is configured, and whether it works. */
export function doctorCommand(): Command {
  const command = new Command('doctor')
    .description('check configuration, connection, permissions and tools')
    .option('--image <ref>', "also ask the image's registry what it can be pulled by")
    .addOption(
      new Option(
        '--contract',
        'report where HSS differs from its API pages, without names and IDs',
      ).conflicts(['image', 'policy', 'snapshot']),
    )
    .addOption(policyOption())
    .option('--sync-task <id>', 'a synchronization task to ask for, where one is known');
  withFormats(command, TEXT_FORMATS, 'text');
  withConnectionOptions(command, '(a snapshot is not asked)');
  command.options.find(({ long }) => long === '--snapshot')?.hideHelp();
  return withRunOptions(command)
    .addHelpText('after', HELP)
    .action(async (flags: DoctorFlags) => {
      if (flags.contract) {
        const { runContractSurvey } = await import('./contract/run');
        return runContractSurvey(flags);
      }
      const { runDoctor } = await import('./run');
      return runDoctor(flags);
    });
}

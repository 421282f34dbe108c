import { Command, Option } from 'commander';
import {
  DEADLINE_USE,
  openDeadlineOption,
  withConnectionOptions,
} from '../shared/connection-options';
import { DoctorFlags, SURVEY_SECONDS } from './flags';
import { policyOption } from '../shared/judging-options';
import { withFormats } from '../shared/output/formats-option';
import { TEXT_FORMATS } from '../shared/output/text-or-json';
import { withRunOptions } from '../shared/run-options';

const HELP = `
Shows the configuration and where each value comes from. Checks whether HSS can
be reached and queried, and whether the installed tools have supported versions.
Only the last four characters of an access key are shown. Secret keys and tokens
are never shown.

It requests ten rows of each of these lists, in turn: CI/CD images, registry
images, registries and sync tasks. If a list is forbidden, the missing
permission is named. If imageSources in the policy leaves out a list, that list
is skipped. Every registry listed under registryHosts or registryNames in the
policy must exist in HSS. If the policy has a vulnerabilities section, the lists
of vulnerabilities are requested too. If it also sets graceDays, the list with
publication dates is requested as well.

If HSS refuses the credential, nothing more is requested: five failed signatures
lock a key for five minutes. If this machine's clock is so wrong that HSS would
refuse signatures, no list is requested at all.

--image also asks the image's own registry whether the image can be pulled by
the digest that HSS reports. It uses docker's credentials (auths, credsStore,
credHelpers). It connects by https, or by http on loopback.

--contract replaces these checks. It reads some pages of each list, and tests
each filter with values from those pages. It reports where HSS differs from its
API documentation, and how HSS behaves where the documentation says nothing. The
report is about types, lengths, enum values, unknown fields, forms of digests
and addresses, paging, filters, sorting, multi-architecture images and image
counts. The command sends some 150 GET requests, and prints how many. To include
the list of a sync task, use --sync-task.

You can attach the report of --contract to a bug report; read it before you do.
It contains no names of your images or registries, and no IDs, digests or
addresses. It does have undocumented enum values and field names, image counts,
the date and the region. (The requests that --verbose prints on stderr do
contain names of images and registries.)

The result goes to stdout. Exit codes: 0 if no check fails (warnings are
allowed), 1 if one fails.

Examples:
  $ hss-gate doctor
  $ hss-gate doctor --image swr.cn-north-4.myhuaweicloud.com/shop/web:1.4.2
  $ hss-gate doctor -o json
  $ hss-gate doctor --contract -o json=hss-contract.json`;

/** `hss-gate doctor`: checks the configuration and whether it works. */
export function doctorCommand(): Command {
  const command = new Command('doctor')
    .description('check configuration, connection, permissions and tools')
    .option(
      '--image <ref>',
      'also check that the image can be pulled by the digest that HSS reports',
    )
    .addOption(
      new Option(
        '--contract',
        'report where HSS differs from its API documentation; the report has no names or IDs',
      ).conflicts(['image', 'policy', 'snapshot']),
    )
    .addOption(policyOption())
    .option('--sync-task <id>', 'also list the registries of this synchronization task');
  withFormats(command, TEXT_FORMATS, 'text');
  withConnectionOptions(command);
  const defaults = `(default: 300; with --contract: ${SURVEY_SECONDS})`;
  command.addOption(openDeadlineOption(`${DEADLINE_USE} ${defaults}`));
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

import { Command, InvalidArgumentError, Option } from 'commander';
import { waitOption } from '../check/wait-option';
import {
  deadlineOption,
  expectEndpointOption,
  withConnectionOptions,
} from '../shared/connection-options';
import { feedOption } from '../shared/policy/feed-option';
import { policyOption } from '../shared/judging-options';
import { EXIT_CODES_HELP, outputOption } from '../shared/output/options';
import { QUIET_JUDGING, withRunOptions } from '../shared/run-options';
import type { ScanOptions } from './run';

const HELP = `
Judges images as hss-gate check does. If the policy denies an image that has no
fresh scan, the command has HSS scan the image, and judges it again. A scan is
fresh if it succeeded and is no older than maxScanAgeHours in the policy. The
image must be in a registry that HSS knows (SWR, Harbor, JFrog). Images that the
policy already allows are not scanned, so they cost nothing.

It requests the following from HSS, only for the images that you name:
  1. Synchronization of an image's registry, if one of these is true:
     - HSS does not list the image, or not all of the image's platforms.
     - The reference is a tag without a fresh scan, because the tag may point to
       another digest by now.
     - The last synchronization is older than maxSyncAgeHours in the policy.
  2. Scans. If an image is already being scanned, the command waits for that
     scan.

If you push a tag again soon after its scan, HSS may still list the old digest,
with a fresh scan. To prevent that, --synchronize synchronizes the registry of
every tag first.

After the free scans are used up, HSS BILLS EACH SUCCESSFUL SCAN. --dry-run
shows what would be requested. --max-scans limits the number of scans. Before it
requests any scan, the command counts the scans that it may need, and fails if
that number is over the limit. An image that HSS does not list yet counts as one
scan. After a synchronization, the command counts again.

A multi-architecture image counts as one scan for its index, and one for each
platform without a fresh scan. The scan of the index is requested first, then
scans of any platforms that this scan did not cover.

The credential needs these permissions in the project. To read: ListRegistry,
ListRegistryImages, ListCicdImages, ListImageScanTask, ListAssociateRegistries
and ShowImagePayPerScanStatistics; if the policy has a vulnerabilities section,
also ListImageVulnerabilities, ListGeneralImageVuls and ListVulnerabilityCve. To
write: CreateImageSynchronizeTask and CreateManualImageScanTask. The system
policy HSS FullAccess includes all of them; HSS ReadOnlyAccess lacks the two
write permissions. --dry-run does not check those two. Use a separate credential
for hss-gate scan.

CI/CD images cannot be scanned on demand: their pipeline scans them. Scans need
a direct connection to HSS. Therefore this command can't be used inside hss-gate
exec, nor when HSS_SNAPSHOT_MODE is set to replay.

When --wait ends, or at Ctrl-C, the command lists the tasks that continue in
HSS. Run it again later: a scan in progress is neither requested nor billed
twice. With --wait 0s, images whose registry has to be synchronized first are
not scanned.

The result goes to stdout, everything else to stderr. --output can be repeated,
as for hss-gate check.

${EXIT_CODES_HELP} If HSS refuses to scan an image, no decision is made for it.

Examples:
  $ hss-gate scan --dry-run swr.cn-north-4.myhuaweicloud.com/shop/web:1.4
  $ hss-gate scan --wait 20m swr.cn-north-4.myhuaweicloud.com/shop/web:1.4
  $ hss-gate scan --max-scans 2 -o json=result.json harbor.example/shop/api:2.0`;

/** The default limit of scans in one run. */
const DEFAULT_MAX_SCANS = 10;
const MOST_SCANS = 1000;
const DEFAULT_WAIT_SECONDS = 20 * 60;

/** `hss-gate scan`: has HSS scan images on demand, and judges them. */
export function scanCommand(): Command {
  const command = new Command('scan')
    .description('scan images with HSS now (billed), and judge them')
    .argument('<image...>', 'image references, or "-" to read them from standard input')
    .addOption(policyOption())
    .addOption(feedOption())
    .addOption(
      waitOption('wait up to this long for HSS: 90s, 10m, 1h').default(DEFAULT_WAIT_SECONDS, '20m'),
    )
    .addOption(
      new Option('--max-scans <number>', 'fail if the command could need more scans than this')
        .argParser(maxScans)
        .default(DEFAULT_MAX_SCANS),
    )
    .option(
      '--synchronize',
      'before judging, make HSS re-read the registry of every image named by tag, even of an image with a fresh scan',
    )
    .addOption(
      new Option('--dry-run', 'print what would be requested, and request nothing').conflicts(
        'output',
      ),
    )
    .addOption(deadlineOption())
    .addOption(outputOption());
  return withRunOptions(
    withConnectionOptions(command).addOption(expectEndpointOption()),
    QUIET_JUDGING,
  )
    .addHelpText('after', HELP)
    .action(async (images: string[], options: ScanOptions) => {
      // Loaded here, because policies load slowly, and other commands do not need them.
      const { runScan } = await import('./run');
      return runScan(images, options);
    });
}

function maxScans(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value > MOST_SCANS) {
    throw new InvalidArgumentError(`Expected a whole number from 0 to ${MOST_SCANS}.`);
  }
  return value;
}

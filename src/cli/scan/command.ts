import { Command, InvalidArgumentError, Option } from 'commander';
import { waitOption } from '../check/wait-option';
import { expectEndpointOption, withConnectionOptions } from '../shared/connection-options';
import { feedOption } from '../shared/policy/feed-option';
import { policyOption } from '../shared/judging-options';
import { outputOption } from '../shared/output/options';
import { withRunOptions } from '../shared/run-options';
import type { ScanOptions } from './run';

const HELP = `
Judges images as hss-gate check does. First it has HSS scan what the policy
needs a scan of: images in registries that HSS knows (SWR, Harbor, JFrog) and
that HSS does not list, has not scanned, or scanned longer ago than the policy
allows. Images that the policy allows as they are cost nothing.

What it asks HSS for, of the images that are named and never of all:
  1. to synchronize their registries, where HSS does not list an image, or a
     tag without a fresh scan may have moved since HSS last looked
     (--synchronize: for each tag, because one that was pushed again since then
     still has the fresh scan of its old digest)
  2. to scan them; an image that is being scanned already is waited for

HSS BILLS EACH SCAN THAT SUCCEEDS once the free ones are used up. --dry-run
shows what would be asked for. --max-scans limits it: before it asks for
anything, the run counts what HSS lists, and an image that HSS does not list as
one scan. After a synchronization it counts again before it asks for a scan.

A multi-architecture image counts as its index and its platforms without a fresh
scan. The index is asked for once, then the platforms that HSS left out of it.

Permissions in the project, to read: ListRegistry, ListRegistryImages,
ListCicdImages, ListImageScanTask, ListAssociateRegistries and
ShowImagePayPerScanStatistics, and where the policy has vulnerabilities
ListImageVulnerabilities, ListGeneralImageVuls and ListVulnerabilityCve; to
write: CreateImageSynchronizeTask and CreateManualImageScanTask. The system
policy HSS FullAccess has all of them; HSS ReadOnlyAccess cannot write.
--dry-run does not show whether the credential may write. Use this credential
for nothing else.

CI/CD images cannot be scanned on demand: their pipeline scans them. Nor can a
snapshot, so HSS_SNAPSHOT_MODE=replay and hss-gate exec are usage errors.

At the end of --wait, and at Ctrl-C, it says what goes on in HSS. Run it again
later: a scan that is under way is not asked for, nor billed, twice. With
--wait 0s, images whose registry is synchronized are left out of the scan.

The result goes to stdout, all else to stderr. --output can be repeated, as for
hss-gate check.

Exit codes: 0 allowed, 2 denied, 1 could not decide; a denial outweighs what
could not be decided. An image whose scan HSS refuses is one of the last kind.

Examples:
  $ hss-gate scan --dry-run swr.cn-north-4.myhuaweicloud.com/shop/web:1.4
  $ hss-gate scan --wait 20m swr.cn-north-4.myhuaweicloud.com/shop/web:1.4
  $ hss-gate scan --max-scans 2 -o json=result.json harbor.example/shop/api:2.0`;

/** Images that are scanned in one run, unless somebody says otherwise. */
const DEFAULT_MAX_SCANS = 10;
const MOST_SCANS = 1000;
const DEFAULT_WAIT_SECONDS = 20 * 60;

/** `hss-gate scan`: has HSS scan images on demand, and judges them. */
export function scanCommand(): Command {
  const command = new Command('scan')
    .description('have HSS scan images now (billed), and judge them')
    .argument('<image...>', 'image references; - reads them from standard input')
    .addOption(policyOption())
    .addOption(feedOption())
    .addOption(
      waitOption('wait up to this long for HSS: 90s, 10m, 1h').default(DEFAULT_WAIT_SECONDS, '20m'),
    )
    .addOption(
      new Option('--max-scans <number>', 'fail if more scans may be needed')
        .argParser(maxScans)
        .default(DEFAULT_MAX_SCANS),
    )
    .option('--synchronize', 'synchronize the registry of each tag, also where its scan is fresh')
    .addOption(
      new Option('--dry-run', 'print what would be asked for, and ask for nothing').conflicts(
        'output',
      ),
    )
    .addOption(outputOption());
  return withRunOptions(
    withConnectionOptions(command).addOption(expectEndpointOption()),
    'print only what --output asks for',
  )
    .addHelpText('after', HELP)
    .action(async (images: string[], options: ScanOptions) => {
      // Loaded here, because policies take their time to load, and other commands need none.
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

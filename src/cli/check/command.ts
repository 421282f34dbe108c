import { Command } from 'commander';
import type { CheckOptions } from './run';
import {
  SNAPSHOT_USE,
  deadlineOption,
  withCertaintyOptions,
  withConnectionOptions,
} from '../shared/connection-options';
import { feedOption } from '../shared/policy/feed-option';
import { policyOption } from '../shared/judging-options';
import { waitOption } from './wait-option';
import { EXIT_CODES_HELP, OUTPUT_HELP, outputOption } from '../shared/output/options';
import { QUIET_JUDGING, withRunOptions } from '../shared/run-options';

const HELP = `
IMAGE is a reference as for docker pull, by tag or digest. With -, references
are read from standard input, one per line; blank lines and lines that start
with # are ignored. Duplicates are judged once.

If you name an image by tag, hss-gate judges the digest that the tag had when
HSS scanned it. The result prints the image with this digest (the pinned
reference): deploy that, not the tag. So hss-gate check accepts a tag, even if
the policy requires a digest (rule reference-pinned). hss-gate plan does not,
because the plan would deploy the tag.

Exceptions that are limited to a construct path (scope) do not apply in hss-gate
check, because it does not know the construct paths of images.

Images are looked up in two lists of HSS: images that pipelines submitted (CI/CD
images), and images in registries. imageSources in the policy selects the lists.
A registry image matches only if its registry has the same host as the
reference. Every platform of a multi-architecture image is judged.

--wait asks again, at growing intervals, while a scan is pending (unscan,
waiting_for_scan, scanning). When the time is up, images are judged as they are.
--wait has no effect on images that HSS does not list. With a snapshot, it has
no effect at all.

${OUTPUT_HELP.trim()}

${EXIT_CODES_HELP}

Examples:
  $ hss-gate check swr.cn-north-4.myhuaweicloud.com/shop/web:1.4
  $ hss-gate check --wait 10m -o sarif=hss.sarif shop/web:1.4 shop/api:2.0
  $ docker compose config --images | hss-gate check -
  $ hss-gate check --snapshot hss.json --quiet shop/web:1.4 || echo "code $?"`;

/** `hss-gate check`: judges named images. */
export function checkCommand(): Command {
  const command = new Command('check')
    .description('judge images by their HSS scan results')
    .argument('<image...>', 'image references, or "-" to read them from standard input')
    .addOption(policyOption())
    .addOption(feedOption())
    .addOption(waitOption())
    .addOption(deadlineOption())
    .addOption(outputOption());
  return withRunOptions(
    withCertaintyOptions(withConnectionOptions(command, SNAPSHOT_USE)),
    QUIET_JUDGING,
  )
    .addHelpText('after', HELP)
    .action(async (images: string[], options: CheckOptions) => {
      // Loaded here, because policies load slowly, and other commands do not need them.
      const { runCheck } = await import('./run');
      return runCheck(images, options);
    });
}

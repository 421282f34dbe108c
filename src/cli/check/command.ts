import { Command } from 'commander';
import type { CheckOptions } from './run';
import { withCertaintyOptions, withConnectionOptions } from '../shared/connection-options';
import { feedOption } from '../shared/policy/feed-option';
import { policyOption } from '../shared/judging-options';
import { waitOption } from './wait-option';
import { OUTPUT_HELP, outputOption } from '../shared/output/options';
import { withRunOptions } from '../shared/run-options';

const HELP = `
IMAGE is a reference as docker pull takes it, by tag or digest; - reads references from standard input, one a line, where blank
lines and lines that begin with # are none. One that is named twice is judged once.

A tag is judged as the digest that HSS scanned for it, and the result says that digest as the pinned reference: deploy that,
not the tag. So a tag alone does not violate reference-pinned here, as it does in hss-gate plan, where it is what would be
deployed. An exception with a scope needs a construct path, which an image has only in a plan.

HSS is asked for the images that pipelines handed over and for those that it
reads from registries (imageSources in the policy). A registry image counts only
if its registry has the host of the reference. Each platform of a
multi-architecture image is judged.

--wait asks again, less and less often, while a scan is still to come (unscan, waiting_for_scan, scanning). What is not settled
when the time is up is judged as it stands. An image that HSS does not list is not waited for, nor is a snapshot.

${OUTPUT_HELP.trim()}

Exit codes: 0 allowed, 2 denied, 1 could not decide; a denial outweighs what could not be decided.

Examples:
  $ hss-gate check swr.cn-north-4.myhuaweicloud.com/shop/web:1.4
  $ hss-gate check --wait 10m -o sarif=hss.sarif shop/web:1.4 shop/api:2.0
  $ docker compose config --images | hss-gate check -
  $ hss-gate check --snapshot hss.json --quiet shop/web:1.4 || echo "code $?"`;

/** `hss-gate check`: judges images that are named one by one. */
export function checkCommand(): Command {
  const command = new Command('check')
    .description('judge images by what HSS found in them')
    .argument('<image...>', 'image references; - reads them from standard input')
    .addOption(policyOption())
    .addOption(feedOption())
    .addOption(waitOption())
    .addOption(outputOption());
  return withRunOptions(
    withCertaintyOptions(
      withConnectionOptions(command, 'ask a recorded snapshot; needs no HSS and no credential'),
    ),
    'print only what --output asks for',
  )
    .addHelpText('after', HELP)
    .action(async (images: string[], options: CheckOptions) => {
      // Loaded here, because policies take their time to load, and other commands need none.
      const { runCheck } = await import('./run');
      return runCheck(images, options);
    });
}

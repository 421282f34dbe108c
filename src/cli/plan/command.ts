import { Command } from 'commander';
import { withCertaintyOptions, withConnectionOptions } from '../shared/connection-options';
import { VERDICTS_FILE } from '../../util/gate-names';
import { feedOption } from '../shared/policy/feed-option';
import { policyOption, undeterminableOption } from '../shared/judging-options';
import { OUTPUT_HELP, outputOption } from '../shared/output/options';
import type { PlanOptions } from './run';
import { withRunOptions } from '../shared/run-options';

const HELP = `
FILE is what terraform show -json prints of a saved plan, - for standard input, or what cdktf synth wrote: a cdk.tf.json or
the directory of them. Whatever is created, updated or replaced is judged, each image as it is written there, so a tag
violates reference-pinned. What is deleted, or stays as it is, passes.

Terraform files beside a cdk.tf.json are not judged: they deny the stack unless
the policy lists them (stackFiles). So do variable files that set hss_endpoint or
hss_token, and no policy allows those. A stack synthesized as HCL is an error.

A plan holds no construct paths, so exceptions with a scope need --verdicts.
That file also says which images the stack's author declared for what can't be
seen, such as Helm charts; they are judged anew. A file hss-verdicts.json beside
the plan that is not named only adds images to judge; it settles nothing.

What can't be seen can also be declared or excepted in the policy
(images-determinable).

--require-gate also refuses a plan whose stack has no output hss_gate, or was judged there by another policy, by other than
live answers, or only with warnings. That output is evidence, not proof: it is not signed, and whoever writes the
configuration can write it too. Every image is judged anew all the same.

--coverage lists every resource in the table and in Markdown, worst first: what
is in doubt and why, who waived or declared it, which images were found at which
paths, and which entry or rule makes the rest harmless. JSON and HTML always say
this of every resource.

${OUTPUT_HELP.trim()}

Exit codes: 0 allowed or only warnings, 2 denied, 1 could not decide; a denial outweighs what could not be decided.

Examples:
  $ terraform plan -out plan.bin
  $ terraform show -json plan.bin | hss-gate plan -
  $ hss-gate plan --require-gate --policy image-policy.yaml plan.json
  $ hss-gate plan -o github -o sarif=hss.sarif -o junit=hss.xml plan.json
  $ hss-gate plan --coverage plan.json
  $ hss-gate plan --snapshot hss.json cdktf.out`;

/** `hss-gate plan`: judges what a plan would deploy. */
export function planCommand(): Command {
  const command = new Command('plan')
    .description('judge the images that a Terraform plan would deploy')
    .argument('<file>', 'JSON of a plan, - for standard input, or a synthesized cdktf.out')
    .addOption(policyOption())
    .addOption(feedOption())
    .option(
      '--verdicts <file>',
      `${VERDICTS_FILE} of the synthesis: construct paths, declared images`,
    )
    .addOption(undeterminableOption())
    .option('--require-gate', 'refuse a plan of a stack without a gate that denies by this policy')
    .addOption(outputOption())
    .option('--coverage', 'list every resource: images found, doubts, why the rest is harmless');
  return withRunOptions(
    withCertaintyOptions(
      withConnectionOptions(command, 'ask a recorded snapshot; needs no HSS and no credential'),
    ),
    'print only what --output asks for',
  )
    .addHelpText('after', HELP)
    .action(async (file: string, options: PlanOptions) => {
      // Loaded here, because discovery and policies take their time to load, and other commands need none.
      const { runPlan } = await import('./run');
      return runPlan(file, options);
    });
}

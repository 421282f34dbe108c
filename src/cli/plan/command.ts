import { Command } from 'commander';
import {
  SNAPSHOT_USE,
  deadlineOption,
  withCertaintyOptions,
  withConnectionOptions,
} from '../shared/connection-options';
import { VERDICTS_FILE } from '../../util/gate-names';
import { feedOption } from '../shared/policy/feed-option';
import { policyOption, undeterminableOption } from '../shared/judging-options';
import { EXIT_CODES_HELP, OUTPUT_HELP, outputOption } from '../shared/output/options';
import type { PlanOptions } from './run';
import { QUIET_JUDGING, withRunOptions } from '../shared/run-options';

const HELP = `
FILE is the output of terraform show -json for a saved plan, or what cdktf synth
wrote: a cdk.tf.json, or the directory cdktf.out. With -, it is read from
standard input. Every resource that is created, updated or replaced is judged,
each image as it is written there, so a tag violates reference-pinned. Resources
that are deleted or unchanged are not judged.

Other Terraform files beside a cdk.tf.json are not judged, so they deny the
stack, unless stackFiles in the policy lists them. A variable file that sets
hss_endpoint or hss_token always denies the stack. A stack synthesized as HCL is
an error.

A plan holds no construct paths, so exceptions with a scope need --verdicts.
That file also has the images that the stack's author declared for resources
whose images can't be determined, such as Helm charts; the declared images are
judged again. Without --verdicts, an hss-verdicts.json beside the plan can only
add images to judge; its declarations do not count.

The policy can also declare images for such resources, or except them (rule
images-determinable).

--require-gate also denies a plan whose stack has no output hss_gate, or whose
gate used another policy, did not ask HSS itself, or only warned. The output is
evidence, not proof: it is not signed, and anyone who can write the
configuration can write it too. Every image is judged again in any case.

--coverage lists every resource in the table and in Markdown, worst first: the
doubts and their reasons, who waived them or declared images, the images found
and their paths, and the entry or rule that makes a resource harmless. JSON and
HTML always include this list.

${OUTPUT_HELP.trim()}

${EXIT_CODES_HELP} Warnings alone are allowed.

Examples:
  $ terraform plan -out plan.bin
  $ terraform show -json plan.bin | hss-gate plan -
  $ hss-gate plan --require-gate --policy image-policy.yaml plan.json
  $ hss-gate plan -o github -o sarif=hss.sarif -o junit=hss.xml plan.json
  $ hss-gate plan --coverage plan.json
  $ hss-gate plan --snapshot hss.json cdktf.out`;

/** `hss-gate plan`: judges the images that a plan would deploy. */
export function planCommand(): Command {
  const command = new Command('plan')
    .description('judge the images that a Terraform plan would deploy')
    .argument('<file>', 'JSON of a plan, - for standard input, or a synthesized cdktf.out')
    .addOption(policyOption())
    .addOption(feedOption())
    .option(
      '--verdicts <file>',
      `${VERDICTS_FILE} of the synth, for construct paths and declared images`,
    )
    .addOption(undeterminableOption())
    .addOption(deadlineOption())
    .option('--require-gate', 'deny a plan unless its stack has a gate that enforces this policy')
    .addOption(outputOption())
    .option('--coverage', 'list every resource: its images, its doubts, or why it is harmless');
  return withRunOptions(
    withCertaintyOptions(withConnectionOptions(command, SNAPSHOT_USE)),
    QUIET_JUDGING,
  )
    .addHelpText('after', HELP)
    .action(async (file: string, options: PlanOptions) => {
      // Loaded here, because discovery and policies load slowly, and other commands need neither.
      const { runPlan } = await import('./run');
      return runPlan(file, options);
    });
}

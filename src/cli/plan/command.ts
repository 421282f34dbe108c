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
standard input. The images of every resource that is created, updated or
replaced are judged. Resources that are deleted or unchanged are not.

The rule reference-pinned requires that a digest is deployed. So an image that
FILE names by a tag violates the rule.

Terraform also reads other configuration files in the directory of a
cdk.tf.json, but hss-gate does not judge them. If there are any, the stack is
denied, unless stackFiles in the policy lists them. A stack is always denied if
a variable file sets hss_endpoint or hss_token. If a stack was synthesized as
HCL, the command fails.

A plan has no construct paths, so exceptions with a scope apply only with
--verdicts. The images of some resources, such as Helm charts, can't be
determined. If the stack's author declared these images, the --verdicts file
lists them, and they are judged.

Without --verdicts, hss-gate looks for an hss-verdicts.json next to the plan. It
also judges the images that the synth found (listed in that file), but ignores
the construct paths and the images that the author declared. Resources whose
images can't be determined are therefore treated as --undeterminable says.

The policy can also declare images for such resources, or exempt them from the
rule images-determinable.

With --require-gate, a plan is also denied if its stack has no hss_gate output,
or if the gate used another policy, a snapshot, test data (a fixture) or
Enforcement.WARN. The output is evidence, not proof: it is not signed, and
anyone who can change the configuration can fake the output. Every image is
judged again in any case. The output hss_gate does not show whether a simulator
was used, but hss-verdicts.json does. If that file is next to the plan or given
with --verdicts, hss-gate warns about a simulator.

--coverage lists every resource in the table and in Markdown, in this order:
  - undeterminable resources: why their images can't be determined, and who
    exempted them or declared the images
  - resources with images: each image, and where it was found
  - resources without images: why hss-gate knows that they deploy none
JSON and HTML always include this list.

${OUTPUT_HELP.trim()}

${EXIT_CODES_HELP} If there are only
warnings, the exit code is 0.

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
      `${VERDICTS_FILE} from the synth; supplies construct paths, and the images that the author declared for resources such as Helm charts`,
    )
    .addOption(undeterminableOption())
    .addOption(deadlineOption())
    .option('--require-gate', 'deny a plan unless its stack has a gate that enforces this policy')
    .addOption(outputOption())
    .option(
      '--coverage',
      "list every resource: its images, why they can't be determined, or why it has none",
    );
  return withRunOptions(
    withCertaintyOptions(withConnectionOptions(command, SNAPSHOT_USE)),
    QUIET_JUDGING,
  )
    .addHelpText('after', HELP)
    .action(async (file: string, options: PlanOptions) => {
      // Loaded here, because discovery and policies load slowly, and other commands do not need
      // them.
      const { runPlan } = await import('./run');
      return runPlan(file, options);
    });
}

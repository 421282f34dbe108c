import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { SNAPSHOT_USE, deadlineOption, withConnectionOptions } from '../shared/connection-options';
import { feedOption } from '../shared/policy/feed-option';
import { POLICY_DEFAULT, POLICY_FILE, policyOption } from '../shared/judging-options';
import { parseMoment } from './moment';
import type { ExplainOptions } from './explain';
import { print } from '../shared/output/print';
import { withRunOptions } from '../shared/run-options';
import { asResultProcess } from '../shared/result-process';

const HELP = `
Examples:
  $ hss-gate policy init
  $ hss-gate policy lint
  $ hss-gate policy schema > image-policy.schema.json
  $ hss-gate policy explain --at 2026-12-31 shop/web:1.4`;

const INIT_HELP = `
Without FILE, the policy is written to ${POLICY_FILE}. A file that exists is not
overwritten. Comments in the file list every default.

Exit codes: 0 if the file was written, 1 if not.

Examples:
  $ hss-gate policy init
  $ hss-gate policy init policies/shop.yaml`;

const LINT_HELP = `
Without FILE, ${POLICY_FILE} is read from this directory or from the nearest
parent directory that has one. Files that the policy extends are read too. Each
problem is one line with file, line and column. Warnings are about:
  - exceptions that have expired, or expire within 14 days
  - settings that another setting makes ineffective
  - vulnerability limits and exceptions that probably do not do what you
    intended
If the policy has a feed of known exploited vulnerabilities, a line shows its
date, its age and its number of CVEs.

The policy hash depends only on the policy's content, not on comments or
formatting. Reports show the same hash, or its first 12 digits. In a gated
stack, the Terraform output hss_gate contains it as policy_hash.

Exit codes: 0 if the policy can be used, even with warnings; 1 if not.

Examples:
  $ hss-gate policy lint
  $ hss-gate policy lint policies/shop.yaml`;

const SCHEMA_HELP = `
Prints the schema (JSON Schema 2020-12) that policies are checked against. The
package also contains it, as schema/image-policy.schema.json. Editors use it to
complete and check policies that start with this line:
  # yaml-language-server: $schema=./image-policy.schema.json

Examples:
  $ hss-gate policy schema > image-policy.schema.json`;

const EXPLAIN_HELP = `
Shows the entries for the image's digest in both lists of HSS (CI/CD images and
registry images), and marks the entry that the decision is based on. For a
multi-architecture image, also shows its platforms.

For each rule, the output shows whether the image satisfies or violates it,
whether an exception waives it, or whether this policy does not check it. It
shows which exceptions apply to the image. For an exception that almost matches,
it shows why the exception does not apply. It also shows what will change as
time passes: an exception expires, or a scan, a synchronization or a snapshot
becomes too old. A tag is judged as the digest that it had when HSS scanned it,
as in hss-gate check.

--at judges as of another time in UTC: a day such as 2026-12-31 (meaning 00:00),
or a time such as 2026-12-31T18:00Z. HSS keeps no history, so the current scan
results are used.

Exit codes: 0 if the verdict was explained, whatever it is; 1 if HSS did not
answer or the policy can't be read.

Examples:
  $ hss-gate policy explain shop/web:1.4
  $ hss-gate policy explain --at 2026-12-31 --path prod/web shop/web:1.4
  $ hss-gate policy explain --snapshot hss.json --policy shop.yaml shop/web:1.4`;

/** `hss-gate policy`: commands for authors of policies. */
export function policyCommand(): Command {
  return new Command('policy')
    .description('write, check and explain policies')
    .addHelpText('after', HELP)
    .addCommand(initCommand())
    .addCommand(lintCommand())
    .addCommand(schemaCommand())
    .addCommand(explainCommand());
}

function initCommand(): Command {
  return new Command('init')
    .description('write a first policy, with comments')
    .argument('[file]', `the file to write (default: ${POLICY_FILE})`)
    .addHelpText('after', INIT_HELP)
    .action(async (file: string | undefined) => {
      const { runInit } = await import('./init');
      await runInit(file);
    });
}

function lintCommand(): Command {
  return new Command('lint')
    .description('report errors in a policy, and warnings such as exceptions that expire soon')
    .argument('[file]', `policy file (${POLICY_DEFAULT})`)
    .addOption(feedOption())
    .addHelpText('after', LINT_HELP)
    .action(async (file: string | undefined, options: { readonly feed?: string }) => {
      const { runLint } = await import('./lint');
      await runLint(file, options);
    });
}

function schemaCommand(): Command {
  return new Command('schema')
    .description('print the JSON schema of policies')
    .addHelpText('after', SCHEMA_HELP)
    .action(async () => {
      asResultProcess();
      // Prints the published file, because the validator modifies the schema object that it gets.
      const file = join(__dirname, '..', '..', '..', 'schema', 'image-policy.schema.json');
      await print(readFileSync(file));
    });
}

function explainCommand(): Command {
  const command = new Command('explain')
    .description('say why an image is allowed or denied, and when that will change')
    .argument('<image>', 'image reference')
    .addOption(policyOption())
    .addOption(feedOption())
    .addOption(deadlineOption())
    .option('--at <date>', 'judge as of another day or time, in UTC', momentOf)
    .option('--path <path>', 'construct path of the image, for exceptions with a scope');
  return withRunOptions(withConnectionOptions(command, SNAPSHOT_USE))
    .addHelpText('after', EXPLAIN_HELP)
    .action(async (image: string, options: ExplainOptions) => {
      const { runExplain } = await import('./explain');
      return runExplain(image, options);
    });
}

function momentOf(text: string): number {
  const moment = parseMoment(text);
  if (moment !== undefined) return moment;
  throw new InvalidArgumentError('Expected a day such as 2026-12-31, or 2026-12-31T18:00Z.');
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { withConnectionOptions } from '../shared/connection-options';
import { feedOption } from '../shared/policy/feed-option';
import { POLICY_FILE, policyOption } from '../shared/judging-options';
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
FILE is ${POLICY_FILE} when it is left out. A file that exists is not overwritten.
The comments in it name every default.

Exit codes: 0 when the file was written, 1 when it was not.

Examples:
  $ hss-gate policy init
  $ hss-gate policy init policies/shop.yaml`;

const LINT_HELP = `
FILE is ${POLICY_FILE}, here or in a directory above, when it is left out. The files that it extends are read too. Each problem is a line
with file, line and column. Warnings are about exceptions that have ended or end within 14 days, about settings that have
no effect because of another one, and about limits and exceptions for vulnerabilities that probably mean something else. The
feed of known exploited vulnerabilities is read too; a line says its date, its age and how many CVEs it has.

Exit codes: 0 for a policy that can be used, also with warnings; 1 for one that can't.

Examples:
  $ hss-gate policy lint
  $ hss-gate policy lint policies/shop.yaml`;

const SCHEMA_HELP = `
The schema is JSON Schema 2020-12, the one that policies are checked by; it is in the package too, as
schema/image-policy.schema.json. Editors complete and check a policy by it whose first line is
  # yaml-language-server: $schema=./image-policy.schema.json

Examples:
  $ hss-gate policy schema > image-policy.schema.json`;

const EXPLAIN_HELP = `
Lists the rows of the image's digest in both lists of HSS and marks the one whose
scan decided, and the platforms of a multi-architecture image.

Says what each rule saw and whether it is met, violated, waived by an exception, or not asked for; which exceptions are for
this image, and why one that nearly is does not apply; and what time alone will change: an exception that ends, a scan, a
synchronization or a snapshot that becomes too old. A tag is judged as the digest that HSS scanned for it, as in hss-gate check.

--at judges as of another moment, in UTC: a day such as 2026-12-31 (its beginning), or 2026-12-31T18:00Z. What HSS lists
can't be asked as of then: the rows are today's.

Exit codes: 0 when it was explained, whatever the verdict; 1 when HSS or the policy could not be asked.

Examples:
  $ hss-gate policy explain shop/web:1.4
  $ hss-gate policy explain --at 2026-12-31 --path prod/web shop/web:1.4
  $ hss-gate policy explain --snapshot hss.json --policy shop.yaml shop/web:1.4`;

/** `hss-gate policy`: for those who write policies. */
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
    .description('say what is wrong with a policy, and what soon will be')
    .argument('[file]', `the policy (default: ${POLICY_FILE}, here or in a directory above)`)
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
      // As it is published: the validator writes into the one that it was given.
      const file = join(__dirname, '..', '..', '..', 'schema', 'image-policy.schema.json');
      await print(readFileSync(file));
    });
}

function explainCommand(): Command {
  const command = new Command('explain')
    .description('say why an image is allowed or denied, and what will change when')
    .argument('<image>', 'image reference')
    .addOption(policyOption())
    .addOption(feedOption())
    .option('--at <date>', 'judge as of another day or moment, UTC', momentOf)
    .option('--path <path>', 'path of the construct that deploys it, for exceptions with a scope');
  return withRunOptions(
    withConnectionOptions(command, 'ask a recorded snapshot; needs no HSS and no credential'),
  )
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

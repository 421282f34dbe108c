import { InvalidArgumentError, Option } from 'commander';

/** What a policy's file is called where nobody names one. */
export const POLICY_FILE = 'image-policy.yaml';

/** The policy; naming two is a slip that must not choose one of them. */
export function policyOption(what = 'the policy'): Option {
  return new Option(
    '--policy <file>',
    `${what} (default: ${POLICY_FILE}, here or in a directory above)`,
  ).argParser(once);
}

/** What becomes of resources of which it can't be said which images they deploy. */
export function undeterminableOption(): Option {
  return new Option(
    '--undeterminable <how>',
    "what to do with resources whose images can't be determined (images-determinable)",
  )
    .choices(['deny', 'warn'])
    .default('deny');
}

/** For an option that is given once or not at all. */
export function once(value: string, before: string | undefined): string {
  if (before !== undefined) throw new InvalidArgumentError('It is given twice.');
  return value;
}

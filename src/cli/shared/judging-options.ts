import { InvalidArgumentError, Option } from 'commander';

/** The default name of a policy file. */
export const POLICY_FILE = 'image-policy.yaml';

/** The policy that is used by default, for help texts. */
export const POLICY_DEFAULT = `default: ${POLICY_FILE} in this or a parent directory`;

/**
 * Makes the option for the policy. Naming two is an error, because choosing either could be wrong.
 */
export function policyOption(what = 'policy file'): Option {
  return new Option('--policy <file>', `${what} (${POLICY_DEFAULT})`).argParser(once);
}

/** Makes the option for resources whose images can't be determined. */
export function undeterminableOption(): Option {
  return new Option(
    '--undeterminable <how>',
    "what to do with resources whose images can't be determined (rule images-determinable)",
  )
    .choices(['deny', 'warn'])
    .default('deny');
}

/** Parses an option that may be given only once. */
export function once(value: string, before: string | undefined): string {
  if (before !== undefined) throw new InvalidArgumentError('It may be given only once.');
  return value;
}

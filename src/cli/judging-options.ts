import { Option } from 'commander';

/** What a policy's file is called where nobody names one. */
export const POLICY_FILE = 'image-policy.yaml';

/** What becomes of resources of which it can't be said which images they deploy. */
export function undeterminableOption(): Option {
  return new Option('--undeterminable <how>', 'what to do where the images can’t be determined')
    .choices(['deny', 'warn'])
    .default('deny');
}

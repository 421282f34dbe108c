import { CountLimit, checkCount, countHcl } from './count';
import { Rule } from './rule';

const LIMIT: CountLimit = {
  field: 'unsafeSettingNum',
  limit: (policy) => policy.maxUnsafeSettings,
  noun: 'unsafe settings',
};

/** Limits the number of failed baseline checks. */
export const maxUnsafeSettings: Rule = {
  id: 'max-unsafe-settings',
  title: 'The unsafe settings are few enough',
  help: 'There must be at most maxUnsafeSettings failed baseline checks. Not checked when the policy sets no limit.',
  readsRow: true,
  scan: 'needed',
  check: (context) => checkCount(LIMIT, context),
  hcl: (context) => countHcl(LIMIT, context),
};

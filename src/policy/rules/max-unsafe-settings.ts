import { checkCount } from './count';
import { Rule } from './rule';

/** Not too many failed baseline checks. */
export const maxUnsafeSettings: Rule = {
  id: 'max-unsafe-settings',
  title: 'The unsafe settings are few enough',
  help: 'There must be at most maxUnsafeSettings failed baseline checks. Not checked when the policy sets no limit.',
  readsRow: true,
  check: (context) =>
    checkCount(
      {
        field: 'unsafeSettingNum',
        limit: (policy) => policy.maxUnsafeSettings,
        noun: 'unsafe settings',
      },
      context,
    ),
};

import { CountLimit, checkCount, countHcl } from './count';
import { Rule } from './rule';

const LIMIT: CountLimit = {
  field: 'maliciousFileNum',
  limit: (policy) => policy.maxMaliciousFiles,
  noun: 'malicious files',
};

/** Not too many malicious files; none, where the policy says nothing. */
export const maxMaliciousFiles: Rule = {
  id: 'max-malicious-files',
  title: 'The malicious files are few enough',
  help: 'There must be at most maxMaliciousFiles, 0 where the policy says nothing.',
  readsRow: true,
  check: (context) => checkCount(LIMIT, context),
  hcl: (context) => countHcl(LIMIT, context),
};

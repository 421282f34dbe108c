import { CountLimit, checkCount, countHcl } from './count';
import { Rule } from './rule';

const LIMIT: CountLimit = {
  field: 'vulNum',
  limit: (policy) => policy.maxVulnerabilities,
  noun: 'vulnerabilities',
};

/** Limits the number of vulnerabilities, whatever their severities. */
export const maxVulnerabilities: Rule = {
  id: 'max-vulnerabilities',
  title: 'The vulnerabilities are few enough',
  help: 'There must be at most maxVulnerabilities. Not checked when the policy sets no limit.',
  readsRow: true,
  scan: 'needed',
  check: (context) => checkCount(LIMIT, context),
  hcl: (context) => countHcl(LIMIT, context),
};

import { HssError } from '../../contract/error';
import { Query } from '../../contract/query';
import { VulnerabilityCveRow } from '../../contract/vulnerabilities/vulnerability-cve';
import { AskedProject, cveQuestion } from '../../policy/vulnerabilities/questions';
import { ListAnswer } from '../list-search';
import { withOperationAdvice } from '../operation-advice';

/** The publication times of a vulnerability's CVEs, or the error of asking for them. */
export type PublishTimeAnswer =
  { readonly rows: readonly VulnerabilityCveRow[] } | { readonly error: HssError };

/**
 * Returns the query for the publication times of a vulnerability; none if HSS can't be asked for
 * it.
 */
export function publishTimeQuestion(vulId: string, project: AskedProject): readonly Query[] {
  const question = cveQuestion(vulId, project);
  return question === undefined ? [] : [question];
}

/**
 * Returns the publication times in HSS's answer. A vulnerability that HSS can't be asked about or
 * does not know has none, and so no grace period.
 */
export function publishTimesIn(answer: ListAnswer): PublishTimeAnswer {
  if ('rows' in answer) return { rows: answer.rows.flat() };
  if (answer.error.code === 'HSS_NOT_FOUND') return { rows: [] };
  const recorded =
    answer.error.code === 'HSS_SNAPSHOT_MISS'
      ? 'record it with this policy: hss-gate snapshot record FILE IMAGE --policy POLICY; or '
      : '';
  const without = `${recorded}remove graceDays from the policy to judge without it`;
  return { error: withOperationAdvice(answer.error, 'vulnerability-cves', without) };
}

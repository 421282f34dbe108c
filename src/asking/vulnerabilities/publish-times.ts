import { HssError } from '../../contract/error';
import { Query } from '../../contract/query';
import { VulnerabilityCveRow } from '../../contract/vulnerabilities/vulnerability-cve';
import { AskedProject, cveQuestion } from '../../policy/vulnerabilities/questions';
import { ListAnswer } from '../list-search';
import { withOperationAdvice } from '../operation-advice';

/** When the CVEs of a vulnerability were published, or why that is not known. */
export type PublishTimeAnswer =
  { readonly rows: readonly VulnerabilityCveRow[] } | { readonly error: HssError };

/** What HSS is asked about a vulnerability whose time of publication is wanted; none where it can't be asked. */
export function publishTimeQuestion(vulId: string, project: AskedProject): readonly Query[] {
  const question = cveQuestion(vulId, project);
  return question === undefined ? [] : [question];
}

/**
 * Returns the times that HSS gives. Of a vulnerability that it can't be asked about, or does not know, there are none: it has no
 * grace.
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

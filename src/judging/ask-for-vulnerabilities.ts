import { ListAnswer } from '../asking/list-search';
import { ProjectRounds } from '../asking/vulnerabilities/project-rounds';
import {
  VulnerabilitySearch,
  VulnerabilitySearchResult,
} from '../asking/vulnerabilities/vulnerability-search';
import { ScanRecord } from '../policy';
import { SharedQuestions } from './shared-questions';

/** What several images share when their vulnerabilities are asked for. */
export interface VulnerabilityAsking {
  readonly questions: SharedQuestions;
  readonly rounds: ProjectRounds;
  /** Whether the same question can get another answer, as from HSS but not from a snapshot. */
  readonly isLive: boolean;
  readonly enterpriseProjectId?: string;
}

/**
 * Asks for the vulnerabilities of an image.
 * @param records the records from `recordsToList`
 * @param rows number of earlier requests for its rows, and time of the last request, ms since 1970
 */
export async function askForVulnerabilities(
  records: readonly ScanRecord[],
  { questions, rounds, isLive, enterpriseProjectId }: VulnerabilityAsking,
  { attempt, askedAt }: { readonly attempt: number; readonly askedAt: number },
): Promise<VulnerabilitySearchResult> {
  const search = new VulnerabilitySearch(
    records,
    enterpriseProjectId === undefined ? {} : { enterpriseProjectId },
  );
  if (search.isOver) return search.result;
  const round = rounds.roundFor(attempt === 0 ? undefined : askedAt);
  const ahead: Promise<ListAnswer> = questions.listAll(search.ahead, { attempt: round });
  while (!search.isOver) {
    search.answer(await (search.isLast ? ahead : questions.listAll(search.questions, { attempt })));
  }
  if (!isLive || !('lists' in search.result)) return search.result;
  const newer = rounds.renewed(round, askedAt, () => search.lacksParticulars);
  if (newer !== undefined) {
    search.reopen();
    search.answer(await questions.listAll(search.ahead, { attempt: newer }));
  }
  return search.result;
}

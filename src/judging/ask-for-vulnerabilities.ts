import { ListAnswer } from '../asking/list-search';
import { ProjectRounds } from '../asking/vulnerabilities/project-rounds';
import {
  VulnerabilitySearch,
  VulnerabilitySearchResult,
} from '../asking/vulnerabilities/vulnerability-search';
import { ScanRecord } from '../policy';
import { SharedQuestions } from './shared-questions';

/** Who asks for the vulnerabilities of several images. */
export interface VulnerabilityAsking {
  readonly questions: SharedQuestions;
  readonly rounds: ProjectRounds;
  readonly enterpriseProjectId?: string;
}

/**
 * Asks for the vulnerabilities of an image.
 * @param records those of `recordsToList`
 * @param again where its rows were asked for again, how often and when, ms since 1970
 */
export async function askForVulnerabilities(
  records: readonly ScanRecord[],
  { questions, rounds, enterpriseProjectId }: VulnerabilityAsking,
  again?: { readonly attempt: number; readonly askedAt: number },
): Promise<VulnerabilitySearchResult> {
  const search = new VulnerabilitySearch(
    records,
    enterpriseProjectId === undefined ? {} : { enterpriseProjectId },
  );
  if (search.isOver) return search.result;
  const shared = { attempt: rounds.roundFor(again?.askedAt) };
  const own = { attempt: again?.attempt ?? 0 };
  const ahead: Promise<ListAnswer> = questions.listAll(search.ahead, shared);
  while (!search.isOver) {
    search.answer(await (search.isLast ? ahead : questions.listAll(search.questions, own)));
  }
  return search.result;
}

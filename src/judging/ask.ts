import { ImageAnswer, ImageLists, ImageSearch, ListSearch } from '../asking/image-search';
import { errorOutlook } from '../contract/errors/error-outlook';
import { ListingShare, MOST_SHARED_ROWS, listingShare, queriesIn } from '../asking/list-search';
import { ListingAudience } from '../asking/listing-audience';
import { ProjectRounds } from '../asking/vulnerabilities/project-rounds';
import { unstableVulnerabilities } from '../asking/vulnerabilities/unstable-error';
import { HssError } from '../contract/error';
import { ImageReference, Policy, recordsToList } from '../policy';
import { ImageSource } from '../policy/model/image-source';
import { ListedRows, ServiceLocation, scanRecords } from '../policy/records';
import { registriesQuery, wholeListQuery } from '../policy/judge/questions';
import type { Upstream } from '../proxy';
import { askForVulnerabilities } from './ask-for-vulnerabilities';
import { forEachAtOnce } from './at-once';
import { SharedQuestions, rowsOf } from './shared-questions';

/**
 * The source of answers: HSS, or a snapshot of it. Without `endpoint` and `region`, SWR's hosts are
 * unknown.
 */
export type ImageUpstream = Pick<Upstream, 'source' | 'recordedAt' | 'list'> &
  Partial<Pick<Upstream, 'endpoint' | 'region'>>;

/** Options of `askForImages`. */
export interface AskOptions {
  /** `imageSources` of the policy. */
  readonly lists: readonly ImageSource[];
  readonly enterpriseProjectId?: string;
  /**
   * Whether images are queried only by name, not through a list of the whole project. A snapshot is
   * recorded this way, because a replay must ask the same questions.
   */
  readonly onlyByName?: boolean;
  /**
   * The policy whose judgement needs the images' vulnerabilities; missing if only rows are needed.
   */
  readonly policy?: Policy;
  /**
   * Returns whether the vulnerabilities of an image with these rows are left out, because its scan
   * is awaited.
   */
  readonly leavesOut?: (reference: ImageReference, listed: ListedRows) => boolean;
}

/**
 * After this number of transient errors in a row, HSS is considered down. Trying each of thousands
 * of images would take hours.
 */
const MAX_FAILURES = 8;

/**
 * The usual number of queries per list: most paths can be split into namespace and name in two
 * ways.
 */
const WAYS = 2;

/**
 * Asks for images, each once, several at a time. An image that can't be asked for gets an error;
 * the others get their rows.
 */
export async function askForImages(
  references: readonly ImageReference[],
  source: ImageUpstream,
  options: AskOptions,
): Promise<ReadonlyMap<ImageReference, ImageAnswer>> {
  const session = new AskingSession(references, source, options);
  const answers = new Map<ImageReference, ImageAnswer>();
  await forEachAtOnce(references, WAYS * options.lists.length, async (reference) => {
    answers.set(reference, await session.answerTo(reference));
  });
  return answers;
}

/**
 * What HSS lists for an image, the error that prevented it, or how its lists contradict each other.
 */
type FullAnswer = ImageLists | { readonly error: HssError } | { readonly unstable: string };

/** One run of asking for several images, with the questions that they share. */
class AskingSession {
  private readonly questions: SharedQuestions;
  private readonly rounds = new ProjectRounds(() => Date.now());
  private readonly shares = new Map<ImageSource, Promise<ListingShare>>();
  private readonly sharing = new ListingAudience();
  private failures = 0;
  private given: HssError | undefined;

  constructor(
    references: readonly ImageReference[],
    private readonly source: ImageUpstream,
    private readonly options: AskOptions,
  ) {
    this.questions = new SharedQuestions(source);
    // A snapshot has only what was asked when it was recorded.
    if (source.source !== 'live' || options.onlyByName) return;
    for (const { path } of references) this.sharing.join(path);
  }

  public async answerTo(reference: ImageReference): Promise<ImageAnswer> {
    if (this.given !== undefined) return { error: this.given };
    const answer = await this.answerInFull(reference);
    if ('unstable' in answer) {
      // HSS answered. Contradictory lists of one image say nothing about other images.
      this.failures = 0;
      return { error: unstableVulnerabilities(answer.unstable, this.source.source) };
    }
    const outlook = 'error' in answer ? errorOutlook(answer.error.code) : undefined;
    this.failures = outlook?.mayPass ? this.failures + 1 : 0;
    const isFinal = outlook?.affectsAll && !outlook.mayPass;
    if ('error' in answer && (isFinal || this.failures >= MAX_FAILURES)) this.given = answer.error;
    return answer;
  }

  /** Asks for an image, and once more if its rows and vulnerabilities contradict each other. */
  private async answerInFull(reference: ImageReference): Promise<FullAnswer> {
    const first = { attempt: 0, askedAt: Date.now() };
    const found = await this.search(reference, first.attempt);
    const answer = await this.withVulnerabilities(reference, found, first);
    if (!('unstable' in answer) || this.source.source !== 'live') return answer;
    const again = { attempt: 1, askedAt: Date.now() };
    const rows = await this.search(reference, again.attempt);
    return this.withVulnerabilities(reference, rows, again);
  }

  private async withVulnerabilities(
    reference: ImageReference,
    answer: ImageAnswer,
    asked: { readonly attempt: number; readonly askedAt: number },
  ): Promise<FullAnswer> {
    const { policy, leavesOut, enterpriseProjectId } = this.options;
    if ('error' in answer || policy?.vulnerabilities === undefined) return answer;
    if (leavesOut?.(reference, answer.listed)) return answer;
    const records = scanRecords(answer.listed, policy);
    const result = await askForVulnerabilities(
      recordsToList({ reference, records, policy }),
      {
        questions: this.questions,
        rounds: this.rounds,
        isLive: this.source.source === 'live',
        ...(enterpriseProjectId === undefined ? {} : { enterpriseProjectId }),
      },
      asked,
    );
    return 'lists' in result ? { ...answer, vulnerabilities: result.lists } : result;
  }

  /**
   * @param attempt number of earlier requests for the image; if there was one, no listing is shared
   */
  private async search(reference: ImageReference, attempt: number): Promise<ImageAnswer> {
    const { lists, enterpriseProjectId } = this.options;
    const search = new ImageSearch(reference, {
      lists,
      ...(enterpriseProjectId === undefined ? {} : { enterpriseProjectId }),
      shares: () =>
        attempt === 0 && this.sharing.isWorthListing && this.sharing.has(reference.path),
    });
    // Started together with the first question, and awaited last.
    const registries =
      search.isOver || !lists.includes(ImageSource.REGISTRY)
        ? undefined
        : this.questions.list(registriesQuery(enterpriseProjectId));
    while (!search.isOver) {
      const answered = await Promise.all(
        search.underWay.map(async (one) => ({ one, take: await this.take(one, attempt) })),
      );
      // In the order of the lists, whichever answers first.
      for (const { one, take } of answered) if (!search.isOver) take(search, one);
    }
    const listed = await registries;
    return search.result(
      () => rowsOf(listed ?? { rows: [] }),
      () => this.location,
    );
  }

  /** Waits for the answer about one list, and returns a function that adds it to a search. */
  private async take(
    { question, state }: ListSearch,
    attempt: number,
  ): Promise<(search: ImageSearch, one: ListSearch) => void> {
    if (state.name === 'sharing') {
      const share = await this.shareOf(question.list);
      return (search, one) => search.share(one, share);
    }
    const answer = await this.questions.listAll(queriesIn(question, state), { attempt });
    return (search, one) => search.answer(one, answer);
  }

  private shareOf(list: ImageSource): Promise<ListingShare> {
    let share = this.shares.get(list);
    if (share === undefined) {
      const query = wholeListQuery(list, this.options.enterpriseProjectId);
      share = this.questions.list(query, { maxRows: MOST_SHARED_ROWS }).then(listingShare);
      this.shares.set(list, share);
    }
    return share;
  }

  private get location(): ServiceLocation {
    const { endpoint, region } = this.source;
    return {
      ...(endpoint === undefined ? {} : { endpoint }),
      ...(region === undefined ? {} : { region }),
    };
  }
}

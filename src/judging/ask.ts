import { ImageAnswer, ImageSearch, ListSearch } from '../asking/image-search';
import { errorOutlook } from '../asking/error-outlook';
import {
  ListAnswer,
  ListingShare,
  MOST_SHARED_ROWS,
  listingShare,
  queriesIn,
} from '../asking/list-search';
import { ListingAudience } from '../asking/listing-audience';
import { HssError, asHssError } from '../contract/error';
import { Query } from '../contract/query';
import { Row } from '../contract/row';
import { ImageReference } from '../policy';
import { ImageSource } from '../policy/model/image-source';
import { ServiceLocation } from '../policy/records';
import { registriesQuery, wholeListQuery } from '../policy/judge/questions';
import type { Upstream } from '../proxy';

/** Who is asked: HSS, or a snapshot of it. Where it answers is left out where nobody judges by it. */
export type ImageUpstream = Pick<Upstream, 'source' | 'recordedAt' | 'list'> &
  Partial<Pick<Upstream, 'endpoint' | 'region'>>;

/** What is asked for images. */
export interface AskOptions {
  /** `imageSources` of the policy. */
  readonly lists: readonly ImageSource[];
  readonly enterpriseProjectId?: string;
  /** Whether only what is wanted may be asked for: what is recorded is found again by the same questions. */
  readonly onlyByName?: true;
}

/**
 * So many images are asked for at once. The client sends fewer requests than that at a time; but a list's deadline runs
 * from when it is asked for, and thousands that wait for each other would miss it.
 */
const AT_ONCE = 16;

/** So many errors in a row that may pass, and HSS is down: the attempts for thousands of images would take hours. */
const TOO_MANY = 8;

/** Asks for images, each once, several at a time. One that can't be asked for has an error, and the others their rows. */
export async function askForImages(
  references: readonly ImageReference[],
  source: ImageUpstream,
  options: AskOptions,
): Promise<ReadonlyMap<ImageReference, ImageAnswer>> {
  const session = new AskingSession(references, source, options);
  const answers = new Map<ImageReference, ImageAnswer>();
  // One iterator for all, so that each reference is taken once.
  const next = references.values();
  const askOn = async (): Promise<void> => {
    for (const reference of next) answers.set(reference, await session.answerTo(reference));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, askOn));
  return answers;
}

type Listing = { readonly rows: readonly Row[] } | { readonly error: HssError };

/** What several images are asked for together: equal questions are one. */
class AskingSession {
  private readonly asked = new Map<string, Promise<Listing>>();
  private readonly shares = new Map<ImageSource, Promise<ListingShare>>();
  private readonly sharing = new ListingAudience();
  private failures = 0;
  private given: HssError | undefined;

  constructor(
    references: readonly ImageReference[],
    private readonly source: ImageUpstream,
    private readonly options: AskOptions,
  ) {
    // A snapshot has what was asked when it was recorded.
    if (source.source !== 'live' || options.onlyByName) return;
    for (const { path } of references) this.sharing.join(path);
  }

  public async answerTo(reference: ImageReference): Promise<ImageAnswer> {
    if (this.given !== undefined) return { error: this.given };
    const answer = await this.search(reference);
    const outlook = 'error' in answer ? errorOutlook(answer.error.code) : undefined;
    this.failures = outlook?.mayPass ? this.failures + 1 : 0;
    const isFinal = outlook?.meetsAll && !outlook.mayPass;
    if ('error' in answer && (isFinal || this.failures >= TOO_MANY)) this.given = answer.error;
    return answer;
  }

  private async search(reference: ImageReference): Promise<ImageAnswer> {
    const { lists, enterpriseProjectId } = this.options;
    const search = new ImageSearch(reference, {
      lists,
      ...(enterpriseProjectId === undefined ? {} : { enterpriseProjectId }),
      shares: () => this.sharing.isWorthListing && this.sharing.has(reference.path),
    });
    // Begun together with the first question, and waited for last.
    const registries =
      search.isOver || !lists.includes(ImageSource.REGISTRY)
        ? undefined
        : this.list(registriesQuery(enterpriseProjectId));
    while (!search.isOver) {
      const answered = await Promise.all(
        search.underWay.map(async (one) => ({ one, take: await this.take(one) })),
      );
      // In the lists' order, whichever answered first.
      for (const { one, take } of answered) if (!search.isOver) take(search, one);
    }
    const listed = await registries;
    return search.result(
      () => rowsOf(listed ?? { rows: [] }),
      () => this.location,
    );
  }

  /** Waits for what one list answers, and returns how a search takes it. */
  private async take({
    question,
    state,
  }: ListSearch): Promise<(search: ImageSearch, one: ListSearch) => void> {
    if (state.name === 'sharing') {
      const share = await this.shareOf(question.list);
      return (search, one) => search.share(one, share);
    }
    const answer = await this.answerOf(queriesIn(question, state));
    return (search, one) => search.answer(one, answer);
  }

  private async answerOf(queries: readonly Query[]): Promise<ListAnswer> {
    const listings = await Promise.all(queries.map((query) => this.list(query)));
    try {
      return { rows: listings.map(rowsOf) };
    } catch (thrown) {
      return { error: thrown as HssError };
    }
  }

  private shareOf(list: ImageSource): Promise<ListingShare> {
    let share = this.shares.get(list);
    if (share === undefined) {
      const query = wholeListQuery(list, this.options.enterpriseProjectId);
      share = this.list(query, MOST_SHARED_ROWS).then(listingShare);
      this.shares.set(list, share);
    }
    return share;
  }

  private list(query: Query, maxRows?: number): Promise<Listing> {
    const key = JSON.stringify([query, maxRows]);
    let listing = this.asked.get(key);
    if (listing === undefined) this.asked.set(key, (listing = this.ask(query, maxRows)));
    return listing;
  }

  private async ask(query: Query, maxRows: number | undefined): Promise<Listing> {
    try {
      return { rows: await this.source.list(query, maxRows) };
    } catch (thrown) {
      return { error: asHssError(thrown, 'while HSS was asked') };
    }
  }

  private get location(): ServiceLocation {
    const { endpoint, region } = this.source;
    return {
      ...(endpoint === undefined ? {} : { endpoint }),
      ...(region === undefined ? {} : { region }),
    };
  }
}

function rowsOf(listing: Listing): readonly Row[] {
  if ('error' in listing) throw listing.error;
  return listing.rows;
}

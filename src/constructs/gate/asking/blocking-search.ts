import { ImageAnswer, ImageSearch, ListSearch } from '../../../asking/image-search';
import { ListingShare, SearchState, queriesIn } from '../../../asking/list-search';
import { Lookup } from '../../../lookup/lookups';
import { ImageReference } from '../../../policy';
import { ImageSource } from '../../../policy/model/image-source';
import { registriesQuery } from '../../../policy/judge/questions';
import { readLookups } from './read-lookups';
import { ListingSubscriber, SharedListing } from './shared-listing';
import { LookupStart, startLookups } from './start-lookups';

/** Settings of a search. */
export interface BlockingSearchOptions extends LookupStart {
  /** The lists to search (`imageSources` of the policy). */
  readonly lists: readonly ImageSource[];
  /** Whether the image may share a listing of the whole project with other images. */
  readonly mayShare: boolean;
}

/**
 * The search for one image by lookups. They start in the constructor, and reading the answer waits
 * for them.
 */
export class BlockingSearch {
  private readonly search: ImageSearch;
  /** Listings that the image could share. */
  private readonly listings = new Map<ImageSource, SharedListing>();
  /** Subscribers to the listings that it shares. */
  private readonly subscribers = new Map<ImageSource, ListingSubscriber>();
  /**
   * The lookups of each search, and the state that they were started in. A new state starts new
   * lookups.
   */
  private readonly asked = new Map<
    ListSearch,
    { readonly state: SearchState; readonly lookups: readonly Lookup[] }
  >();
  private readonly registries: Lookup | undefined;
  private hasAdvanced = false;

  constructor(
    reference: ImageReference,
    private readonly options: BlockingSearchOptions,
  ) {
    const { lists, identity } = options;
    const { enterpriseProjectId } = identity;
    this.search = new ImageSearch(reference, {
      lists,
      ...(enterpriseProjectId === undefined ? {} : { enterpriseProjectId }),
      shares: (list) => options.mayShare && this.join(list, reference.path),
    });
    this.startLookups();
    // An image without queries needs no registries.
    if (!this.search.isOver && lists.includes(ImageSource.REGISTRY)) {
      this.registries = startLookups([registriesQuery(enterpriseProjectId)], options)[0];
    }
  }

  /**
   * Waits for the running lookups, and starts further ones if the answers are not sufficient. If it
   * is called for all images before any answer is read, the further lookups overlap too.
   */
  public advance(): void {
    this.hasAdvanced = true;
    if (!this.isOver) this.step();
  }

  /** Whether the search is complete. */
  public get isOver(): boolean {
    return this.search.isOver;
  }

  /**
   * Waits for all answers. An image that shares a listing, but was not advanced together with
   * others, is queried by name.
   */
  public finish(): ImageAnswer {
    if (!this.hasAdvanced) {
      for (const { question, state } of this.search.underWay) {
        if (state.name === 'sharing') this.leave(question.list);
      }
    }
    while (!this.isOver) this.advance();
    const { connection, identity } = this.options;
    return this.search.result(
      () => this.registries?.rows ?? [],
      () => connection._location(identity.environment),
    );
  }

  /** Waits for the running lookups, and starts those that follow from the answers. */
  private step(): void {
    for (const listing of this.listings.values()) listing.startAlone();
    for (const { question, state } of this.search.underWay) {
      if (state.name === 'sharing') this.listings.get(question.list)!.answer();
    }
    for (const search of this.search.underWay) {
      this.search.answer(search, readLookups(this.lookupsOf(search)));
      if (this.search.isOver) return;
    }
    this.startLookups();
  }

  private join(list: ImageSource, question: string): boolean {
    const { connection, identity, budget } = this.options;
    const listing = SharedListing.of(connection, identity, list);
    const subscriber = { question, receive: (share: ListingShare) => this.receive(list, share) };
    if (listing === undefined) return false;
    this.listings.set(list, listing);
    const isSharing = listing.join(subscriber, budget);
    if (isSharing) this.subscribers.set(list, subscriber);
    return isSharing;
  }

  private leave(list: ImageSource): void {
    this.listings.get(list)!.leave(this.subscribers.get(list)!);
  }

  /**
   * Takes the result of a shared listing. If it is not sufficient, starts lookups by name, without
   * waiting for them.
   */
  private receive(list: ImageSource, share: ListingShare): void {
    const search = this.search.underWay.find(({ question }) => question.list === list);
    if (search === undefined) return;
    this.search.share(search, share);
    this.startLookups();
  }

  private startLookups(): void {
    for (const search of this.search.underWay) this.lookupsOf(search);
  }

  private lookupsOf(search: ListSearch): readonly Lookup[] {
    const { question, state } = search;
    const asked = this.asked.get(search);
    if (asked?.state === state) return asked.lookups;
    const lookups = startLookups(queriesIn(question, state), this.options);
    this.asked.set(search, { state, lookups });
    return lookups;
  }
}

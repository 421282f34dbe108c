import { Environment } from '../../../client/settings/environment';
import { Query } from '../../../contract/query';
import { ImageSource } from '../../../policy/model/image-source';
import { wholeListQuery } from '../../../policy/judge/questions';
import {
  ASK_BY_NAME,
  ListingShare,
  MOST_SHARED_ROWS,
  listingShare,
} from '../../../asking/list-search';
import { ListingAudience } from '../../../asking/listing-audience';
import { Lookup } from '../../../lookup/lookups';
import type { WaitBudget } from '../../../lookup/blocking/wait-budget';
import { HssConnection } from '../../connection/hss-connection';
import { readLookups } from './read-lookups';

/** Environment and enterprise project of a query, kept for later queries about the same image. */
export interface AskingIdentity {
  readonly environment: Environment;
  readonly enterpriseProjectId: string | undefined;
}

/** An image that waits for a shared listing. */
export interface ListingSubscriber {
  /** Equal for images whose queries by name are equal. */
  readonly question: string;
  receive(share: ListingShare): void;
}

/**
 * A listing of a whole project, without a filter by name, that all images of a connection but the
 * first few share. In a small project, 50 images then take about the time of one lookup. The first
 * page shows whether the project is too large.
 *
 * It starts when a second image would share it. All waiting images get the result at once, so that
 * those that must be queried by name after all are queried together.
 */
export class SharedListing {
  private static readonly byConnection = new WeakMap<HssConnection, Map<string, SharedListing>>();

  /**
   * Returns the listing of a connection, list and identity. Undefined if the connection may query
   * only the required images.
   */
  public static of(
    connection: HssConnection,
    identity: AskingIdentity,
    list: ImageSource,
  ): SharedListing | undefined {
    if (!connection._isLive()) return undefined;
    const listings = SharedListing.byConnection.get(connection) ?? new Map<string, SharedListing>();
    SharedListing.byConnection.set(connection, listings);
    const key = JSON.stringify([identity.environment, identity.enterpriseProjectId, list]);
    let listing = listings.get(key);
    if (listing === undefined) {
      listings.set(key, (listing = new SharedListing(connection, identity, list)));
    }
    return listing;
  }

  private readonly query: Query;
  private readonly environment: Environment;
  private readonly audience = new ListingAudience();
  private readonly waiting = new Set<ListingSubscriber>();
  private lookup: Lookup | undefined;
  private share: ListingShare | undefined;

  private constructor(
    private readonly connection: HssConnection,
    { environment, enterpriseProjectId }: AskingIdentity,
    list: ImageSource,
  ) {
    this.query = wholeListQuery(list, enterpriseProjectId);
    this.environment = environment;
  }

  /**
   * Adds an image that waits for the listing.
   * @param budget the time of the gate, which limits the listing if it starts now
   * @returns false if the image must be queried by name
   */
  public join(subscriber: ListingSubscriber, budget: WaitBudget): boolean {
    if (this.share === ASK_BY_NAME || !this.audience.join(subscriber.question)) return false;
    if (this.lookup === undefined && this.audience.isWorthListing) {
      const { environment } = this;
      this.lookup = this.connection._start(this.query, undefined, {
        maxRows: MOST_SHARED_ROWS,
        environment,
        budget,
      });
    }
    this.waiting.add(subscriber);
    return true;
  }

  /** Removes an image that can't wait for others. It is then queried by name. */
  public leave(subscriber: ListingSubscriber): void {
    this.waiting.delete(subscriber);
    this.audience.leave(subscriber.question);
    subscriber.receive(ASK_BY_NAME);
  }

  /**
   * Called before the wait for answers. If no other image shares the listing by now, the waiting
   * image is queried by name.
   */
  public startAlone(): void {
    if (this.lookup !== undefined) return;
    for (const subscriber of [...this.waiting]) this.leave(subscriber);
  }

  /** Waits for the listing, and passes the result to all waiting images. */
  public answer(): void {
    if (this.lookup === undefined) return;
    const waiting = [...this.waiting];
    this.waiting.clear();
    this.share ??= shareOf(this.lookup);
    for (const subscriber of waiting) subscriber.receive(this.share);
  }
}

function shareOf(lookup: Lookup): ListingShare {
  const answer = readLookups([lookup]);
  return listingShare('error' in answer ? answer : { rows: answer.rows[0] });
}

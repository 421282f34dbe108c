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
import type { WaitBudget } from '../../../lookup/wait-budget';
import { HssConnection } from '../../connection/hss-connection';
import { readLookups } from './read-lookups';

/** Environment and enterprise project in which a question is asked, kept so that a later one is asked in the same. */
export interface AskingIdentity {
  readonly environment: Environment;
  readonly enterpriseProjectId: string | undefined;
}

/** An image that waits for the listing. */
export interface ListingSubscriber {
  /** Equal for those who ask the same by name. */
  readonly question: string;
  receive(share: ListingShare): void;
}

/**
 * One list of a whole project, without any name, for all images of a connection but the first few: fifty of them cost
 * about one lookup's time, where the project is small enough. Where it isn't, the first page says so.
 *
 * It is asked for when a second image would share it, and answered to all that wait for it at once: those that have to
 * ask by name after all then ask together.
 */
export class SharedListing {
  private static readonly byConnection = new WeakMap<HssConnection, Map<string, SharedListing>>();

  /** The one of a connection and list, for whom it asks. None where only what is wanted may be asked for. */
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
   * Lets an image wait for the listing.
   * @param budget the time of the gate that asks, which counts for the listing where it begins now
   * @returns false for one that is to ask by name
   */
  public join(subscriber: ListingSubscriber, budget?: WaitBudget): boolean {
    if (this.share === ASK_BY_NAME || !this.audience.join(subscriber.question)) return false;
    if (this.lookup === undefined && this.audience.isWorthListing) {
      const { environment } = this;
      this.lookup = this.connection._start(this.query, undefined, {
        maxRows: MOST_SHARED_ROWS,
        environment,
        ...(budget === undefined ? {} : { budget }),
      });
    }
    this.waiting.add(subscriber);
    return true;
  }

  /** An image that can't wait for others asks by name. */
  public leave(subscriber: ListingSubscriber): void {
    this.waiting.delete(subscriber);
    this.audience.leave(subscriber.question);
    subscriber.receive(ASK_BY_NAME);
  }

  /** Answers are about to be waited for: an image that has nobody to share the listing with by now asks by name. */
  public startAlone(): void {
    if (this.lookup !== undefined) return;
    for (const subscriber of [...this.waiting]) this.leave(subscriber);
  }

  /** Waits for the listing, and answers all that wait for it. */
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

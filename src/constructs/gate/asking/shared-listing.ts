import { Environment } from '../../../client/settings/environment';
import { CICD_IMAGES } from '../../../contract/cicd-image';
import { HssError, HssErrorCode } from '../../../contract/error';
import { PAGE_LIMIT } from '../../../contract/fields';
import { Query, checkQuery } from '../../../contract/query';
import { Lookup } from '../../../lookup/lookups';
import { HssConnection } from '../../connection/hss-connection';
import { ProjectImages } from './project-images';

/**
 * So many images are asked for by name: that takes few requests, and a listing may take more. Paths mostly divide in two ways,
 * so the listing's first page is still under way together with these, eight at once.
 */
const FEW = 3;

/** A listing of more pages than this would cost more than it spares. Each page overlaps the one before by a row. */
const MOST_PAGES = 20;
const MOST_ROWS = MOST_PAGES * (PAGE_LIMIT - 1);

/**
 * Errors that every other question would meet too, and that are not to be multiplied. Any other may come from rows that have
 * nothing to do with the image.
 */
const GENERAL: ReadonlySet<HssErrorCode> = new Set<HssErrorCode>([
  'HSS_NO_CREDENTIALS',
  'HSS_AUTH_FAILED',
  'HSS_FORBIDDEN',
  'HSS_THROTTLED',
  'HSS_UNREACHABLE',
]);

/** Environment and enterprise project in which a question is asked, kept so that a later one is asked in the same. */
export interface AskingIdentity {
  readonly environment: Environment;
  readonly enterpriseProjectId: string | undefined;
}

/** What the listing has for those that share it: the images, an error, or that each is to ask by name. */
export type ListingShare =
  { readonly images: ProjectImages } | { readonly error: HssError } | { readonly byName: true };

const BY_NAME: ListingShare = { byName: true };

/** An image that waits for the listing. */
export interface ListingSubscriber {
  /** Equal for those who ask the same by name. */
  readonly question: string;
  receive(shared: ListingShare): void;
}

/**
 * One listing of a whole project, without any name, for all images of a connection but the first few: fifty of them cost
 * about one lookup's time, where the project is small enough. Where it isn't, the first page says so.
 *
 * It is asked for when a second image would share it, and answered to all that wait for it at once: those that have to
 * ask by name after all then ask together.
 */
export class SharedListing {
  private static readonly byConnection = new WeakMap<HssConnection, Map<string, SharedListing>>();

  /** The one of a connection, for whom it asks. None where only what is wanted may be asked for. */
  public static of(connection: HssConnection, identity: AskingIdentity): SharedListing | undefined {
    if (!connection._isLive()) return undefined;
    const listings = SharedListing.byConnection.get(connection) ?? new Map<string, SharedListing>();
    SharedListing.byConnection.set(connection, listings);
    const key = JSON.stringify([identity.environment, identity.enterpriseProjectId]);
    let listing = listings.get(key);
    if (listing === undefined) {
      listings.set(key, (listing = new SharedListing(connection, identity)));
    }
    return listing;
  }

  private readonly query: Query;
  private readonly environment: Environment;
  /** What is asked by name already, or was: asking it again costs nothing. */
  private readonly named = new Set<string>();
  private few = FEW;
  private readonly waiting = new Set<ListingSubscriber>();
  private lookup: Lookup | undefined;
  private shared: ListingShare | undefined;

  private constructor(
    private readonly connection: HssConnection,
    { environment, enterpriseProjectId }: AskingIdentity,
  ) {
    this.query = checkQuery(CICD_IMAGES, { enterpriseProjectId });
    this.environment = environment;
  }

  /**
   * Lets an image wait for the listing.
   * @returns false for one that is to ask by name
   */
  public join(subscriber: ListingSubscriber): boolean {
    const { question } = subscriber;
    if (this.named.has(question) || this.shared === BY_NAME) return false;
    if (this.few > 0) {
      this.few -= 1;
      this.named.add(question);
      return false;
    }
    if (this.lookup === undefined && [...this.waiting].some((one) => one.question !== question)) {
      const { environment } = this;
      this.lookup = this.connection._start(this.query, undefined, {
        maxRows: MOST_ROWS,
        environment,
      });
    }
    this.waiting.add(subscriber);
    return true;
  }

  /** An image that can't wait for others asks by name. */
  public leave(subscriber: ListingSubscriber): void {
    this.waiting.delete(subscriber);
    this.named.add(subscriber.question);
    subscriber.receive(BY_NAME);
  }

  /** Answers are about to be waited for: an image that has nobody to share the listing with by now asks by name. */
  public startAlone(): void {
    if (this.lookup !== undefined) return;
    for (const subscriber of [...this.waiting]) this.leave(subscriber);
  }

  /** Waits for the listing, and answers all that wait for it. */
  public answer(): void {
    const waiting = [...this.waiting];
    this.waiting.clear();
    if (this.lookup !== undefined) this.shared ??= read(this.lookup);
    for (const subscriber of waiting) subscriber.receive(this.shared ?? BY_NAME);
  }
}

function read(lookup: Lookup): ListingShare {
  try {
    return { images: new ProjectImages(lookup.rows) };
  } catch (error) {
    return error instanceof HssError && GENERAL.has(error.code) ? { error } : BY_NAME;
  }
}

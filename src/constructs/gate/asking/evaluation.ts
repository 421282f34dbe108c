import { environmentFrom } from '../../../client/settings/environment';
import { HssCicdImage } from '../../../contract/cicd-image';
import { isTooManyRows } from '../../../contract/error';
import { Row } from '../../../contract/row';
import { Lookup } from '../../../lookup/lookups';
import { Wait } from '../../../lookup/request';
import {
  Decision,
  Enforcement,
  ImageReference,
  Judgement,
  Pinning,
  Policy,
  judgeInFull,
} from '../../../policy';
import { cicdRecord } from '../../../policy/records/cicd-record';
import { PENDING_SCANS, checkSegments, imageQueries } from '../../../policy/judge/questions';
import { HssConnection } from '../../connection/hss-connection';
import { AskingIdentity, ListingShare, SharedListing, ListingSubscriber } from './shared-listing';

/** How a gate judges. */
export interface Judging {
  readonly connection: HssConnection;
  readonly policy: Policy;
  readonly enforcement: Enforcement;
  readonly pinning: Pinning;
  readonly waitSeconds: number;
  /** Path of the gate. */
  readonly path: string;
  /** Whether the stack is synthesized to be destroyed: HSS must not be asked then. */
  readonly isDestroying: boolean;
}

type Settled = { readonly rows: HssCicdImage[] } | { readonly error: unknown };

/**
 * What HSS has of one image, and the judgements by it: asking begins when this is made, and a judgement waits for the
 * answers. So the images of a stack, asked about one after another, cost about as much as one.
 *
 * The first few are asked for by name, the others share a listing. An image whose judgement is wanted before anyone
 * called `advance` shares nothing: it is judged now, and by itself.
 */
export class Evaluation implements ListingSubscriber {
  /** Equal for images that are asked for alike. */
  public readonly question: string;
  private readonly identity: AskingIdentity;
  private readonly listing: SharedListing | undefined;
  /** Whether it waits for the listing together with others. */
  private isWaiting = false;
  /** Its own questions. */
  private lookups: readonly Lookup[] = [];
  /** Those of its tag alone, where the image has too many versions. */
  private narrower: readonly Lookup[] | undefined;
  private settled: Settled | undefined;
  private readonly judgements = new Map<string, Judgement>();

  constructor(
    private readonly judging: Judging,
    private readonly reference: ImageReference,
  ) {
    const { connection, waitSeconds } = judging;
    this.question = reference.path;
    this.identity = {
      environment: environmentFrom(process.env),
      enterpriseProjectId: connection._enterpriseProjectId(),
    };
    try {
      // Here, because a shared listing would answer without asking by name, and other runs would not.
      checkSegments(reference);
    } catch (error) {
      this.settled = { error };
      return;
    }
    // Who waits for a scan asks again and again, and so for the one image only.
    this.listing = waitSeconds > 0 ? undefined : SharedListing.of(connection, this.identity);
    this.isWaiting = this.listing?.join(this) ?? false;
    if (!this.isWaiting) this.lookups = this.ask({ byTag: false });
  }

  /** What the shared listing has. Starts asking by name where that settles nothing, and waits for nothing. */
  public receive(shared: ListingShare): void {
    this.isWaiting = false;
    try {
      if ('error' in shared) throw shared.error;
      const rows = 'images' in shared ? shared.images.of(this.reference) : undefined;
      if (rows === undefined) this.lookups = this.ask({ byTag: false });
      else this.settled = { rows };
    } catch (error) {
      this.settled = { error };
    }
  }

  /**
   * Waits for the first answers: the rows of all versions, because another one of the same digest may hold the scan that
   * decides. Asks for the tag's alone where those are too many. Done for all images before any judgement is read, the
   * second questions overlap as the first ones do.
   */
  public advance(): void {
    if (this.settled !== undefined || this.narrower !== undefined) return;
    this.listing?.startAlone();
    if (this.isWaiting) this.listing?.answer();
    if (this.settled !== undefined) return;
    this.settled = settle(this.lookups);
    if (!('error' in this.settled) || !isTooManyRows(this.settled.error)) return;
    if (this.reference.digest !== undefined) return;
    this.settled = undefined;
    this.narrower = this.ask({ byTag: true });
  }

  /**
   * The judgement of a deployment by the construct at a path.
   * @throws HssError when HSS could not be asked
   */
  public judgementAt(path: string): Judgement {
    let judgement = this.judgements.get(path);
    if (judgement === undefined) {
      judgement = this.judge(this.judging.policy, path);
      this.judgements.set(path, judgement);
    }
    return judgement;
  }

  /**
   * Whether there is a path at which the image is not denied: exceptions may be for some paths only.
   * @throws HssError when HSS could not be asked
   */
  public get passesSomewhere(): boolean {
    const { policy, path } = this.judging;
    const everywhere = policy.exceptions.map((exception) => ({ ...exception, scope: undefined }));
    const { verdict } = this.judge({ ...policy, exceptions: everywhere }, path);
    return verdict.decision !== Decision.DENY;
  }

  private judge(policy: Policy, path: string): Judgement {
    const { connection, enforcement, pinning } = this.judging;
    return judgeInFull({
      reference: this.reference,
      records: this.rows.map(cicdRecord),
      policy,
      now: Date.now(),
      source: connection._sourceKind(),
      snapshotTime: connection._snapshotTime(),
      path,
      enforcement,
      pinning,
    });
  }

  private get rows(): readonly HssCicdImage[] {
    if (this.isWaiting) this.listing?.leave(this);
    this.advance();
    if (this.narrower !== undefined) this.settled ??= settle(this.narrower);
    if ('error' in this.settled!) throw this.settled.error;
    return this.settled!.rows;
  }

  private ask({ byTag }: { readonly byTag: boolean }): Lookup[] {
    return ask(this.judging, this.reference, this.identity, { byTag });
  }
}

function settle(lookups: readonly Lookup[]): Settled {
  try {
    return { rows: rowsOf(lookups) };
  } catch (error) {
    return { error };
  }
}

/** Starts a lookup for each way in which the path may divide into namespace and name. */
function ask(
  { connection, waitSeconds }: Judging,
  reference: ImageReference,
  { environment, enterpriseProjectId }: AskingIdentity,
  { byTag }: { readonly byTag: boolean },
): Lookup[] {
  const tag = tagOf(reference);
  return imageQueries(reference, { byTag, enterpriseProjectId }).map((query) => {
    const { namespace, imageName } = query.values;
    const wait: Wait = {
      seconds: waitSeconds,
      field: 'scanStatus',
      pending: PENDING_SCANS,
      where: {
        namespace: String(namespace ?? ''),
        imageName: String(imageName),
        ...(reference.digest === undefined ? {} : { imageDigest: reference.digest }),
        ...(tag === undefined ? {} : { imageVersion: tag }),
      },
    };
    return connection._start(query, waitSeconds > 0 ? wait : undefined, { environment });
  });
}

/** The tag, where it selects anything. */
function tagOf({ tag, digest }: ImageReference): string | undefined {
  return digest === undefined ? tag : undefined;
}

/** The rows of several lookups; one that two of them list counts once. */
function rowsOf(lookups: readonly Lookup[]): HssCicdImage[] {
  const rows = new Map<string, Row>();
  for (const lookup of lookups) {
    for (const row of lookup.rows) rows.set(JSON.stringify(row), row);
  }
  return [...rows.values()] as HssCicdImage[];
}

import { HssCicdImage } from '../contract/cicd-image';
import { CICD_IMAGES } from '../contract/cicd-image';
import { ScanStatus } from '../contract/enums';
import { HssError } from '../contract/error';
import { checkQuery } from '../contract/query';
import { Row } from '../contract/row';
import { Lookup } from '../lookup/lookups';
import { Wait } from '../lookup/request';
import {
  Enforcement,
  ImageReference,
  ImageVerdict,
  Pinning,
  Policy,
  judge,
  splits,
} from '../policy';
import { HssConnection } from './hss-connection';

/** How a gate judges. */
export interface Judging {
  readonly connection: HssConnection;
  readonly policy: Policy;
  readonly enforcement: Enforcement;
  readonly pinning: Pinning;
  readonly waitSeconds: number;
  readonly path: string;
}

/** States that may still become a complete scan by themselves. */
const WAITING = [ScanStatus.UNSCAN, ScanStatus.WAITING_FOR_SCAN, ScanStatus.SCANNING];

/**
 * The judgement of one image: asking begins when it is made, and the verdict waits for the answers. So the
 * images of a stack, asked about one after another, cost about as much as one.
 */
export class Evaluation {
  private readonly lookups: readonly Lookup[];
  private outcome: { readonly verdict: ImageVerdict } | { readonly error: unknown } | undefined;
  /** Where the first answers settle nothing: the verdict by them, and what was asked next. */
  private open: { readonly verdict: ImageVerdict; readonly lookups: readonly Lookup[] } | undefined;

  constructor(
    private readonly judging: Judging,
    private readonly reference: ImageReference,
  ) {
    this.lookups = ask(judging, reference, { byTag: true });
  }

  /**
   * Waits for the first answers, and asks on where they settle nothing. Done for all images before any
   * verdict is read, the second questions overlap as the first ones do.
   */
  public advance(): void {
    if (this.outcome !== undefined || this.open !== undefined) return;
    try {
      const verdict = this.judge(rowsOf(this.lookups));
      if (verdict.image !== undefined || this.reference.digest !== undefined) {
        this.outcome = { verdict };
      } else {
        // Not listed, or not unambiguously: the rows of all the image's versions tell which there are, and
        // whether the server's filter was to blame.
        const lookups = ask(this.judging, this.reference, { byTag: false });
        this.open = { verdict, lookups };
      }
    } catch (error) {
      this.outcome = { error };
    }
  }

  /**
   * @throws HssError when HSS could not be asked
   */
  public get verdict(): ImageVerdict {
    this.advance();
    if (this.open !== undefined) this.outcome ??= this.close(this.open);
    if ('error' in this.outcome!) throw this.outcome.error;
    return this.outcome!.verdict;
  }

  private close(open: NonNullable<Evaluation['open']>): NonNullable<Evaluation['outcome']> {
    try {
      return { verdict: this.judge(rowsOf(open.lookups)) };
    } catch (error) {
      if (error instanceof HssError && error.code === 'HSS_TOO_MANY_ROWS') {
        return { verdict: open.verdict };
      }
      return { error };
    }
  }

  private judge(rows: readonly HssCicdImage[]): ImageVerdict {
    const { connection, policy, enforcement, pinning, path } = this.judging;
    return judge({
      reference: this.reference,
      rows,
      policy,
      now: Date.now(),
      source: connection._sourceKind(),
      snapshotTime: connection._snapshotTime(),
      path,
      enforcement,
      pinning,
    });
  }
}

/**
 * Starts a lookup for each way in which the path may divide into namespace and name. A part that is longer
 * than the API takes can be no row's, so it is not asked for.
 */
function ask(
  { connection, waitSeconds }: Judging,
  reference: ImageReference,
  { byTag }: { readonly byTag: boolean },
): Lookup[] {
  const tag = reference.digest === undefined ? reference.tag : undefined;
  const lookups: Lookup[] = [];
  for (const { namespace, imageName } of splits(reference)) {
    if ((namespace?.length ?? 0) > MAX_NAME || imageName.length > MAX_NAME) continue;
    const query = checkQuery(CICD_IMAGES, {
      namespace,
      imageName,
      imageVersion: byTag && tag !== undefined && tag.length <= MAX_VERSION ? tag : undefined,
      enterpriseProjectId: connection._enterpriseProjectId(),
    });
    const wait: Wait = {
      seconds: waitSeconds,
      field: 'scanStatus',
      pending: WAITING,
      where: {
        namespace: namespace ?? '',
        imageName,
        ...(reference.digest === undefined ? {} : { imageDigest: reference.digest }),
        ...(tag === undefined ? {} : { imageVersion: tag }),
      },
    };
    lookups.push(connection._start(query, waitSeconds > 0 ? wait : undefined));
  }
  return lookups;
}

/** Of the query's namespace and name, and of its version, in characters. */
const MAX_NAME = 128;
const MAX_VERSION = 64;

/** The rows of several lookups; one that two of them list counts once. */
function rowsOf(lookups: readonly Lookup[]): HssCicdImage[] {
  const rows = new Map<string, Row>();
  for (const lookup of lookups) {
    for (const row of lookup.rows) rows.set(JSON.stringify(row), row);
  }
  return [...rows.values()] as HssCicdImage[];
}

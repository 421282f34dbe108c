import { CICD_IMAGES, HssCicdImage } from '../contract/cicd-image';
import { ScanStatus } from '../contract/enums';
import { HssError } from '../contract/error';
import { checkQuery } from '../contract/query';
import { Row } from '../contract/row';
import { Lookup } from '../lookup/lookups';
import { Wait } from '../lookup/request';
import {
  Decision,
  Enforcement,
  ImageReference,
  Judgement,
  Pinning,
  Policy,
  judgeInFull,
  select,
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
  /** Path of the gate. */
  readonly path: string;
}

/** The rows that the first answers gave, and what was asked next. */
interface Open {
  readonly rows: HssCicdImage[];
  readonly lookups: readonly Lookup[];
}

type Settled = { readonly rows: HssCicdImage[] } | { readonly error: unknown };

/** States that may still become a complete scan by themselves. */
const WAITING = [ScanStatus.UNSCAN, ScanStatus.WAITING_FOR_SCAN, ScanStatus.SCANNING];

/**
 * What HSS has of one image, and the judgements by it: asking begins when this is made, and a judgement waits for the
 * answers. So the images of a stack, asked about one after another, cost about as much as one.
 */
export class Evaluation {
  private readonly lookups: readonly Lookup[];
  /** Where the first answers settle nothing. */
  private open: Open | undefined;
  private settled: Settled | undefined;
  private readonly judgements = new Map<string, Judgement>();

  constructor(
    private readonly judging: Judging,
    private readonly reference: ImageReference,
  ) {
    this.lookups = ask(judging, reference, { byTag: true });
  }

  /**
   * Waits for the first answers, and asks on where they settle nothing. Done for all images before any
   * judgement is read, the second questions overlap as the first ones do.
   */
  public advance(): void {
    if (this.settled !== undefined || this.open !== undefined) return;
    try {
      const rows = rowsOf(this.lookups);
      const { registryNames } = this.judging.policy;
      if (
        this.reference.digest !== undefined ||
        select(this.reference, rows, registryNames).row !== undefined
      ) {
        this.settled = { rows };
      } else {
        // Not listed, or not unambiguously: the rows of all the image's versions tell which there are, and
        // whether the server's filter was to blame.
        this.open = { rows, lookups: ask(this.judging, this.reference, { byTag: false }) };
      }
    } catch (error) {
      this.settled = { error };
    }
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
      rows: this.rows,
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
    this.advance();
    if (this.open !== undefined) this.settled ??= close(this.open);
    if ('error' in this.settled!) throw this.settled.error;
    return this.settled!.rows;
  }
}

function close({ rows, lookups }: Open): Settled {
  try {
    return { rows: rowsOf(lookups) };
  } catch (error) {
    if (error instanceof HssError && error.code === 'HSS_TOO_MANY_ROWS') return { rows };
    return { error };
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

import { environmentFrom } from '../../../client/settings/environment';
import { isScanAwaited } from '../../../asking/awaited-scan';
import { ImageAnswer } from '../../../asking/image-search';
import {
  Decision,
  Enforcement,
  ImageReference,
  Judgement,
  Pinning,
  Policy,
  judgeInFull,
} from '../../../policy';
import { ScanRecord } from '../../../policy/model/scan-record';
import { ListedRows, directoryOf, scanRecords } from '../../../policy/records';
import { SECOND_MS } from '../../../util/time';
import { WaitPauses } from '../../../util/wait-pauses';
import { HssConnection } from '../../connection/hss-connection';
import { BlockingSearch } from './blocking-search';
import { AskingIdentity } from './shared-listing';

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

/**
 * What HSS has of one image, and the judgements by it: asking begins when this is made, and a judgement waits for the
 * answers. So the images of a stack, asked about one after another, cost about as much as one.
 *
 * The first few are asked for by name, the others share a listing of each list. An image whose judgement is wanted before
 * anyone called `advance` shares nothing: it is judged now, and by itself.
 *
 * Where scans are waited for, the image is asked for by name, and again while its judgement turns on a scan that is still to
 * come.
 */
export class Evaluation {
  private readonly identity: AskingIdentity;
  private readonly pauses: WaitPauses;
  private attempt = 0;
  private askedAt = 0;
  private search: BlockingSearch;
  private answer: ImageAnswer | undefined;
  /** Those of the answer. */
  private records: readonly ScanRecord[] | undefined;
  private readonly judgements = new Map<string, Judgement>();

  constructor(
    private readonly judging: Judging,
    private readonly reference: ImageReference,
  ) {
    const { connection, waitSeconds } = judging;
    this.identity = {
      environment: environmentFrom(process.env),
      enterpriseProjectId: connection._enterpriseProjectId(),
    };
    this.pauses = new WaitPauses(Date.now() + waitSeconds * SECOND_MS, Date.now);
    this.search = this.begin();
  }

  /** Waits for the first answers, and starts asking on where they settle nothing. */
  public advance(): void {
    this.search.advance();
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

  /**
   * Returns the IDs of the registries in HSS from which images of a reference's domain are pulled.
   * @throws HssError when HSS could not be asked
   */
  public registryIds({ domain }: Pick<ImageReference, 'domain'>): string[] {
    return directoryOf(this.listed, this.judging.policy).idsAt(domain);
  }

  private judge(policy: Policy, path: string): Judgement {
    const { listed } = this;
    // Policies of one evaluation differ in exceptions alone.
    this.records ??= scanRecords(listed, policy);
    const { connection, enforcement, pinning } = this.judging;
    return judgeInFull({
      reference: this.reference,
      records: this.records,
      policy,
      now: Date.now(),
      source: connection._sourceKind(),
      snapshotTime: connection._snapshotTime(),
      path,
      enforcement,
      pinning,
    });
  }

  private get listed(): ListedRows {
    if (this.answer === undefined) {
      this.answer = this.search.finish();
      this.waitForScan();
    }
    if ('error' in this.answer) throw this.answer.error;
    return this.answer.listed;
  }

  /** Asks again while the judgement turns on a scan that is still to come. */
  private waitForScan(): void {
    const { connection, waitSeconds } = this.judging;
    if (waitSeconds === 0 || connection._sourceKind() !== 'live') return;
    for (let wasAwaited = false; this.isScanAwaited(wasAwaited); wasAwaited = true) {
      const pause = this.pauses.next(this.askedAt);
      if (pause === undefined) return;
      sleep(pause);
      this.attempt += 1;
      this.search = this.begin();
      this.records = undefined;
      this.answer = this.search.finish();
    }
  }

  private isScanAwaited(wasAwaited: boolean): boolean {
    const answer = this.answer!;
    if ('error' in answer) return isScanAwaited(answer, wasAwaited);
    const { policy, path } = this.judging;
    return isScanAwaited({ judgement: this.judge(policy, path) }, wasAwaited);
  }

  private begin(): BlockingSearch {
    const { connection, policy, waitSeconds } = this.judging;
    this.askedAt = Date.now();
    return new BlockingSearch(this.reference, {
      connection,
      identity: this.identity,
      lists: policy.imageSources,
      // What shares a listing can't be asked for again by itself.
      mayShare: waitSeconds === 0,
      attempt: this.attempt,
    });
  }
}

/** Blocks this thread: constructs are synchronous. Lookups go on meanwhile, in a thread of their own. */
function sleep(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

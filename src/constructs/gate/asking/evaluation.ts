import { environmentFrom } from '../../../client/settings/environment';
import { isScanAwaited } from '../../../asking/awaited-scan';
import { ImageAnswer, ImageLists } from '../../../asking/image-search';
import { isAwaitedAnyway } from '../../../asking/vulnerabilities/awaited-anyway';
import {
  Decision,
  Enforcement,
  ImageReference,
  JudgeInput,
  Judgement,
  Pinning,
  Policy,
  judgeInFull,
} from '../../../policy';
import { sleepFor } from '../../../lookup/blocking/sleep';
import { ScanRecord } from '../../../policy/model/scan-record';
import { ListedRows, directoryOf, scanRecords } from '../../../policy/records';
import type { WaitBudget } from '../../../lookup/blocking/wait-budget';
import { SECOND_MS } from '../../../util/time';
import { WaitPauses } from '../../../util/wait-pauses';
import { HssConnection } from '../../connection/hss-connection';
import { ImageInquiry } from './image-inquiry';
import { PublishTimeLookups } from './publish-time-lookups';
import { AskingIdentity } from './shared-listing';

/** The settings by which a gate judges. */
export interface JudgingSettings {
  readonly connection: HssConnection;
  readonly policy: Policy;
  readonly enforcement: Enforcement;
  readonly pinning: Pinning;
  readonly waitSeconds: number;
  /** The time that all lookups of the gate share. */
  readonly budget: WaitBudget;
  /** Construct path of the gate. */
  readonly path: string;
  /** Whether the stack is synthesized to be destroyed. HSS must not be queried then. */
  readonly isDestroying: boolean;
}

/**
 * The rows of one image, and the judgements by them. Requests start in the constructor, and a
 * judgement waits for the answers, so that the requests for the images of a stack overlap.
 *
 * The first few images are queried by name, and the others share a listing of each list. An image
 * whose judgement is read before `advance` was called shares nothing.
 *
 * With `waitSeconds`, the image is queried by name, repeatedly while a pending scan can change the
 * judgement.
 */
export class Evaluation {
  private readonly identity: AskingIdentity;
  private readonly pauses: WaitPauses;
  private attempt = 0;
  private askedAt = 0;
  private inquiry: ImageInquiry;
  private answer: ImageAnswer | undefined;
  /** The records of the answer. */
  private records: readonly ScanRecord[] | undefined;
  private readonly publishTimes: PublishTimeLookups;
  private readonly judgements = new Map<string, Judgement>();

  constructor(
    private readonly judging: JudgingSettings,
    private readonly reference: ImageReference,
  ) {
    const { connection, waitSeconds, budget } = judging;
    this.identity = {
      environment: environmentFrom(process.env),
      enterpriseProjectId: connection._enterpriseProjectId(),
    };
    this.pauses = new WaitPauses(Date.now() + waitSeconds * SECOND_MS, Date.now);
    this.publishTimes = new PublishTimeLookups({ connection, identity: this.identity, budget });
    this.inquiry = this.begin({ isLast: false });
  }

  /**
   * Waits for the running requests, and starts those that follow from the answers.
   * @returns whether there is more to be waited for
   */
  public advance(): boolean {
    return this.inquiry.advance();
  }

  /**
   * Starts the requests that the judgement at a path needs in addition to the image's lists, and
   * waits for the lists.
   */
  public prepareAt(path: string): void {
    const { policy } = this.judging;
    if (policy.vulnerabilities?.graceDays === undefined || this.judgements.has(path)) return;
    if ('error' in this.finished) return;
    this.publishTimes.start(this.judgeOnce(policy, path).wantedTimes);
  }

  /**
   * Returns the judgement of a deployment by the construct at a path.
   * @throws HssError if HSS could not be queried
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
   * Whether the image is allowed at some path, because exceptions may be for some paths only.
   * @throws HssError if HSS could not be queried
   */
  public get passesSomewhere(): boolean {
    const { verdict } = this.judge(this.policyEverywhere, this.judging.path);
    return verdict.decision !== Decision.DENY;
  }

  /**
   * Returns the IDs of the registries in HSS from which images of a reference's domain are pulled.
   * @throws HssError if HSS could not be queried
   */
  public registryIds({ domain }: Pick<ImageReference, 'domain'>): string[] {
    return directoryOf(this.listed, this.judging.policy).idsAt(domain);
  }

  private judge(policy: Policy, path: string): Judgement {
    for (;;) {
      const judgement = this.judgeOnce(policy, path);
      const { wantedTimes } = judgement;
      if (wantedTimes.length === 0) return judgement;
      this.publishTimes.read(wantedTimes);
    }
  }

  /** Judges by the answers read so far. */
  private judgeOnce(policy: Policy, path: string): Judgement {
    const { listed, vulnerabilities: lists } = this.lists;
    // The policies of one evaluation differ only in their exceptions.
    this.records ??= scanRecords(listed, policy);
    return judgeInFull({
      ...this.inputOf(this.records, policy, path),
      ...(lists === undefined
        ? {}
        : { vulnerabilities: { lists, publishTimes: this.publishTimes.times } }),
    });
  }

  private inputOf(records: readonly ScanRecord[], policy: Policy, path: string): JudgeInput {
    const { connection, enforcement, pinning } = this.judging;
    const snapshotTime = connection._snapshotTime();
    return {
      reference: this.reference,
      records,
      policy,
      now: Date.now(),
      source: connection._sourceKind(),
      ...(snapshotTime === undefined ? {} : { snapshotTime }),
      path,
      enforcement,
      pinning,
    };
  }

  private get listed(): ListedRows {
    return this.lists.listed;
  }

  /** @throws HssError if HSS could not be queried */
  private get lists(): ImageLists {
    const answer = this.finished;
    if ('error' in answer) throw answer.error;
    return answer;
  }

  private get finished(): ImageAnswer {
    if (this.answer === undefined) {
      this.answer = this.inquiry.finish();
      this.waitForScan();
    }
    return this.answer;
  }

  /** Queries the image again while a pending scan can change the judgement. */
  private waitForScan(): void {
    if (!this.waits) return;
    for (let wasAwaited = false; this.isScanAwaited(wasAwaited); wasAwaited = true) {
      const pause = this.pauses.next(this.askedAt);
      if (pause === undefined) {
        this.completeAnswer();
        return;
      }
      // The budget includes the wait, so that lookups can't use the slept time again.
      this.judging.budget.count(() => sleepFor(pause));
      this.askAgain({ isLast: false });
    }
  }

  /**
   * Queries the vulnerabilities after the wait, if they are judged at some path. Those of a pending
   * scan are judged only if an exception accepts it.
   */
  private completeAnswer(): void {
    const answer = this.answer!;
    if ('error' in answer || answer.vulnerabilities !== undefined) return;
    const { targets } = this.judgeOnce(this.policyEverywhere, this.judging.path);
    if (targets.length > 0) this.askAgain({ isLast: true });
  }

  /** The policy with exceptions that apply at all paths. */
  private get policyEverywhere(): Policy {
    const { policy } = this.judging;
    const exceptions = policy.exceptions.map((exception) => ({ ...exception, scope: undefined }));
    return { ...policy, exceptions };
  }

  private askAgain(which: { readonly isLast: boolean }): void {
    this.attempt = this.inquiry.attempts;
    this.inquiry = this.begin(which);
    this.records = undefined;
    this.answer = this.inquiry.finish();
  }

  private isScanAwaited(wasAwaited: boolean): boolean {
    const answer = this.answer!;
    if ('error' in answer) return isScanAwaited(answer, wasAwaited);
    const { policy, path } = this.judging;
    return isScanAwaited({ judgement: this.judge(policy, path) }, wasAwaited);
  }

  private get waits(): boolean {
    const { connection, waitSeconds } = this.judging;
    return waitSeconds > 0 && connection._sourceKind() === 'live';
  }

  /** @param isLast whether this is the last query for the image, whatever the answer */
  private begin({ isLast }: { readonly isLast: boolean }): ImageInquiry {
    const { connection, policy, path, waitSeconds, budget } = this.judging;
    this.askedAt = Date.now();
    return new ImageInquiry(this.reference, {
      connection,
      identity: this.identity,
      policy,
      // An image that shares a listing can't be queried again separately.
      mayShare: waitSeconds === 0,
      attempt: this.attempt,
      budget,
      leavesOut: (listed) =>
        !isLast &&
        this.waits &&
        isAwaitedAnyway(this.inputOf(scanRecords(listed, policy), policy, path)),
    });
  }
}

import { ImageAnswer, ImageLists } from '../../../asking/image-search';
import { unstableVulnerabilities } from '../../../asking/vulnerabilities/unstable-error';
import { ProjectRounds } from '../../../asking/vulnerabilities/project-rounds';
import { VulnerabilitySearch } from '../../../asking/vulnerabilities/vulnerability-search';
import { ImageReference, Policy, recordsToList } from '../../../policy';
import { Query } from '../../../contract/query';
import { Lookup } from '../../../lookup/lookups';
import { ListedRows, scanRecords } from '../../../policy/records';
import { HssConnection } from '../../connection/hss-connection';
import { BlockingSearch } from './blocking-search';
import { BlockingVulnerabilities } from './blocking-vulnerabilities';
import { LookupStart, startLookups } from './start-lookups';

/** Settings of an inquiry about an image. */
export interface ImageInquiryOptions extends LookupStart {
  readonly policy: Policy;
  /** Whether the image may share a listing of the whole project with other images. */
  readonly mayShare: boolean;
  /**
   * Returns whether to skip the vulnerabilities of an image with these rows, because its scan is
   * pending.
   */
  readonly leavesOut: (listed: ListedRows) => boolean;
}

/** The vulnerability lists that the images of a connection share. */
const rounds = new WeakMap<HssConnection, ProjectRounds>();

/**
 * The queries about one image before it is judged: its rows, and its vulnerabilities if the policy
 * checks single ones. If rows and vulnerabilities disagree, both are read once more.
 */
export class ImageInquiry {
  private search: BlockingSearch;
  private lists: ImageLists | undefined;
  private vulnerabilities: BlockingVulnerabilities | undefined;
  private answer: ImageAnswer | undefined;
  private attempt: number;
  /** The round of the project's lists. */
  private round = 0;
  /** When the rows were queried, in ms since 1970. */
  private askedAt = Date.now();

  constructor(
    private readonly reference: ImageReference,
    private readonly options: ImageInquiryOptions,
  ) {
    this.attempt = options.attempt;
    this.search = this.searchRows();
  }

  /** The number of times that the image was queried, including this one. */
  public get attempts(): number {
    return this.attempt + 1;
  }

  /**
   * Waits for the running requests, and starts those that follow from the answers.
   * @returns whether there is more to be waited for
   */
  public advance(): boolean {
    if (this.answer !== undefined) return false;
    if (this.vulnerabilities === undefined) {
      this.search.advance();
      if (this.search.isOver) this.takeRows();
    } else {
      this.vulnerabilities.advance();
      this.takeVulnerabilities();
    }
    return this.isUnderWay;
  }

  /** Waits for all answers. */
  public finish(): ImageAnswer {
    while (this.isUnderWay) {
      // An image that was not advanced together with others shares nothing. `advance` does not know
      // that.
      if (this.vulnerabilities === undefined) this.takeRows();
      else this.advance();
    }
    return this.answer!;
  }

  private get isUnderWay(): boolean {
    return this.answer === undefined;
  }

  private takeRows(): void {
    const answer = this.search.finish();
    const { policy, connection, leavesOut } = this.options;
    if ('error' in answer || policy.vulnerabilities === undefined || leavesOut(answer.listed)) {
      this.answer = answer;
      return;
    }
    this.lists = answer;
    const records = scanRecords(answer.listed, policy);
    const search = new VulnerabilitySearch(
      recordsToList({ reference: this.reference, records, policy }),
      this.project,
    );
    const { attempt } = this;
    this.round = roundsOf(connection).roundFor(attempt === 0 ? undefined : this.askedAt);
    this.vulnerabilities = new BlockingVulnerabilities(
      search,
      (queries) => startLookups(queries, { ...this.options, attempt }),
      this.inRound(this.round),
    );
    this.takeVulnerabilities();
  }

  private takeVulnerabilities(): void {
    if (!this.vulnerabilities!.isOver) return;
    const { result } = this.vulnerabilities!;
    if ('lists' in result) {
      if (this.renewRound()) return;
      this.answer = { ...this.lists!, vulnerabilities: result.lists };
      return;
    }
    if ('error' in result) {
      this.answer = result;
      return;
    }
    const source = this.options.connection._sourceKind();
    if (source === 'live' && this.attempt === this.options.attempt) {
      this.attempt += 1;
      this.vulnerabilities = undefined;
      this.search = this.searchRows();
      return;
    }
    this.answer = { error: unstableVulnerabilities(result.unstable, source) };
  }

  /**
   * Queries newer lists of the project if those of this round may be older than the image's scan.
   */
  private renewRound(): boolean {
    const { connection } = this.options;
    if (connection._sourceKind() !== 'live') return false;
    const newer = roundsOf(connection).renewed(
      this.round,
      this.askedAt,
      () => this.vulnerabilities!.lacksParticulars,
    );
    if (newer === undefined) return false;
    this.round = newer;
    this.vulnerabilities!.renew(this.inRound(newer));
    return true;
  }

  private inRound(round: number): (queries: readonly Query[]) => readonly Lookup[] {
    return (queries) => startLookups(queries, { ...this.options, attempt: round });
  }

  private searchRows(): BlockingSearch {
    const { attempt, options } = this;
    this.askedAt = Date.now();
    return new BlockingSearch(this.reference, {
      ...options,
      lists: options.policy.imageSources,
      mayShare: options.mayShare && attempt === 0,
      attempt,
    });
  }

  private get project(): { readonly enterpriseProjectId?: string } {
    const { enterpriseProjectId } = this.options.identity;
    return enterpriseProjectId === undefined ? {} : { enterpriseProjectId };
  }
}

function roundsOf(connection: HssConnection): ProjectRounds {
  let known = rounds.get(connection);
  if (known === undefined) rounds.set(connection, (known = new ProjectRounds(() => Date.now())));
  return known;
}

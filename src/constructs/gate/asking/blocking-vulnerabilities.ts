import {
  VulnerabilitySearch,
  VulnerabilitySearchResult,
} from '../../../asking/vulnerabilities/vulnerability-search';
import { Query } from '../../../contract/query';
import { Lookup } from '../../../lookup/lookups';
import { readLookups } from './read-lookups';

/** The search for the vulnerabilities of one image by lookups, which start in the constructor. */
export class BlockingVulnerabilities {
  private lookups: readonly Lookup[];

  /**
   * @param start starts lookups of the image's rows and vulnerabilities
   * @param startAhead starts lookups of the project's vulnerabilities, which images share
   */
  constructor(
    private readonly search: VulnerabilitySearch,
    private readonly start: (queries: readonly Query[]) => readonly Lookup[],
    private startAhead: (queries: readonly Query[]) => readonly Lookup[],
  ) {
    this.lookups = this.begin();
    this.startAhead(search.ahead);
  }

  /** Whether the search is complete. */
  public get isOver(): boolean {
    return this.search.isOver;
  }

  /** The result of the complete search. */
  public get result(): VulnerabilitySearchResult {
    return this.search.result;
  }

  /** Waits for the running lookups, and starts those that follow from the answers. */
  public advance(): void {
    if (this.isOver) return;
    this.search.answer(readLookups(this.lookups));
    this.lookups = this.begin();
  }

  /** Whether the lists of the project lack a vulnerability of the image. */
  public get lacksParticulars(): boolean {
    return this.search.lacksParticulars;
  }

  /** Queries the lists of the project once more. */
  public renew(startAhead: (queries: readonly Query[]) => readonly Lookup[]): void {
    this.startAhead = startAhead;
    this.search.reopen();
    this.lookups = this.begin();
  }

  private begin(): readonly Lookup[] {
    const { questions, isLast } = this.search;
    return isLast ? this.startAhead(questions) : this.start(questions);
  }
}

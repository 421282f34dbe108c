import {
  VulnerabilitySearch,
  VulnerabilitySearchResult,
} from '../../../asking/vulnerabilities/vulnerability-search';
import { Query } from '../../../contract/query';
import { Lookup } from '../../../lookup/lookups';
import { readLookups } from './read-lookups';

/** The search for the vulnerabilities of one image, by lookups: they begin when this is made. */
export class BlockingVulnerabilities {
  private lookups: readonly Lookup[];

  /**
   * @param start starts asking for vulnerabilities of the image, and about its rows
   * @param startAhead starts asking for those of the project, which images share
   */
  constructor(
    private readonly search: VulnerabilitySearch,
    private readonly start: (queries: readonly Query[]) => readonly Lookup[],
    private startAhead: (queries: readonly Query[]) => readonly Lookup[],
  ) {
    this.lookups = this.begin();
    this.startAhead(search.ahead);
  }

  /** Whether nothing is left to be asked. */
  public get isOver(): boolean {
    return this.search.isOver;
  }

  /** What the search came to, once it is over. */
  public get result(): VulnerabilitySearchResult {
    return this.search.result;
  }

  /** Waits for the answers that are under way, and starts what follows from them. */
  public advance(): void {
    if (this.isOver) return;
    this.search.answer(readLookups(this.lookups));
    this.lookups = this.begin();
  }

  /** Whether the lists of the project lack a vulnerability of the image. */
  public get lacksParticulars(): boolean {
    return this.search.lacksParticulars;
  }

  /** Asks for the lists of the project once more. */
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

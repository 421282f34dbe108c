import { publishTimeQuestion, publishTimesIn } from '../../../asking/vulnerabilities/publish-times';
import { VulnerabilityCveRow } from '../../../contract/vulnerabilities/vulnerability-cve';
import { Lookup } from '../../../lookup/lookups';
import { PublishTimes } from '../../../policy/vulnerabilities/grace';
import { readLookups } from './read-lookups';
import { LookupStart, startLookups } from './start-lookups';

/** The publication times of an image's vulnerabilities that its judgements need. */
export class PublishTimeLookups {
  private readonly started = new Map<string, readonly Lookup[]>();
  private readonly known = new Map<string, readonly VulnerabilityCveRow[]>();

  constructor(private readonly options: Omit<LookupStart, 'attempt'>) {}

  /** The times read so far. */
  public get times(): PublishTimes {
    return this.known;
  }

  /** Starts the lookups of vulnerabilities without waiting for them. */
  public start(vulIds: readonly string[]): void {
    const { enterpriseProjectId } = this.options.identity;
    const project = enterpriseProjectId === undefined ? {} : { enterpriseProjectId };
    for (const id of vulIds) {
      if (this.started.has(id)) continue;
      // Publication times don't change, so they are queried only once.
      const questions = publishTimeQuestion(id, project);
      this.started.set(id, startLookups(questions, { ...this.options, attempt: 0 }));
    }
  }

  /**
   * Waits for the publication times of vulnerabilities.
   * @throws HssError if HSS could not be queried
   */
  public read(vulIds: readonly string[]): void {
    this.start(vulIds);
    for (const id of vulIds) {
      const answer = publishTimesIn(readLookups(this.started.get(id)!));
      if ('error' in answer) throw answer.error;
      this.known.set(id, answer.rows);
    }
  }
}

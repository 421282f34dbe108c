import { publishTimeQuestion, publishTimesIn } from '../../../asking/vulnerabilities/publish-times';
import { VulnerabilityCveRow } from '../../../contract/vulnerabilities/vulnerability-cve';
import { Lookup } from '../../../lookup/lookups';
import { PublishTimes } from '../../../policy/vulnerabilities/grace';
import { readLookups } from './read-lookups';
import { LookupStart, startLookups } from './start-lookups';

/** When vulnerabilities of one image were published, as far as its judgements want to know. */
export class PublishTimeLookups {
  private readonly started = new Map<string, readonly Lookup[]>();
  private readonly known = new Map<string, readonly VulnerabilityCveRow[]>();

  constructor(private readonly options: Omit<LookupStart, 'attempt'>) {}

  /** The times that have been read. */
  public get times(): PublishTimes {
    return this.known;
  }

  /** Starts asking about vulnerabilities; waits for nothing. */
  public start(vulIds: readonly string[]): void {
    const { enterpriseProjectId } = this.options.identity;
    const project = enterpriseProjectId === undefined ? {} : { enterpriseProjectId };
    for (const id of vulIds) {
      if (this.started.has(id)) continue;
      // A time of publication does not change, however often an image is asked for.
      const questions = publishTimeQuestion(id, project);
      this.started.set(id, startLookups(questions, { ...this.options, attempt: 0 }));
    }
  }

  /**
   * Waits for the times of vulnerabilities.
   * @throws HssError when HSS could not be asked
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

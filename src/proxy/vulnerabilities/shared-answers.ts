import { Query } from '../../contract/query';
import { Row } from '../../contract/row';

/**
 * How long an answer that all images share is used, in ms: for the duration of a plan, but not
 * until the next one.
 */
const MAX_AGE_MS = 60_000;

interface Answer {
  /** When it was asked for, ms. */
  readonly at: number;
  readonly rows: Promise<readonly Row[]>;
}

/**
 * Lists that are not about one image. Each is asked for once while its answer is recent; a failure
 * is not kept.
 */
export class SharedAnswers {
  private readonly answers = new Map<string, Answer>();

  /** @param now ms of any clock */
  constructor(
    private readonly ask: (query: Query) => Promise<readonly Row[]>,
    private readonly now: () => number,
  ) {}

  public list(query: Query): Promise<readonly Row[]> {
    const key = JSON.stringify(query);
    const at = this.now();
    for (const [old, answer] of this.answers) {
      if (at - answer.at > MAX_AGE_MS) this.answers.delete(old);
    }
    const known = this.answers.get(key);
    if (known !== undefined) return known.rows;
    const answer = { at, rows: this.ask(query) };
    this.answers.set(key, answer);
    answer.rows.catch(() => {
      if (this.answers.get(key) === answer) this.answers.delete(key);
    });
    return answer.rows;
  }
}

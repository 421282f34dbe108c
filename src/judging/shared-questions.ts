import { HssError, asHssError } from '../contract/error';
import { Query } from '../contract/query';
import { Row } from '../contract/row';
import { ListAnswer } from '../asking/list-search';
import type { Upstream } from '../proxy';

/** What one question came to. */
export type QuestionOutcome = { readonly rows: readonly Row[] } | { readonly error: HssError };

/** How one question differs from what is usual. */
interface QuestionOptions {
  /** At most so many rows. */
  readonly maxRows?: number;
  /** How often the same was asked before: an answer of before is not taken then. */
  readonly attempt?: number;
}

/** What several images are asked for together: equal questions are one. */
export class SharedQuestions {
  private readonly asked = new Map<string, Promise<QuestionOutcome>>();

  constructor(private readonly source: Pick<Upstream, 'list'>) {}

  /** Begins to ask, or returns what the equal question comes to. Never rejects. */
  public list(query: Query, options: QuestionOptions = {}): Promise<QuestionOutcome> {
    const { maxRows, attempt = 0 } = options;
    const key = JSON.stringify([query, maxRows, attempt]);
    let outcome = this.asked.get(key);
    if (outcome === undefined) this.asked.set(key, (outcome = this.ask(query, maxRows)));
    return outcome;
  }

  /** Waits for several questions; the first in order that fails is the answer. */
  public async listAll(
    queries: readonly Query[],
    options: QuestionOptions = {},
  ): Promise<ListAnswer> {
    const outcomes = await Promise.all(queries.map((query) => this.list(query, options)));
    try {
      return { rows: outcomes.map(rowsOf) };
    } catch (thrown) {
      return { error: thrown as HssError };
    }
  }

  private async ask(query: Query, maxRows: number | undefined): Promise<QuestionOutcome> {
    try {
      return { rows: await this.source.list(query, maxRows) };
    } catch (thrown) {
      return { error: asHssError(thrown, 'while HSS was asked') };
    }
  }
}

/**
 * Returns the rows of a question.
 * @throws HssError what the question failed by
 */
export function rowsOf(outcome: QuestionOutcome): readonly Row[] {
  if ('error' in outcome) throw outcome.error;
  return outcome.rows;
}

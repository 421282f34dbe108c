import { HssError, asHssError } from '../contract/error';
import { Query } from '../contract/query';
import { Row } from '../contract/row';
import { ListAnswer } from '../asking/list-search';
import type { Upstream } from '../proxy';

/** The outcome of one question. */
export type QuestionOutcome = { readonly rows: readonly Row[] } | { readonly error: HssError };

/** Options of one question. */
interface QuestionOptions {
  /** The maximum number of rows. */
  readonly maxRows?: number;
  /** Number of earlier attempts. Their answers are not reused. */
  readonly attempt?: number;
}

/** The questions that several images share. Equal questions are asked once. */
export class SharedQuestions {
  private readonly asked = new Map<string, Promise<QuestionOutcome>>();

  constructor(private readonly source: Pick<Upstream, 'list'>) {}

  /** Asks a question, or returns the outcome of an equal one. Never rejects. */
  public list(query: Query, options: QuestionOptions = {}): Promise<QuestionOutcome> {
    const { maxRows, attempt = 0 } = options;
    const key = JSON.stringify([query, maxRows, attempt]);
    let outcome = this.asked.get(key);
    if (outcome === undefined) this.asked.set(key, (outcome = this.ask(query, maxRows)));
    return outcome;
  }

  /** Waits for several questions. If some fail, returns the error of the first in order. */
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
 * @throws HssError if the question failed
 */
export function rowsOf(outcome: QuestionOutcome): readonly Row[] {
  if ('error' in outcome) throw outcome.error;
  return outcome.rows;
}

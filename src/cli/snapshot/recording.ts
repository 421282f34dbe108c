import { Query } from '../../contract/query';
import { Row } from '../../contract/row';
import { SnapshotLookup, queryKey } from '../../lookup/snapshot';
import { OpenClient } from '../shared/open-client';

/**
 * Lists rows and records the last answer to each query. A query may be repeated, because a scan may
 * end in between and contradict an earlier answer.
 */
export class Recording {
  private readonly whole = new Map<string, Promise<readonly Row[]>>();
  private readonly answered = new Map<string, SnapshotLookup>();
  private began = Infinity;

  constructor(private readonly opened: OpenClient) {}

  /** Lists a complete list. Its rows also answer equal queries about images. */
  public listWhole(query: Query): Promise<readonly Row[]> {
    const rows = this.ask(query);
    this.whole.set(queryKey(query), rows);
    return rows;
  }

  /** Queries images. Callers merge equal queries, unless an earlier answer is outdated. */
  public list(query: Query): Promise<readonly Row[]> {
    return this.whole.get(queryKey(query)) ?? this.ask(query);
  }

  public get lookups(): readonly SnapshotLookup[] {
    return [...this.answered.values()];
  }

  public get recordedAt(): string {
    return new Date(this.began).toISOString();
  }

  private async ask(query: Query): Promise<readonly Row[]> {
    this.began = Math.min(this.began, Date.now());
    const rows = await this.opened.client.list(query, this.opened.deadline());
    this.answered.set(queryKey(query), { query, rows });
    return rows;
  }
}

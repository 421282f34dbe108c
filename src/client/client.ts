import { ENDPOINTS, IMAGE_STATISTICS } from '../contract/endpoints';
import { ENTERPRISE_PROJECT_ID, PAGE_LIMIT } from '../contract/fields';
import { Query, parametersOf, pathOf } from '../contract/query';
import { rowReader } from '../contract/recheck';
import { Row } from '../contract/row';
import { Success } from './http/answer';
import { Answered, Api, Deadline } from './api';
import { pageOf } from './paging/page';
import { RowsInMemory } from './paging/kept-rows';
import { FetchPage, OnProgress, PagingLimits, readWholeListInto } from './paging/paging';
import { PAUSES, Pauses } from './retry/pauses';
import { findProject } from './settings/project';
import { RowsOnDisk, StoredRows, jsonLine } from './paging/rows-on-disk';
import { PageHandedOn, RowsHandedOn, WholeList } from './paging/rows-handed-on';
import { Settings } from './settings/settings';

/** Where rows are listed; neither is a credential. */
export interface Origin {
  /** Base URL of HSS; or `hss-gate exec` for a proxy that does not describe what is behind it. */
  readonly endpoint: string;
  readonly projectId: string;
}

/** Which page of a list; what is left out, HSS takes its default for. */
export interface PageOf {
  readonly limit?: number;
  readonly offset?: number;
}

/** Lists rows of the endpoints. Knows neither CDKTF nor threads. */
export class HssClient {
  private readonly api: Api;
  private projectId: Promise<string> | undefined;

  constructor(
    private readonly settings: Settings,
    private readonly pauses: Pauses = PAUSES,
  ) {
    this.api = new Api(settings, pauses);
  }

  /**
   * The whole list that a query asks for, as typed rows.
   * @param maxRows where the list is wanted only if it is shorter than the connection would allow
   * @throws HssError
   */
  public async list(query: Query, deadline: Deadline, maxRows = Infinity): Promise<Row[]> {
    const { fetch, limits } = await this.listing(query, deadline, maxRows);
    const read = rowReader(ENDPOINTS[query.endpoint], query);
    return readWholeListInto(fetch, limits, () => new RowsInMemory(read));
  }

  /**
   * The same list, page by page as HSS gives it, for whoever reads the rows meanwhile: `RowsArriving` does.
   * @throws HssError; what was handed on is void then
   */
  public async handOn(
    query: Query,
    deadline: Deadline,
    handOn: (page: PageHandedOn) => void,
    maxRows?: number,
  ): Promise<WholeList> {
    const { fetch, limits } = await this.listing(query, deadline, maxRows);
    let reading = 0;
    return readWholeListInto(fetch, limits, () => new RowsHandedOn(++reading, handOn));
  }

  /**
   * The same list on disk, for whoever hands it on row by row: memory stays flat, however long it is.
   * @throws HssError
   */
  public async store(
    query: Query,
    deadline: Deadline,
    onProgress?: OnProgress,
  ): Promise<StoredRows> {
    const { fetch, limits } = await this.listing(query, deadline);
    const read = rowReader(ENDPOINTS[query.endpoint], query);
    const lineOf = (raw: unknown): string | undefined => {
      const row = read(raw);
      return row === undefined ? undefined : jsonLine(row);
    };
    return readWholeListInto(fetch, limits, () => new RowsOnDisk(lineOf), onProgress);
  }

  /**
   * One page as HSS has it, for whoever pages by himself.
   * @throws HssError
   */
  public async page(query: Query, page: PageOf, deadline: Deadline): Promise<Success> {
    const spec = ENDPOINTS[query.endpoint];
    const path = `/v5/${await this.project(deadline)}${pathOf(spec, query)}`;
    return (await this.ask(path, parametersOf(spec, query), page, deadline)).read();
  }

  /**
   * How many images HSS knows of each kind, as HSS has it (ShowImageAssetStatistics).
   * @throws HssError
   */
  public async imageStatistics(
    enterpriseProjectId: string | undefined,
    deadline: Deadline,
  ): Promise<Success> {
    const path = `/v5/${await this.project(deadline)}${IMAGE_STATISTICS.path}`;
    const parameters: readonly (readonly [string, string])[] =
      enterpriseProjectId === undefined ? [] : [[ENTERPRISE_PROJECT_ID.name, enterpriseProjectId]];
    return this.api.get(this.settings.endpoint, path, parameters, deadline);
  }

  /** Where the lists come from. */
  public async origin(deadline: Deadline): Promise<Origin> {
    return {
      endpoint: this.settings.shownEndpoint,
      projectId: await this.project(deadline),
    };
  }

  public async close(): Promise<void> {
    await this.api.close();
  }

  private async listing(
    query: Query,
    deadline: Deadline,
    maxRows = Infinity,
  ): Promise<{ readonly fetch: FetchPage; readonly limits: PagingLimits }> {
    const spec = ENDPOINTS[query.endpoint];
    const path = `/v5/${await this.project(deadline)}${pathOf(spec, query)}`;
    const parameters = parametersOf(spec, query);
    const description = `GET ${this.settings.endpoint.origin}${path}`;
    return {
      fetch: async (offset) => {
        const page = { limit: PAGE_LIMIT, offset };
        const answered = await this.ask(path, parameters, page, deadline);
        return () => {
          const { json, body } = answered.read();
          return { ...pageOf(json, description), body };
        };
      },
      limits: {
        concurrency: this.settings.concurrency,
        maxRows: Math.min(maxRows, this.settings.maxRows),
        pauses: this.pauses,
      },
    };
  }

  private ask(
    path: string,
    parameters: readonly (readonly [string, string])[],
    { limit, offset }: PageOf,
    deadline: Deadline,
  ): Promise<Answered> {
    const all = [...parameters];
    if (limit !== undefined) all.push(['limit', String(limit)]);
    if (offset !== undefined) all.push(['offset', String(offset)]);
    return this.api.ask(this.settings.endpoint, path, all, deadline);
  }

  private async project(deadline: Deadline): Promise<string> {
    if (this.settings.projectId !== undefined) return this.settings.projectId;
    this.projectId ??= findProject(this.api, this.settings, deadline).catch((error: unknown) => {
      // The next lookup may have more luck; a refusal is remembered elsewhere.
      this.projectId = undefined;
      throw error;
    });
    return this.projectId;
  }
}

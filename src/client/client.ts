import { ENDPOINTS } from '../contract/endpoints';
import { PAGE_LIMIT } from '../contract/fields';
import { Query, parametersOf, pathOf } from '../contract/query';
import { readRows } from '../contract/recheck';
import { Row } from '../contract/row';
import { Success } from './answer';
import { Api, Deadline } from './api';
import { pageOf } from './page';
import { readWholeList } from './paging';
import { findProject } from './project';
import { Settings } from './settings';

/** Where rows are listed; neither is a credential. */
export interface Origin {
  /** Scheme, host and port of HSS. */
  readonly endpoint: string;
  readonly projectId: string;
}

/** Which page of a list; what is left out, HSS takes its default for. */
export interface PageOf {
  readonly limit?: number;
  readonly offset?: number;
}

/** Lists rows of the three endpoints. Knows neither CDKTF nor threads. */
export class HssClient {
  private readonly api: Api;
  private projectId: Promise<string> | undefined;

  constructor(private readonly settings: Settings) {
    this.api = new Api(settings);
  }

  /**
   * The whole list that a query asks for, as typed rows.
   * @param maxRows where the list is wanted only if it is shorter than the connection would allow
   * @throws HssError
   */
  public async list(query: Query, deadline: Deadline, maxRows = Infinity): Promise<Row[]> {
    const spec = ENDPOINTS[query.endpoint];
    const path = `/v5/${await this.project(deadline)}${pathOf(spec, query)}`;
    const parameters = parametersOf(spec, query);
    const description = `GET ${this.settings.endpoint.origin}${path}`;
    const fetchPage = async (offset: number) =>
      pageOf(
        (await this.get(path, parameters, { limit: PAGE_LIMIT, offset }, deadline)).json,
        description,
      );
    const limits = {
      concurrency: this.settings.concurrency,
      maxRows: Math.min(maxRows, this.settings.maxRows),
    };
    return readRows(spec, query, await readWholeList(fetchPage, limits));
  }

  /**
   * One page as HSS has it, for whoever pages by himself.
   * @throws HssError
   */
  public async page(query: Query, page: PageOf, deadline: Deadline): Promise<Success> {
    const spec = ENDPOINTS[query.endpoint];
    const path = `/v5/${await this.project(deadline)}${pathOf(spec, query)}`;
    return this.get(path, parametersOf(spec, query), page, deadline);
  }

  /** Where the lists come from. */
  public async origin(deadline: Deadline): Promise<Origin> {
    return {
      endpoint: this.settings.endpoint.origin,
      projectId: await this.project(deadline),
    };
  }

  public async close(): Promise<void> {
    await this.api.close();
  }

  private get(
    path: string,
    parameters: readonly (readonly [string, string])[],
    { limit, offset }: PageOf,
    deadline: Deadline,
  ): Promise<Success> {
    const all = [...parameters];
    if (limit !== undefined) all.push(['limit', String(limit)]);
    if (offset !== undefined) all.push(['offset', String(offset)]);
    return this.api.get(this.settings.endpoint, path, all, deadline);
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

import { ENDPOINTS, IMAGE_STATISTICS } from '../contract/endpoints';
import { ENTERPRISE_PROJECT_ID } from '../contract/fields';
import { Query } from '../contract/query';
import { Row } from '../contract/row';
import { Success } from './http/answer';
import { Deadline } from './api';
import { PageReader, PagesHandedOn } from './paging/pages-handed-on';
import { readWholeListBy, readWholeListInto } from './paging/paging';
import { PageOf, ProjectApi } from './project-api';
import { PAUSES, Pauses } from './retry/pauses';
import { typedRowsInMemory } from './paging/rows-in-memory';
import { StoredRows, typedRowsOnDisk } from './paging/rows-on-disk';
import { OnProgress } from './paging/whole-check';
import { Settings } from './settings/settings';

export { PageOf } from './project-api';

/** Where rows are listed; neither is a credential. */
export interface Origin {
  /** Base URL of HSS; or `hss-gate exec` for a proxy that does not describe what is behind it. */
  readonly endpoint: string;
  /** Region ID, where one is known: an endpoint need not name it. */
  readonly region?: string;
  readonly projectId: string;
}

/** Lists rows of the endpoints. Knows neither CDKTF nor threads. */
export class HssClient {
  private readonly api: ProjectApi;

  constructor(
    private readonly settings: Settings,
    pauses: Pauses = PAUSES,
  ) {
    this.api = new ProjectApi(settings, pauses);
  }

  /**
   * The whole list that a query asks for, as typed rows.
   * @param maxRows where the list is wanted only if it is shorter than the connection would allow
   * @throws HssError
   */
  public async list(query: Query, deadline: Deadline, maxRows?: number): Promise<Row[]> {
    const spec = ENDPOINTS[query.endpoint];
    const { fetch, limits } = await this.api.listing(spec, query, deadline, maxRows);
    return readWholeListInto(fetch, limits, () => typedRowsInMemory(spec, query));
  }

  /**
   * The same list, page by page as HSS sends it, for code that reads the rows elsewhere: `RowsArriving` does.
   * @throws HssError; what was handed on is void then
   */
  public async handOn(
    query: Query,
    deadline: Deadline,
    reader: PageReader,
    maxRows?: number,
  ): Promise<void> {
    const spec = ENDPOINTS[query.endpoint];
    const { fetch, limits } = await this.api.listing(spec, query, deadline, maxRows);
    let reading = 0;
    await readWholeListBy(fetch, limits, () => {
      return new PagesHandedOn(++reading, reader, limits.maxRows);
    });
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
    const spec = ENDPOINTS[query.endpoint];
    const { fetch, limits } = await this.api.listing(spec, query, deadline);
    return readWholeListInto(fetch, limits, () => typedRowsOnDisk(spec, query), onProgress);
  }

  /**
   * One page as HSS has it, for whoever pages by himself.
   * @throws HssError
   */
  public async page(query: Query, page: PageOf, deadline: Deadline): Promise<Success> {
    return this.api.page(ENDPOINTS[query.endpoint], query, page, deadline);
  }

  /**
   * How many images HSS knows of each kind, as HSS has it (ShowImageAssetStatistics).
   * @throws HssError
   */
  public async imageStatistics(
    enterpriseProjectId: string | undefined,
    deadline: Deadline,
  ): Promise<Success> {
    const parameters: readonly (readonly [string, string])[] =
      enterpriseProjectId === undefined ? [] : [[ENTERPRISE_PROJECT_ID.name, enterpriseProjectId]];
    return this.api.get(IMAGE_STATISTICS.path, parameters, deadline);
  }

  /** Where the lists come from. */
  public async origin(deadline: Deadline): Promise<Origin> {
    const { shownEndpoint, region } = this.settings;
    return {
      endpoint: shownEndpoint,
      ...(region === undefined ? {} : { region }),
      projectId: await this.api.project(deadline),
    };
  }

  public async close(): Promise<void> {
    await this.api.close();
  }
}

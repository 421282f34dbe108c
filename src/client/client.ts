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

/** The place that rows are listed from. No part of it is a credential. */
export interface Origin {
  /** Base URL of HSS; `hss-gate exec` for a proxy that does not describe its upstream. */
  readonly endpoint: string;
  /** Region ID, where known: an endpoint may not name it. */
  readonly region?: string;
  readonly projectId: string;
}

/** Lists the rows of HSS's endpoints. Independent of CDKTF and of threads. */
export class HssClient {
  private readonly api: ProjectApi;

  constructor(
    private readonly settings: Settings,
    pauses: Pauses = PAUSES,
  ) {
    this.api = new ProjectApi(settings, pauses);
  }

  /**
   * Returns the complete list for a query, as typed rows.
   * @param maxRows a lower limit than the connection's
   * @throws HssError
   */
  public async list(query: Query, deadline: Deadline, maxRows?: number): Promise<Row[]> {
    const spec = ENDPOINTS[query.endpoint];
    const { fetch, limits } = await this.api.listing(spec, query, deadline, maxRows);
    return readWholeListInto(fetch, limits, () => typedRowsInMemory(spec, query));
  }

  /**
   * Hands the same list on, page by page as HSS sends it, to code that reads the rows elsewhere
   * (`RowsArriving`).
   * @throws HssError; pages handed on before are then invalid
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
   * Stores the same list on disk, for callers that read it row by row: memory use stays constant,
   * however long it is.
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
   * Returns one page as HSS sends it, for callers that do the paging themselves.
   * @throws HssError
   */
  public async page(query: Query, page: PageOf, deadline: Deadline): Promise<Success> {
    return this.api.page(ENDPOINTS[query.endpoint], query, page, deadline);
  }

  /**
   * Returns the number of images that HSS knows of each kind, as HSS sends it
   * (ShowImageAssetStatistics).
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

  /** Returns where the lists come from. */
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

import { ListSpec, PAGE_LIMIT } from '../contract/fields';
import { Query, parametersOf, pathOf } from '../contract/query';
import { Success } from './http/answer';
import { secretsOf } from './credentials/credential';
import { UnparsedAnswer, Api, Deadline, PostResult } from './api';
import { FetchPage, pageOf } from './paging/page';
import { PagingLimits } from './paging/paging';
import { PAUSES, Pauses } from './retry/pauses';
import { findProject } from './settings/project';
import { Settings } from './settings/settings';

/** A page of a list. HSS uses its defaults for properties left out. */
export interface PageOf {
  readonly limit?: number;
  readonly offset?: number;
}

/** HSS's API below one project. Asks IAM for the project's ID where it is unknown. */
export class ProjectApi {
  private readonly api: Api;
  private projectId: Promise<string> | undefined;

  constructor(
    private readonly settings: Settings,
    private readonly pauses: Pauses = PAUSES,
  ) {
    this.api = new Api(settings, pauses);
  }

  /** Returns a function that fetches the pages of a list. */
  public async listing(
    spec: ListSpec,
    query: Pick<Query, 'values'>,
    deadline: Deadline,
    maxRows = Infinity,
  ): Promise<{ readonly fetch: FetchPage; readonly limits: PagingLimits }> {
    const path = await this.pathOf(pathOf(spec, query), deadline);
    const parameters = parametersOf(spec, query);
    const secrets = secretsOf(this.settings.credential);
    const description = `GET ${this.settings.endpoint.origin}${path}`;
    return {
      fetch: async (offset, unwanted) => {
        const page = { limit: PAGE_LIMIT, offset };
        const answered = await this.ask(path, parameters, page, deadline, unwanted);
        return {
          body: answered.body,
          read: (body) => pageOf(answered.read(body).json, description, secrets),
        };
      },
      limits: {
        concurrency: this.settings.concurrency,
        maxRows: Math.min(maxRows, this.settings.maxRows),
        pauses: this.pauses,
      },
    };
  }

  /**
   * Returns one page as HSS sends it.
   * @throws HssError
   */
  public async page(
    spec: ListSpec,
    query: Pick<Query, 'values'>,
    page: PageOf,
    deadline: Deadline,
  ): Promise<Success> {
    const path = await this.pathOf(pathOf(spec, query), deadline);
    return (await this.ask(path, parametersOf(spec, query), page, deadline)).read();
  }

  /**
   * Returns the answer to a GET other than a list.
   * @param path below the project
   * @throws HssError
   */
  public async get(
    path: string,
    parameters: readonly (readonly [string, string])[],
    deadline: Deadline,
  ): Promise<Success> {
    return this.api.get(
      this.settings.endpoint,
      await this.pathOf(path, deadline),
      parameters,
      deadline,
    );
  }

  /**
   * Sends a POST, as `Api.post` does.
   * @param path below the project
   * @param body JSON
   * @throws HssError if HSS did not carry it out
   */
  public async post(
    path: string,
    parameters: readonly (readonly [string, string])[],
    body: string,
    deadline: Deadline,
  ): Promise<PostResult> {
    const whole = await this.pathOf(path, deadline);
    return this.api.post(this.settings.endpoint, whole, parameters, body, deadline);
  }

  /** Returns the project's ID. */
  public async project(deadline: Deadline): Promise<string> {
    if (this.settings.projectId !== undefined) return this.settings.projectId;
    this.projectId ??= findProject(this.api, this.settings, deadline).catch((error: unknown) => {
      // The next lookup may succeed; a refusal is remembered elsewhere.
      this.projectId = undefined;
      throw error;
    });
    return this.projectId;
  }

  public async close(): Promise<void> {
    await this.api.close();
  }

  private async pathOf(below: string, deadline: Deadline): Promise<string> {
    return `/v5/${await this.project(deadline)}${below}`;
  }

  private ask(
    path: string,
    parameters: readonly (readonly [string, string])[],
    { limit, offset }: PageOf,
    deadline: Deadline,
    unwanted?: AbortSignal,
  ): Promise<UnparsedAnswer> {
    const all = [...parameters];
    if (limit !== undefined) all.push(['limit', String(limit)]);
    if (offset !== undefined) all.push(['offset', String(offset)]);
    return this.api.ask(this.settings.endpoint, path, all, deadline, unwanted);
  }
}

import { Deadline } from '../../../client/api';
import type { HssClient, PageOf } from '../../../client/client';
import { ENDPOINTS } from '../../../contract/endpoints';
import { HssError } from '../../../contract/error';
import { EndpointId, EndpointSpec, MAX_OFFSET, PAGE_LIMIT } from '../../../contract/fields';
import { QueryValue, checkQuery } from '../../../contract/query';
import { readRow } from '../../../contract/row';
import {
  GatheredList,
  PageAnswer,
  PageRead,
  RequestFailure,
  outlineOf,
  rowsOfPages,
} from './answers';
import { GatheredAnswers } from './model';
import { associationsWithoutRow } from './index-survey';
import { isAllowedQuery, probesFor } from './probes';
import { distinctRawRows } from './row-key';

/** The most pages of a list in the first reading. */
const MAX_PAGES = 5;
/** The smallest page size that every list supports. */
const FEWEST = 10;
/** The most images of indexes whose rows are queried by name. */
const MAX_PLATFORMS = 10;
/**
 * The number of consecutive failures, other than refusals, after which no more requests are sent.
 */
const MAX_FAILURES = 2;

/** Optional parameters of the survey. */
export interface GatherOptions {
  readonly enterpriseProjectId?: string;
  readonly syncTask?: string;
}

/** Queries HSS by GET, one request after the other. Failures are part of the result. */
export async function gatherAnswers(
  client: Pick<HssClient, 'page' | 'imageStatistics'>,
  deadline: () => Deadline,
  { enterpriseProjectId, syncTask }: GatherOptions,
): Promise<Pick<GatheredAnswers, 'lists' | 'statistics'>> {
  const requests = new ContractRequests(client, deadline);
  const base: { [prop: string]: QueryValue } =
    enterpriseProjectId === undefined ? {} : { enterpriseProjectId };
  const task = syncTask === undefined ? undefined : { ...base, taskId: syncTask };
  // Checks the options before the first request.
  checkQuery(ENDPOINTS['cicd-images'], base);
  if (task !== undefined) checkQuery(ENDPOINTS['sync-task-registries'], task);
  const lists: { [id in EndpointId]?: GatheredList } = {};
  for (const id of ['cicd-images', 'registry-images', 'image-registries'] as const) {
    lists[id] = await gatherList(requests, ENDPOINTS[id], base);
  }
  if (task !== undefined) {
    const id = 'sync-task-registries';
    lists[id] = await gatherList(requests, ENDPOINTS[id], task);
  }
  return { lists, statistics: await requests.statistics(enterpriseProjectId) };
}

async function gatherList(
  requests: ContractRequests,
  spec: EndpointSpec,
  base: { readonly [prop: string]: QueryValue },
): Promise<GatheredList> {
  const read = async (limit: number, offset: number): Promise<PageRead> => {
    const asked = { limit, offset };
    return { asked, answer: await requests.page(spec, base, asked) };
  };
  const pages = [await read(PAGE_LIMIT, 0)];
  for (let offset = 0; pages.length < MAX_PAGES;) {
    const { page } = pages[pages.length - 1].answer;
    offset += page?.rows.length ?? 0;
    if (page?.total === undefined || page.rows.length === 0 || offset >= page.total) break;
    pages.push(await read(PAGE_LIMIT, offset));
  }
  const { page } = pages[0].answer;
  if (page === undefined) {
    return { spec, pages, overlaps: [], probes: [], platforms: [], again: [] };
  }
  const rows = rowsOfPages(pages);
  const overlaps: PageRead[] = [];
  for (const [limit, offset] of overlapsOf(spec.id, rows.length)) {
    overlaps.push(await read(limit, offset));
  }
  const total = page.total ?? 0;
  const pastEnd = total <= MAX_OFFSET ? await read(FEWEST, total) : undefined;
  const lastRow = total > rows.length ? await read(FEWEST, lastOffset(total)) : undefined;
  const probes = [];
  const readRows = rows.map((raw) => readRow(spec, raw));
  // In an empty list, all filters look the same.
  for (const probe of rows.length === 0 ? [] : probesFor(spec, readRows, base)) {
    const values = { ...base, ...probe.values };
    const asked = { limit: PAGE_LIMIT, offset: 0 };
    probes.push({ probe, answer: await requests.page(spec, values, asked) });
  }
  const seen = [...rows, ...probes.flatMap(({ answer }) => answer.page?.rows ?? [])];
  const platforms = [];
  for (const { association, values } of platformQueries(spec, seen, base)) {
    const asked = { limit: PAGE_LIMIT, offset: 0 };
    platforms.push({ association, answer: await requests.page(spec, values, asked) });
  }
  const again: PageRead[] = [];
  for (const { asked } of pages) again.push(await read(asked.limit, asked.offset));
  return {
    spec,
    pages,
    overlaps,
    ...(pastEnd === undefined ? {} : { pastEnd }),
    ...(lastRow === undefined ? {} : { lastRow }),
    probes,
    platforms,
    again,
  };
}

function lastOffset(total: number): number {
  return Math.min(total - 1, MAX_OFFSET);
}

/** Returns pages of other sizes over known rows, as limit and offset. */
function overlapsOf(id: EndpointId, rows: number): readonly (readonly [number, number])[] {
  const pages: (readonly [number, number])[] = [];
  if (rows > 0 && id === 'registry-images') pages.push([1, 0]);
  if (rows > 5) pages.push([FEWEST, 5]);
  if (rows > 57) pages.push([37, 20]);
  return pages;
}

/** Returns queries for the names of some images that indexes name and whose row was not seen. */
function platformQueries(
  spec: EndpointSpec,
  seen: readonly unknown[],
  base: { readonly [prop: string]: QueryValue },
): { readonly association: unknown; readonly values: { readonly [prop: string]: QueryValue } }[] {
  if (spec.id !== 'registry-images') return [];
  return associationsWithoutRow(distinctRawRows(spec.id, seen))
    .slice(0, MAX_PLATFORMS)
    .flatMap((association) => {
      const { namespace, imageName, imageVersion } = readRow(spec, association);
      const names = Object.entries({ namespace, imageName, imageVersion }).filter(
        (entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1] !== '',
      );
      const values = { ...base, ...Object.fromEntries(names) };
      return names.length > 0 && isAllowedQuery(spec, values) ? [{ association, values }] : [];
    });
}

/**
 * Sends requests until the credential is refused, HSS stops answering or the command's deadline
 * passes.
 */
class ContractRequests {
  private failures = 0;
  private isOver = false;

  constructor(
    private readonly client: Pick<HssClient, 'page' | 'imageStatistics'>,
    private readonly deadline: () => Deadline,
  ) {}

  public async page(
    spec: EndpointSpec,
    values: { readonly [prop: string]: QueryValue },
    page: Required<PageOf>,
  ): Promise<PageAnswer> {
    const query = checkQuery(spec, values);
    const came = await this.send((deadline) => this.client.page(query, page, deadline));
    return 'failure' in came ? came : { page: outlineOf(came.json) };
  }

  public async statistics(
    enterpriseProjectId: string | undefined,
  ): Promise<GatheredAnswers['statistics']> {
    return this.send((deadline) => this.client.imageStatistics(enterpriseProjectId, deadline));
  }

  private async send(
    ask: (deadline: Deadline) => Promise<{ readonly json: unknown }>,
  ): Promise<{ readonly json: unknown } | { readonly failure: RequestFailure }> {
    if (this.isOver || this.failures >= MAX_FAILURES) {
      return { failure: { code: 'NOT_ASKED' } };
    }
    const deadline = this.deadline();
    try {
      const { json } = await ask(deadline);
      this.failures = 0;
      return { json };
    } catch (error) {
      if (!(error instanceof HssError)) throw error;
      const isTooLate =
        error.code === 'HSS_TIMEOUT' && deadline.scope === 'command' && deadline.signal.aborted;
      this.isOver = isTooLate || error.code === 'HSS_AUTH_FAILED';
      if (NO_ANSWER.includes(error.code)) this.failures += 1;
      const { seconds } = deadline;
      return {
        failure: { ...failureFrom(error), ...(isTooLate ? { deadline_seconds: seconds } : {}) },
      };
    }
  }
}

const NO_ANSWER = ['HSS_UNREACHABLE', 'HSS_TIMEOUT', 'HSS_SERVER_ERROR', 'HSS_THROTTLED'];
/**
 * Matches codes of HSS and the gateway, such as HSS.0013 and APIGW.0301. Any other text may be
 * private.
 */
const SERVICE_CODE = /^[A-Z]{2,10}\.\d{4,8}$/;

function failureFrom({ code, details: { status, serviceCode } }: HssError): RequestFailure {
  return {
    code,
    ...(status === undefined ? {} : { http_status: status }),
    ...(serviceCode !== undefined && SERVICE_CODE.test(serviceCode)
      ? { service_code: serviceCode }
      : {}),
  };
}

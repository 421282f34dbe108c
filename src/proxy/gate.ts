import { pageOf } from '../client/paging/page';
import { parseExactly } from '../client/http/json';
import { HssError } from '../contract/error';
import { EndpointId } from '../contract/fields';
import { isRecord } from '../contract/row';
import { ImageSource } from '../policy/model/image-source';
import { FEED_ADVICE, KnownExploitedFeed } from '../policy/vulnerabilities/feed';
import { JUDGING_PARAMETER, readJudging } from '../policy/vulnerabilities/plan/plan-judging';
import { apiRow } from './api-row';
import { imageRows, requestedRows } from './image-rows';
import { Question, questionOf } from './question';
import { Reply, typed } from './reply';
import { ListRoute, listRouteOf } from './route';
import { Upstream } from './upstream';
import { decidingRecords } from './vulnerabilities/deciding-records';
import { VulnerabilityJudge } from './vulnerabilities/vulnerability-judge';

/**
 * The most bytes that one image may add to Terraform's state, and the part of it that is not the
 * body: URL, headers, attribute names. The provider keeps the body three times, once in base64.
 */
const MAX_STATE_BYTES = 10_000;
const STATE_BYTES_BESIDE = 1_500;
/**
 * What an index may add for each platform that it names, and for how many: few images have more
 * than twenty.
 */
const STATE_BYTES_A_PLATFORM = 400;
const MAX_PLATFORMS = 64;

/** What the counts of its vulnerabilities may add. */
const STATE_BYTES_OF_COUNTS = 2_000;

/** The lists of images, which are read one image at a time. */
const IMAGE_LISTS: { readonly [endpoint in EndpointId]?: ImageSource } = {
  'cicd-images': ImageSource.CICD,
  'registry-images': ImageSource.REGISTRY,
};

/** A parameter that only the proxy has: the API has no filter by digest. */
const IMAGE_DIGEST = 'image_digest';

/** The options of a gate. */
export interface GateOptions {
  /**
   * Returns the feed of CVEs that are known to be exploited; called only if a question needs it.
   * @throws HssError if there is none
   */
  readonly feed?: () => Promise<KnownExploitedFeed>;
  /** ms since 1970. */
  readonly now?: () => number;
}

/**
 * Answers Terraform's `data.http`. It treats a failed request as a failed plan, and a failed plan
 * of a destroy as a failed destroy. So every answer is a 200 with any failure in `error`, which has
 * to be read before the rows.
 */
export class Gate {
  /** Equal questions at the same time share an answer. */
  private readonly underWay = new Map<string, Promise<string>>();
  private readonly judge: VulnerabilityJudge;

  constructor(
    private readonly upstream: Upstream,
    private readonly options: GateOptions = {},
  ) {
    this.judge = new VulnerabilityJudge(upstream, options.now ?? Date.now);
  }

  public async reply(path: string, search: string): Promise<Reply> {
    try {
      return { status: 200, body: await this.answer(path, search) };
    } catch (thrown) {
      const { code, message } = typed(thrown);
      return { status: 200, body: JSON.stringify({ error: { code, message }, data_list: [] }) };
    }
  }

  private async answer(path: string, search: string): Promise<string> {
    const route = listRouteOf(path);
    if (route === undefined) {
      throw refused('hss-gate exec serves the list paths of this package, and no other');
    }
    const { projectId } = this.upstream;
    if (route.projectId !== projectId) {
      throw refused(`hss-gate exec serves project ${projectId}, and no other`);
    }
    const ownNames = route.spec.id in IMAGE_LISTS ? [IMAGE_DIGEST, JUDGING_PARAMETER] : [];
    const question = questionOf(route.spec, route.props, search, ownNames);
    const key = JSON.stringify(question);
    const same = this.underWay.get(key);
    if (same !== undefined) return same;
    const asked = this.ask(route, question).finally(() => this.underWay.delete(key));
    this.underWay.set(key, asked);
    return asked;
  }

  private ask(route: ListRoute, question: Question): Promise<string> {
    const { limit, offset } = question.page;
    if (limit !== undefined || offset !== undefined) return this.page(question);
    const list = IMAGE_LISTS[route.spec.id];
    return list === undefined ? this.list(route, question) : this.image(route, list, question);
  }

  /** Answers for one image, with the rows and fields needed to judge it. */
  private async image(
    { spec }: ListRoute,
    list: ImageSource,
    { query, own }: Question,
  ): Promise<string> {
    const { namespace, imageName, imageVersion } = query.values;
    if (imageName === undefined) {
      throw refused('one image is asked for at a time: give image_name; or limit, for a page');
    }
    const wanted = {
      ...(namespace === undefined ? {} : { namespace: String(namespace) }),
      imageName: String(imageName),
      ...(imageVersion === undefined ? {} : { imageVersion: String(imageVersion) }),
      ...(own[IMAGE_DIGEST] === undefined ? {} : { imageDigest: own[IMAGE_DIGEST] }),
    };
    const parameter = own[JUDGING_PARAMETER];
    if (parameter === undefined) {
      return this.small(imageRows(spec, await this.upstream.list(query), wanted));
    }
    const judging = readJudging(parameter);
    const feed = judging.knownExploited === undefined ? undefined : await this.feed();
    const { enterpriseProjectId } = query.values;
    const { rows, counts } = await this.judge.count({
      list: () => this.upstream.list(query),
      deciding: (listed) =>
        decidingRecords(list, requestedRows(listed, wanted), wanted, judging.registryNames),
      project:
        enterpriseProjectId === undefined
          ? {}
          : { enterpriseProjectId: String(enterpriseProjectId) },
      judging,
      feed,
    });
    const added = new Map([...counts].map(([row, vulnerabilities]) => [row, { vulnerabilities }]));
    return this.small(imageRows(spec, rows, wanted, added), feed);
  }

  private async feed(): Promise<KnownExploitedFeed> {
    if (this.options.feed !== undefined) return this.options.feed();
    throw new HssError(
      'HSS_INVALID_ARGUMENT',
      'the policy denies vulnerabilities that are known to be exploited, and there is no feed of them',
      {
        advice: FEED_ADVICE,
      },
    );
  }

  /**
   * Returns the body with the rows of one image.
   * @throws HSS_TOO_MANY_ROWS if they are too large for Terraform's state
   */
  private small(rows: readonly object[], feed?: KnownExploitedFeed): string {
    const body = this.whole(rows, feed);
    const platforms = Math.min(platformsOf(rows), MAX_PLATFORMS);
    const ofCounts = rows.some((row) => JUDGING_PARAMETER in row) ? STATE_BYTES_OF_COUNTS : 0;
    const most = MAX_STATE_BYTES + platforms * STATE_BYTES_A_PLATFORM + ofCounts;
    if (stateBytes(body) <= most) return body;
    throw new HssError(
      'HSS_TOO_MANY_ROWS',
      `${rows.length} rows are of this image, more than Terraform's state should hold`,
      { advice: `ask for the one digest that is deployed, by ${IMAGE_DIGEST}` },
    );
  }

  /** Answers with a whole list of another endpoint, with every field. */
  private async list(route: ListRoute, { query }: Question): Promise<string> {
    const { parameters } = route.spec;
    const names = Object.entries(parameters).filter(
      ([prop, { nameOf }]) => nameOf !== undefined && query.values[prop] !== undefined,
    );
    const rows = (await this.upstream.list(query)).filter((row) =>
      names.every(([prop, { nameOf }]) => row[nameOf!] === query.values[prop]),
    );
    return this.whole(
      rows.map((row) => ({
        ...apiRow(route.spec, row),
        ...(row.anomalies === undefined ? {} : { anomalies: row.anomalies }),
      })),
    );
  }

  /**
   * Answers with one page of HSS's unchanged rows: for lists at plan, whose paging Terraform does.
   */
  private async page({ query, page, own }: Question): Promise<string> {
    const [named] = Object.keys(own);
    if (named !== undefined) throw refused(`a page has no ${named} filter`);
    const text = (await this.upstream.page(query, page)).body.toString();
    const json = parseExactly(text);
    pageOf(json, 'the page that the proxy was asked for');
    const opening = this.opening();
    if (!isRecord(json) || Object.keys(opening).some((key) => Object.hasOwn(json, key))) {
      throw new HssError('HSS_BAD_RESPONSE', 'a page of HSS holds what only this proxy says', {
        advice: 'check that the endpoint is HSS',
      });
    }
    // Texts are joined instead of objects, because JavaScript would round some numbers.
    return `${JSON.stringify(opening).slice(0, -1)},${text.trimStart().slice(1)}`;
  }

  private whole(rows: readonly object[], feed?: KnownExploitedFeed): string {
    return JSON.stringify({
      ...this.opening(),
      ...(feed === undefined ? {} : { feed: { released: feed.releasedAt, sha256: feed.sha256 } }),
      total_num: rows.length,
      data_list: rows,
    });
  }

  private opening(): object {
    const { source, recordedAt } = this.upstream;
    return {
      error: null,
      source,
      ...(recordedAt === undefined ? {} : { recorded_at: recordedAt }),
    };
  }
}

/** Returns the number of platforms that the rows name, with repetitions. */
function platformsOf(rows: readonly object[]): number {
  return rows
    .map((row) => (row as { readonly association_images?: readonly object[] }).association_images)
    .reduce((count, platforms) => count + (platforms?.length ?? 0), 0);
}

/** Returns what a body adds to the state: twice as a JSON string, once in base64. */
function stateBytes(body: string): number {
  const bytes = Buffer.byteLength(body);
  return (
    STATE_BYTES_BESIDE + 2 * Buffer.byteLength(JSON.stringify(body)) + 4 * Math.ceil(bytes / 3)
  );
}

function refused(summary: string): HssError {
  return new HssError('HSS_INVALID_ARGUMENT', summary, {
    advice: 'check the URL of the data source',
  });
}

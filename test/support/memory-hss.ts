import { HssConnection } from '../../src/constructs/connection/hss-connection';
import { ENDPOINTS } from '../../src/contract/endpoints';
import { HssError } from '../../src/contract/error';
import { EndpointId } from '../../src/contract/fields';
import { Query } from '../../src/contract/query';
import { readRows } from '../../src/contract/recheck';
import { Row } from '../../src/contract/row';
import { ImageUpstream } from '../../src/judging';
import { HssFixture, listFixture } from '../../src/lookup/fixture';
import { Lookup } from '../../src/lookup/lookups';
import { LookupOverrides } from '../../src/lookup/request';

/** A row by the API's names. */
export type Raw = { readonly [field: string]: unknown };

/** What an HSS in memory lists, by the endpoint. */
export type MemoryRows = { readonly [endpoint in EndpointId]?: readonly Raw[] };

export interface MemoryHssOptions {
  /** Whether more may be asked for than what is wanted. */
  readonly isLive?: boolean;
  /** How a name in a row matches the one that is asked for. */
  readonly matches?: (given: unknown, wanted: unknown) => boolean;
  readonly errorOf?: (query: Query) => HssError | undefined;
  readonly mostRows?: number;
  /** By the image ID of a row. */
  readonly imageVulnerabilities?: HssFixture['imageVulnerabilities'];
  /** Changes what it lists: what the first question lists that this hears of, and all later ones. */
  readonly onList?: (query: Query, change: (rows: MemoryRows) => void) => void;
}

/** For an error of whole lists. */
export const isWholeList = ({ endpoint, values }: Query): boolean =>
  endpoint !== 'image-registries' && values.imageName === undefined;

/** A name that HSS finds to match because it holds what is asked for. */
export const partly = (given: unknown, wanted: unknown): boolean =>
  typeof given === 'string' && given.includes(String(wanted));

/** HSS in memory, for a gate and for the command line: what it was asked for, and when the answers were waited for. */
export class MemoryHss {
  public readonly log: string[] = [];
  private readonly started = new Map<string, Lookup>();

  constructor(
    private rows: MemoryRows,
    private readonly options: MemoryHssOptions = {},
  ) {}

  public readonly connection = {
    _isLive: () => this.options.isLive ?? true,
    _sourceKind: () => 'live',
    _snapshotTime: () => undefined,
    _enterpriseProjectId: () => undefined,
    _location: () => ({}),
    _start: (query, _, overrides) => this.start(query, overrides),
  } as Partial<HssConnection> as HssConnection;

  /** The same rows for the command line, whose questions are in the log, too. */
  public get upstream(): ImageUpstream {
    return {
      source: this.options.isLive === false ? 'replay' : 'live',
      list: async (query, maxRows) => {
        this.log.push(`ask ${nameOf(query)}`);
        await Promise.resolve();
        return this.list(query, maxRows);
      },
    };
  }

  /** What lookups asked, in order and in full. */
  public readonly queries: Query[] = [];

  /** What was asked, in order. */
  public get asked(): string[] {
    return this.log.flatMap((line) => (line.startsWith('ask ') ? [line.slice(4)] : []));
  }

  public list(query: Query, maxRows = this.options.mostRows ?? Infinity): Row[] {
    const { errorOf, onList, imageVulnerabilities = {} } = this.options;
    const error = errorOf?.(query);
    if (error !== undefined) throw error;
    onList?.(query, (rows) => (this.rows = rows));
    if (IS_OF_VULNERABILITIES[query.endpoint] && this.rows[query.endpoint] === undefined) {
      return listFixture({ imageVulnerabilities }, query);
    }
    const matches = this.options.matches ?? Object.is;
    const { namespace, imageName, imageVersion } = query.values;
    const found = (this.rows[query.endpoint] ?? []).filter(
      (row) =>
        (namespace === undefined || matches(row.namespace, namespace)) &&
        (imageName === undefined || matches(row.image_name, imageName)) &&
        (imageVersion === undefined || matches(row.image_version, imageVersion)),
    );
    if (found.length > maxRows) throw new HssError('HSS_TOO_MANY_ROWS', 'too many');
    return readRows(ENDPOINTS[query.endpoint], query, found);
  }

  private start(query: Query, { maxRows, attempt = 0 }: LookupOverrides = {}): Lookup {
    const name = nameOf(query);
    const key = JSON.stringify([attempt, query]);
    let lookup = this.started.get(key);
    if (lookup === undefined) {
      this.log.push(`ask ${name}`);
      this.queries.push(query);
      lookup = new Lookup(() => {
        this.log.push(`wait ${name}`);
        return this.list(query, maxRows);
      });
      this.started.set(key, lookup);
    }
    return lookup;
  }
}

const IS_OF_VULNERABILITIES: { readonly [endpoint in EndpointId]?: true } = {
  'image-vulnerabilities': true,
  'project-vulnerabilities': true,
  'vulnerability-cves': true,
};

const SHORT: { readonly [endpoint in EndpointId]: string } = {
  'cicd-images': 'cicd',
  'registry-images': 'registry',
  'image-registries': 'registries',
  'sync-task-registries': 'sync',
  'image-vulnerabilities': 'image',
  'project-vulnerabilities': 'project',
  'vulnerability-cves': 'times',
};

/**
 * `cicd shop web 1.4`; a whole list is `cicd *`. Of an image's vulnerabilities `image i-1 handled`, of a project's
 * `project cicd application handled`, of a vulnerability's CVEs `times V-1`.
 */
function nameOf({ endpoint, values }: Query): string {
  if (endpoint === 'image-vulnerabilities')
    return `image ${String(values.imageId)} ${String(values.handleStatus)}`;
  if (endpoint === 'project-vulnerabilities')
    return `project ${String(values.imageType)} ${String(values.type)} ${String(values.handleStatus)}`;
  const names = Object.values(values).join(' ');
  return `${SHORT[endpoint]} ${names === '' ? '*' : names}`;
}

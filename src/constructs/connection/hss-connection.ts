import { Construct, IConstruct } from 'constructs';
import {
  ConnectionOptions,
  checkEndpoint,
  checkProjectId,
  checkRegion,
  limitsOf,
} from '../../client/settings/options';
import { Origin } from '../../client/client';
import { Environment, environmentFrom } from '../../client/settings/environment';
import { PlanTarget, planTarget } from '../../client/settings/plan-target';
import { regionWarning } from '../../client/settings/region';
import { HssError } from '../../contract/error';
import { CICD_IMAGES } from '../../contract/cicd-image';
import { Query, checkQuery } from '../../contract/query';
import { LookupWorker } from '../../lookup/worker-handle';
import { Lookup, Lookups } from '../../lookup/lookups';
import { LookupOverrides, Wait } from '../../lookup/request';
import { Source, sourceFrom } from '../../lookup/source';
import { ServiceLocation } from '../../policy/records';
import { AnswerSource } from '../../report/answered-by';
import { frameworkOf } from '../framework/framework';
import { checkInstance, naming, refuseTokens } from '../shared/arguments';
import { nearestStack } from '../shared/nearest-stack';
import { printWarning } from '../shared/print-warning';
import { ConnectionUses } from './connection-uses';
import { HssCredentials } from './hss-credentials';
import { HssSource } from './hss-source';
import { refuseUnknownProps } from '../shared/known-props';
import { propNames } from '../../util/prop-names';

/**
 * Properties of a connection. A prop that is not set is read from the environment or a profile, or
 * has a default.
 */
export interface HssConnectionProps {
  /**
   * Region ID, such as `cn-north-4`.
   * @default - `HW_REGION_NAME`, or the region of the profile
   */
  readonly region?: string;
  /**
   * Project ID, 1 to 256 characters.
   * @default - `HW_PROJECT_ID`, the project that IAM finds by `HW_PROJECT_NAME`,
   * `HUAWEICLOUD_SDK_PROJECT_ID`, the project of the profile, or the one project that IAM finds by
   * the region's name
   */
  readonly projectId?: string;
  /**
   * Enterprise project ID of lookups that don't set one, 1 to 256 characters, or `all_granted_eps`
   * for all.
   * @default - `HW_ENTERPRISE_PROJECT_ID`, or HSS's own default (`0`, the default enterprise
   * project)
   */
  readonly enterpriseProjectId?: string;
  /**
   * Base URL of HSS, https. Plain http is allowed for a loopback address only.
   * @default - `HSS_ENDPOINT`, or `https://hss.{region}.{cloud}`, where the cloud is `HW_CLOUD` or
   * `myhuaweicloud.com`
   */
  readonly endpoint?: string;
  /**
   * Credentials that authenticate requests to HSS and IAM.
   * @default HssCredentials.fromEnvironment()
   */
  readonly credentials?: HssCredentials;
  /**
   * Source of the rows: HSS itself, a snapshot or a fixture.
   * @default - `HSS_SNAPSHOT` and `HSS_SNAPSHOT_MODE`, or else HssSource.live()
   */
  readonly source?: HssSource;
  /**
   * Timeout of one request, in seconds, 0.1 to 3600.
   * @default 30
   */
  readonly timeoutSeconds?: number;
  /**
   * Timeout of one lookup with all its pages and retries, and of one gate with all its lookups, in
   * seconds, 0.1 to 86400.
   * @default 300
   */
  readonly deadlineSeconds?: number;
  /**
   * Maximum number of concurrent requests of this connection, 1 to 64. The client starts with 8 and
   * adds more while HSS's answers don't slow down. All connections of a process together send at
   * most 64 requests at once and begin at most 190 a second, because the default quota of API
   * Gateway is 200.
   * @default 64
   */
  readonly concurrency?: number;
  /**
   * Maximum number of retries of one request, 0 to 20. Only failures that a retry may resolve are
   * retried: statuses 429 and 502 to 504, broken connections and timeouts.
   * @default 5
   */
  readonly maxRetries?: number;
  /**
   * Maximum number of rows of one lookup, 1 to 2000200. A longer list fails with
   * `HSS_TOO_MANY_ROWS`; it is never truncated.
   * @default 100000
   */
  readonly maxRows?: number;
}

const PROPS = propNames<HssConnectionProps>({
  region: true,
  projectId: true,
  enterpriseProjectId: true,
  endpoint: true,
  credentials: true,
  source: true,
  timeoutSeconds: true,
  deadlineSeconds: true,
  concurrency: true,
  maxRetries: true,
  maxRows: true,
});

/**
 * A connection to HSS: its credentials, region, project, endpoint and limits.
 *
 * Lookups and gates use the nearest connection in the construct tree, so one connection in a stack
 * serves the whole stack. A connection adds nothing to the synthesized JSON.
 *
 * @example
 * import { HssConnection, HssCredentials } from 'cdktf-hss';
 *
 * new HssConnection(stack, 'hss', {
 *   region: 'cn-north-4',
 *   credentials: HssCredentials.fromProfile('security'),
 * });
 */
export class HssConnection extends Construct {
  /**
   * Returns the connection that a scope uses: the nearest one in the tree, siblings of the scope's
   * ancestors included. If there is none, a connection is created from the environment.
   *
   * @param scope a construct
   * @throws HSS_AMBIGUOUS if several are equally near
   */
  public static of(scope: IConstruct): HssConnection {
    const { root } = scope.node;
    const uses = ConnectionUses.of(root);
    const made = HssConnection.fromEnvironment.get(root);
    for (const ancestor of [...scope.node.scopes].reverse()) {
      const near = ancestor.node.children.filter(
        (child) => child instanceof HssConnection && child !== made,
      ) as HssConnection[];
      if (near.length > 1) {
        throw new HssError(
          'HSS_AMBIGUOUS',
          `${near.length} connections are equally near: ${near.map((one) => one.node.path).join(', ')}`,
          {
            advice: `set the connection prop of the constructs in ${scope.node.path || 'the app'}`,
          },
        );
      }
      if (near.length === 1) {
        uses.add(scope, near[0], near[0].node.scope);
        return near[0];
      }
    }
    // In a stack, because cdktn can refuse an app with other children than stacks. It still serves
    // the whole app.
    const common = made ?? connectionFromEnvironment(nearestStack(scope) ?? root);
    HssConnection.fromEnvironment.set(root, common);
    uses.add(scope, common, root);
    return common;
  }

  /** The connection created from the environment, by app. */
  private static readonly fromEnvironment = new WeakMap<IConstruct, HssConnection>();

  /** Region ID, if the `region` prop is set. */
  public readonly region?: string;

  readonly #options: ConnectionOptions;
  private readonly source: Source;
  private readonly enterpriseProjectId?: string;

  /**
   * @param scope the construct that uses the connection, with everything below it
   * @param id unique in the scope
   * @param props settings of the connection, all optional
   * @throws HSS_INVALID_ARGUMENT for a value that is not allowed, or if a construct in the scope
   * already uses a farther connection
   */
  constructor(scope: Construct, id: string, props: HssConnectionProps = {}) {
    super(scope, id);
    const { credentials, source, enterpriseProjectId, ...rest } = props ?? {};
    try {
      naming(this, () => {
        refuseUnknownProps(props ?? {}, PROPS);
        refuseTokens(
          { ...rest, enterpriseProjectId },
          'pass a plain value, or set the environment variable for it',
        );
        limitsOf(rest);
        if (rest.region !== undefined) checkRegion(rest.region);
        if (rest.projectId !== undefined) checkProjectId(rest.projectId);
        if (rest.endpoint !== undefined) checkEndpoint(rest.endpoint);
        checkQuery(CICD_IMAGES, { enterpriseProjectId });
        checkCredentials(credentials);
        checkInstance(
          'source',
          source,
          HssSource,
          'pass HssSource.live(), .record(file), .replay(file) or .fixture(rows)',
        );
        ConnectionUses.of(this.node.root).refuseLate(this, scope);
      });
      this.region = rest.region;
      this.enterpriseProjectId = enterpriseProjectId;
      this.#options = { ...rest, ...(credentials ? { credentials: credentials._choice() } : {}) };
      this.source = naming(
        this,
        () => source?._source() ?? sourceFrom(environmentFrom(process.env)),
      );
      if (this.source.kind === 'live' || this.source.kind === 'record') {
        const warning = regionWarning(rest, environmentFrom(process.env));
        if (warning !== undefined) {
          frameworkOf(this).Annotations.of(this).addWarning(warning);
          printWarning(this, warning);
        }
        LookupWorker.start();
      }
    } catch (error) {
      // A later search for a connection must not find this incomplete one.
      scope.node.tryRemoveChild(id);
      throw error;
    }
  }

  /** @internal */
  public _enterpriseProjectId(): string | undefined {
    return this.enterpriseProjectId ?? environmentFrom(process.env).HW_ENTERPRISE_PROJECT_ID;
  }

  /**
   * Returns whether HSS itself answers and no snapshot records it. Only then may a query cover more
   * rows than are needed.
   * @internal
   */
  public _isLive(): boolean {
    return this.source.kind === 'live';
  }

  /** @internal */
  public _sourceKind(): string {
    return this.source.kind === 'record' ? 'live' : this.source.kind;
  }

  /**
   * Returns when the replayed snapshot was recorded, in ms since 1970. Undefined if no snapshot is
   * replayed.
   * @internal
   */
  public _snapshotTime(): number | undefined {
    if (this.source.kind !== 'replay') return undefined;
    return Lookups.of(this.node.root).replay(this.source.file).recordedAt;
  }

  /**
   * Returns the endpoint and project that Terraform queries when it plans.
   * @internal
   */
  public _planTarget(): PlanTarget {
    // Rows in memory have no project. The proxy serves no project with this name.
    const seen = this.source.kind === 'fixture' ? 'fixture' : this._origin()?.projectId;
    return planTarget(this.#options, environmentFrom(process.env), seen);
  }

  /**
   * Returns where the rows came from. Undefined for rows in memory, and before an answer has been
   * read.
   * @internal
   */
  public _origin(environment?: Environment): Origin | undefined {
    if (this.source.kind === 'fixture') return undefined;
    const lookups = Lookups.of(this.node.root);
    return this.source.kind === 'replay'
      ? lookups.replay(this.source.file).origin
      : lookups.originSeen(this.#options, environment);
  }

  /**
   * Returns where HSS answers, as far as known: the endpoint once an answer has been read, and the
   * region of the answer, the prop or the environment.
   * @internal
   */
  public _location(environment: Environment): ServiceLocation {
    const origin = this._origin(environment);
    const endpoint = origin?.endpoint;
    const region = origin?.region ?? this.region ?? environment.HW_REGION_NAME;
    return {
      ...(endpoint === undefined ? {} : { endpoint }),
      ...(region === undefined ? {} : { region }),
    };
  }

  /**
   * Describes what answers this connection's lookups, as far as known.
   * @internal
   */
  public _answerSource(): AnswerSource {
    const source = this._sourceKind() as AnswerSource['source'];
    if (source === 'fixture') return { source };
    const enterpriseProjectId = this._enterpriseProjectId();
    const recordedAt = this._snapshotTime();
    const origin = this._origin();
    return {
      source,
      ...(origin === undefined ? {} : { endpoint: origin.endpoint, projectId: origin.projectId }),
      ...(enterpriseProjectId === undefined ? {} : { enterpriseProjectId }),
      ...(recordedAt === undefined ? {} : { recordedAt }),
    };
  }

  /** @internal */
  public _start(query: Query, wait?: Wait, overrides?: LookupOverrides): Lookup {
    return Lookups.of(this.node.root).start(this.source, this.#options, query, wait, overrides);
  }
}

/** @throws HSS_INVALID_ARGUMENT without the value, which may be a secret */
function checkCredentials(credentials: HssCredentials | undefined): void {
  const advice = 'pass HssCredentials.fromEnvironment(), .fromProfile(), .token() or .accessKey()';
  const checked = checkInstance('credentials', credentials, HssCredentials, advice);
  refuseTokens({ credentials: Object.values(checked?._choice() ?? {}) }, advice);
}

/** @throws HSS_INVALID_ARGUMENT if its name is taken */
function connectionFromEnvironment(scope: IConstruct): HssConnection {
  const id = 'HssConnectionFromEnvironment';
  if (scope.node.tryFindChild(id) === undefined) return new HssConnection(scope, id);
  throw new HssError('HSS_INVALID_ARGUMENT', `a construct named ${id} already exists`, {
    constructPath: scope.node.path,
    advice: 'rename it. If another copy of this package created it, install one copy of cdktf-hss',
  });
}

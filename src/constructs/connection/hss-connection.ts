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

/** What a connection may be told. What is left out comes from the environment, a profile, or has a default. */
export interface HssConnectionProps {
  /**
   * Region ID, such as `cn-north-4`.
   * @default - `HW_REGION_NAME`, or the profile's
   */
  readonly region?: string;
  /**
   * Project ID, 1 to 256 characters.
   * @default - `HW_PROJECT_ID`, the project that IAM finds by `HW_PROJECT_NAME`, `HUAWEICLOUD_SDK_PROJECT_ID`, the
   * profile's, or the one project that IAM finds by the region's name
   */
  readonly projectId?: string;
  /**
   * Enterprise project ID, 1 to 256 characters, for lookups that name none, or `all_granted_eps` for all.
   * @default - `HW_ENTERPRISE_PROJECT_ID`, or what HSS takes when nothing is said (`0`, the default project)
   */
  readonly enterpriseProjectId?: string;
  /**
   * Base URL of HSS: https, or http to loopback.
   * @default - `HSS_ENDPOINT`, or `https://hss.{region}.{cloud}` of `HW_CLOUD`, by default myhuaweicloud.com
   */
  readonly endpoint?: string;
  /**
   * How to prove who asks.
   * @default HssCredentials.fromEnvironment()
   */
  readonly credentials?: HssCredentials;
  /**
   * Where rows come from.
   * @default - `HSS_SNAPSHOT` and `HSS_SNAPSHOT_MODE`, or else HssSource.live()
   */
  readonly source?: HssSource;
  /**
   * How long one request may take, in seconds, 0.1 to 3600.
   * @default 30
   */
  readonly timeoutSeconds?: number;
  /**
   * How long one lookup may take with all its pages and retries, and one gate with all its lookups, in seconds, 0.1 to 86400.
   * @default 300
   */
  readonly deadlineSeconds?: number;
  /**
   * The most requests of this connection that are under way at once, 1 to 64. The client starts with 8 and adds more
   * while HSS's answers don't slow down. All connections of a process together have at most 64 requests under way and
   * begin fewer than 200 a second, which is the default quota of API Gateway.
   * @default 64
   */
  readonly concurrency?: number;
  /**
   * How often one request is tried again where that may help (429, 502 to 504, broken connections, timeouts), 0 to 20.
   * @default 5
   */
  readonly maxRetries?: number;
  /**
   * The most rows that one lookup reads, 1 to 2000200. More is the error `HSS_TOO_MANY_ROWS`, never a cut list.
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
 * A connection to HSS: who asks, where, and within which limits.
 *
 * Lookups and gates use the nearest one in the construct tree, so one in a stack serves the whole stack.
 * Nothing of it is synthesized.
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
   * The connection that a scope uses: the nearest one in the tree, counting those declared beside the scope's
   * ancestors. Where there is none, one is made from the environment.
   *
   * @param scope a construct
   * @throws HSS_AMBIGUOUS when several are equally near
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
            advice: `name one in the connection prop of what stands in ${scope.node.path || 'the app'}`,
          },
        );
      }
      if (near.length === 1) {
        uses.remember(scope, near[0], near[0].node.scope);
        return near[0];
      }
    }
    // cdktn can refuse an app in which anything but stacks stands. This connection serves the whole app all the same.
    const common = made ?? connectionFromEnvironment(nearestStack(scope) ?? root);
    HssConnection.fromEnvironment.set(root, common);
    uses.remember(scope, common, root);
    return common;
  }

  /** By app, the connection that was made from the environment. */
  private static readonly fromEnvironment = new WeakMap<IConstruct, HssConnection>();

  /** Region ID, when it was given here. */
  public readonly region?: string;

  readonly #options: ConnectionOptions;
  private readonly source: Source;
  private readonly enterpriseProjectId?: string;

  /**
   * @param scope where it counts: the construct, and everything under it
   * @param id unique in the scope
   * @param props all optional
   * @throws HSS_INVALID_ARGUMENT for a value that is not allowed, and when something has used a farther connection
   * in its place already
   */
  constructor(scope: Construct, id: string, props: HssConnectionProps = {}) {
    super(scope, id);
    const { credentials, source, enterpriseProjectId, ...rest } = props ?? {};
    try {
      naming(this, () => {
        refuseUnknownProps(props ?? {}, PROPS);
        refuseTokens(
          { ...rest, enterpriseProjectId },
          'give its value, or set the environment variable for it',
        );
        limitsOf(rest);
        if (rest.region !== undefined) checkRegion(rest.region);
        if (rest.projectId !== undefined) checkProjectId(rest.projectId);
        if (rest.endpoint !== undefined) checkEndpoint(rest.endpoint);
        checkQuery(CICD_IMAGES, { enterpriseProjectId });
        checkCredentials(credentials);
        checkInstance('source', source, HssSource, 'give HssSource.live(), or .fixture({...})');
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
          printWarning(warning);
        }
        LookupWorker.start();
      }
    } catch (error) {
      // Or else what looks for a connection would find a half of one.
      scope.node.tryRemoveChild(id);
      throw error;
    }
  }

  /** @internal */
  public _enterpriseProjectId(): string | undefined {
    return this.enterpriseProjectId ?? environmentFrom(process.env).HW_ENTERPRISE_PROJECT_ID;
  }

  /**
   * Whether HSS itself answers and nothing keeps the answers: only then may it be asked for more than what is wanted.
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
   * When the snapshot was recorded that is replayed, ms since 1970; undefined when none is.
   * @internal
   */
  public _snapshotTime(): number | undefined {
    if (this.source.kind !== 'replay') return undefined;
    return Lookups.of(this.node.root).replay(this.source.file).recordedAt;
  }

  /**
   * Whom Terraform is to ask when the stack is planned.
   * @internal
   */
  public _planTarget(): PlanTarget {
    // Of rows in memory there is no project; a proxy serves none of this name.
    const seen = this.source.kind === 'fixture' ? 'fixture' : this._origin()?.projectId;
    return planTarget(this.#options, environmentFrom(process.env), seen);
  }

  /**
   * Where the rows came from; undefined for rows in memory, and before an answer has been read.
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
   * Where HSS answers, as far as it is known: its endpoint once an answer has been read, and the region that was given, or
   * else that of the profile or the snapshot.
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
   * Who answers this connection's lookups, as far as it is known.
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
  public _start(query: Query, wait?: Wait, terms?: LookupOverrides): Lookup {
    return Lookups.of(this.node.root).start(this.source, this.#options, query, wait, terms);
  }
}

/** @throws HSS_INVALID_ARGUMENT, never showing what was given */
function checkCredentials(credentials: HssCredentials | undefined): void {
  const advice = 'give HssCredentials.fromEnvironment(), .fromProfile(), .token() or .accessKey()';
  const checked = checkInstance('credentials', credentials, HssCredentials, advice);
  refuseTokens({ credentials: Object.values(checked?._choice() ?? {}) }, advice);
}

/** @throws HSS_INVALID_ARGUMENT where its name is taken */
function connectionFromEnvironment(scope: IConstruct): HssConnection {
  const id = 'HssConnectionFromEnvironment';
  if (scope.node.tryFindChild(id) === undefined) return new HssConnection(scope, id);
  throw new HssError('HSS_INVALID_ARGUMENT', `there is a construct named ${id} already`, {
    constructPath: scope.node.path,
    advice: 'rename it; or install one copy of cdktf-hss, if it is another copy’s',
  });
}

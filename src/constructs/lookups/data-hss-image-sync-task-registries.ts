import { Construct } from 'constructs';
import { RegistryType, SyncStatus } from '../../contract/enums';
import { HssSyncTaskRegistry } from '../../contract/sync-task-registry';
import { Wait } from '../../lookup/request';
import { naming, refuseTokens } from '../shared/arguments';
import { HssConnection } from '../connection/hss-connection';
import { TypedLookup } from './typed-lookup';
import { checkWaitSeconds } from '../shared/wait-seconds';
import { endpointProps } from '../shared/endpoint-props';

/** The query of `DataHssImageSyncTaskRegistries`. */
export interface DataHssImageSyncTaskRegistriesProps {
  /**
   * The connection to ask through.
   * @default HssConnection.of(scope)
   */
  readonly connection?: HssConnection;
  /**
   * Enterprise project ID, 1 to 256 characters, or `all_granted_eps` for all.
   * @default - the connection's
   */
  readonly enterpriseProjectId?: string;
  /** ID of the image synchronization task, 1 to 64 characters out of `A-Za-z0-9-._~`. */
  readonly taskId: string;
  /**
   * Registry name, 1 to 128 characters. Whether HSS matches it exactly is not documented.
   * @default - any
   */
  readonly registryName?: string;
  /**
   * Kinds of registries, at least one.
   * @default - all
   */
  readonly registryTypes?: RegistryType[];
  /**
   * How far the synchronization is.
   * @default - any
   */
  readonly syncStatus?: SyncStatus;
  /**
   * Ask again until no row is `running`, at most so long, in seconds, 0 to 86400. What is running still is then in
   * `rows`, and `allFinished` is false.
   * @default 0
   */
  readonly waitSeconds?: number;
}

/**
 * The registries of an image synchronization task, looked up while the stack is synthesized
 * (API: ListAssociateRegistries, `GET /v5/{project_id}/image/image-sync/tasks/{task_id}/registries`).
 *
 * Constructing one starts the request, reading one waits for it.
 *
 * @example
 * import { TerraformOutput } from 'cdktf';
 * import { DataHssImageSyncTaskRegistries } from 'cdktf-hss';
 *
 * const task = new DataHssImageSyncTaskRegistries(stack, 'sync', { taskId: 'a-task-id', waitSeconds: 300 });
 * new TerraformOutput(stack, 'synchronized', { value: task.allFinished });
 */
export class DataHssImageSyncTaskRegistries extends Construct {
  private readonly lookup: TypedLookup<HssSyncTaskRegistry>;

  /**
   * @param scope where the construct stands
   * @param id unique in the scope
   * @param props the query
   * @throws HSS_INVALID_ARGUMENT for a value that the API does not allow, or a token; HSS_AMBIGUOUS when several
   * connections are equally near
   */
  constructor(scope: Construct, id: string, props: DataHssImageSyncTaskRegistriesProps) {
    super(scope, id);
    const { waitSeconds, ...query } = props ?? ({} as DataHssImageSyncTaskRegistriesProps);
    const seconds = naming(this, () => {
      refuseTokens({ waitSeconds }, 'give its value: the wait is over before Terraform runs');
      return checkWaitSeconds(waitSeconds);
    });
    const wait: Wait = { seconds, field: 'syncStatus', pending: [SyncStatus.RUNNING] };
    this.lookup = new TypedLookup(
      this,
      endpointProps('sync-task-registries', query),
      'DataHssImageSyncTaskRegistriesAtPlan',
      (asked, from) => from._start(asked, seconds > 0 ? wait : undefined),
    );
  }

  /** All rows that match, in HSS's order. */
  public get rows(): HssSyncTaskRegistry[] {
    return this.lookup.rows;
  }

  /** How many rows match: the length of `rows`. */
  public get totalNum(): number {
    return this.lookup.count;
  }

  /** The rows' registry IDs. */
  public get ids(): string[] {
    return this.lookup.texts('registryId');
  }

  /** The rows' registry names. */
  public get names(): string[] {
    return this.lookup.texts('registryName');
  }

  /**
   * The rows as JSON, with the names and values that they have in TypeScript: for languages in which structs are slow to
   * cross.
   */
  public get rowsJson(): string {
    return this.lookup.rowsJson;
  }

  /**
   * As `rowsJson`, but an enum field holds its member's name (`SWR_PRIVATE`), not the API's value (`SwrPrivate`): from this the
   * generated structs and enums of Python, Java, Go and C# can be made.
   */
  public get rowsJsonForStructs(): string {
    return this.lookup.rowsJsonForStructs;
  }

  /** Whether there are rows, and every one of them is `finished`. */
  public get allFinished(): boolean {
    const { rows } = this;
    return rows.length > 0 && rows.every((row) => row.syncStatus === SyncStatus.FINISHED);
  }

  /** The rows whose synchronization failed. Each row's `failedReason` says why. */
  public get failedRows(): HssSyncTaskRegistry[] {
    return this.rows.filter((row) => row.syncStatus === SyncStatus.FAILED);
  }
}

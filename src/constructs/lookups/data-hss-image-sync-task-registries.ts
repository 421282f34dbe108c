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
   * Connection to HSS.
   * @default HssConnection.of(scope)
   */
  readonly connection?: HssConnection;
  /**
   * Enterprise project ID, 1 to 256 characters, or `all_granted_eps` for all.
   * @default - the enterprise project of the connection
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
   * Kinds of registries, at least one kind.
   * @default - all
   */
  readonly registryTypes?: RegistryType[];
  /**
   * State of the synchronization.
   * @default - any
   */
  readonly syncStatus?: SyncStatus;
  /**
   * Maximum time to poll until no row is `running`, in seconds, 0 to 86400. If rows are still
   * running after that time, `rows` contains them and `allFinished` is false.
   * @default 0
   */
  readonly waitSeconds?: number;
}

/**
 * Looks up the registries of an image synchronization task, while the stack is synthesized (API:
 * ListAssociateRegistries, `GET /v5/{project_id}/image/image-sync/tasks/{task_id}/registries`).
 *
 * The constructor starts the request, and reading a property waits for it.
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
   * @param scope parent of the construct
   * @param id unique in the scope
   * @param props the query
   * @throws HSS_INVALID_ARGUMENT for a token or a value that the API does not allow; HSS_AMBIGUOUS
   * if several connections are equally near
   */
  constructor(scope: Construct, id: string, props: DataHssImageSyncTaskRegistriesProps) {
    super(scope, id);
    const { waitSeconds, ...query } = props ?? ({} as DataHssImageSyncTaskRegistriesProps);
    const seconds = naming(this, () => {
      refuseTokens(
        { waitSeconds },
        'pass a plain value, because the wait is over before Terraform runs',
      );
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

  /** All rows that match the query, in HSS's order. */
  public get rows(): HssSyncTaskRegistry[] {
    return this.lookup.rows;
  }

  /** Number of rows that match the query: the length of `rows`. */
  public get totalNum(): number {
    return this.lookup.count;
  }

  /** Registry IDs of the rows. */
  public get ids(): string[] {
    return this.lookup.texts('registryId');
  }

  /** Registry names of the rows. */
  public get names(): string[] {
    return this.lookup.texts('registryName');
  }

  /**
   * The rows as JSON, with the field names and values that they have in TypeScript. Use it in
   * languages in which reading many structs is slow.
   */
  public get rowsJson(): string {
    return this.lookup.rowsJson;
  }

  /**
   * The rows as JSON, as in `rowsJson`, but an enum field has the name of its member
   * (`SWR_PRIVATE`) in place of the API's value (`SwrPrivate`). The generated structs and enums of
   * Python, Java, Go and C# can be created from it.
   */
  public get rowsJsonForStructs(): string {
    return this.lookup.rowsJsonForStructs;
  }

  /** Whether there is at least one row and all rows are `finished`. */
  public get allFinished(): boolean {
    const { rows } = this;
    return rows.length > 0 && rows.every((row) => row.syncStatus === SyncStatus.FINISHED);
  }

  /** The rows whose synchronization failed. Each row's `failedReason` has the reason. */
  public get failedRows(): HssSyncTaskRegistry[] {
    return this.rows.filter((row) => row.syncStatus === SyncStatus.FAILED);
  }
}

import { Construct } from 'constructs';
import { RegistryType, SyncStatus } from '../../contract/enums';
import { IResolvable } from '../framework/resolvable';
import { HssConnection } from '../connection/hss-connection';
import { HssSyncTaskRegistryAtPlanList } from './hss-sync-task-registry-at-plan';
import { PlanList } from './plan-list';
import { endpointProps } from '../shared/endpoint-props';

/**
 * The query of `DataHssImageSyncTaskRegistriesAtPlan`. Props that are not set don't filter.
 *
 * Every prop but `connection` may be a token. Because Terraform may not know the value of a token
 * before it applies, one page is then read, and more than 200 rows are an error. A token whose
 * value is null does not filter; `taskId` must not be null. Use `Token.asAny` for types without a
 * token function.
 */
export interface DataHssImageSyncTaskRegistriesAtPlanProps {
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
  readonly registryTypes?: RegistryType[] | IResolvable;
  /**
   * State of the synchronization.
   * @default - any
   */
  readonly syncStatus?: SyncStatus | IResolvable;
}

/**
 * Lets Terraform look up the registries of an image synchronization task when it plans (API:
 * ListAssociateRegistries, `GET /v5/{project_id}/image/image-sync/tasks/{task_id}/registries`).
 *
 * Terraform queries HSS through `hss-gate exec`, or directly with the variable `hss_token`. The
 * project must be known when the stack is synthesized (`projectId` of the connection, or
 * `HW_PROJECT_ID`), and for a token also the region or the endpoint. The plan fails with a reason
 * if HSS does not answer, or if the answer is invalid or incomplete. There is no `waitSeconds`.
 * `rows` includes registries that are still running.
 *
 * Terraform stores each answer of HSS in the state, the body three times: 200 registries take about
 * 105 kB. If the variable `hss_token` is used, the state contains it too.
 *
 * `terraform destroy` works without any variable, and whatever `hss-gate exec` answers. With
 * `hss_token`, if HSS can't be reached or answers 429 or 5xx, use
 * `terraform destroy -refresh=false`.
 *
 * @example
 * import { TerraformOutput } from 'cdktf';
 * import { DataHssImageSyncTaskRegistriesAtPlan } from 'cdktf-hss';
 *
 * const task = new DataHssImageSyncTaskRegistriesAtPlan(stack, 'sync', { taskId: 'a-task-id' });
 * new TerraformOutput(stack, 'synchronized', { value: task.allFinished });
 */
export class DataHssImageSyncTaskRegistriesAtPlan extends Construct {
  private readonly list: PlanList;

  /**
   * @param scope parent of the construct, in a stack
   * @param id unique in the scope
   * @param props the query
   * @throws HSS_INVALID_ARGUMENT for a value that the API does not allow, or if the project is not
   * known; HSS_AMBIGUOUS if several connections are equally near
   */
  constructor(scope: Construct, id: string, props: DataHssImageSyncTaskRegistriesAtPlanProps) {
    super(scope, id);
    this.list = new PlanList(this, endpointProps('sync-task-registries', props));
  }

  /** The rows that match the query, in HSS's order. */
  public get rows(): HssSyncTaskRegistryAtPlanList {
    return HssSyncTaskRegistryAtPlanList._of(this.list);
  }

  /** Token: number of rows that match the query, the length of `rows`. */
  public get totalNum(): number {
    return this.list.totalNum;
  }

  /** Token: registry IDs of the rows. */
  public get ids(): string[] {
    return this.list.texts('registryId');
  }

  /** Token: registry names of the rows. */
  public get names(): string[] {
    return this.list.texts('registryName');
  }

  /**
   * Token: the rows as JSON, with the field names and values of `DataHssImageSyncTaskRegistries`,
   * without null fields.
   */
  public get rowsJson(): string {
    return this.list.rowsJson;
  }

  /** Token: whether there is at least one row and all rows are `finished`. */
  public get allFinished(): IResolvable {
    return this.list.allAre('syncStatus', SyncStatus.FINISHED);
  }
}

import { Construct } from 'constructs';
import { RegistryType, SyncStatus } from '../../contract/enums';
import { IResolvable } from '../framework/resolvable';
import { HssConnection } from '../connection/hss-connection';
import { HssSyncTaskRegistryAtPlanList } from './hss-sync-task-registry-at-plan';
import { PlanList } from './plan-list';
import { endpointProps } from '../shared/endpoint-props';

/**
 * The query of `DataHssImageSyncTaskRegistriesAtPlan`. Props that are left out don't filter.
 *
 * Each may be a token, which Terraform may not know before it applies: then one page is read, and more than 200 rows are an
 * error. A token that is null is left out, but for `taskId`. For the types that tokens don't have, `Token.asAny` makes one of anything.
 */
export interface DataHssImageSyncTaskRegistriesAtPlanProps {
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
  readonly registryTypes?: RegistryType[] | IResolvable;
  /**
   * How far the synchronization is.
   * @default - any
   */
  readonly syncStatus?: SyncStatus | IResolvable;
}

/**
 * The registries of an image synchronization task, read by Terraform when it plans
 * (API: ListAssociateRegistries, `GET /v5/{project_id}/image/image-sync/tasks/{task_id}/registries`).
 *
 * Terraform asks through `hss-gate exec`, or with the variable `hss_token`; the project has to be known when the stack is
 * synthesized (`projectId` of the connection, or `HW_PROJECT_ID`), and for a token the region or endpoint as well.
 * Without an answer, or with one that is wrong or not whole, the plan fails and says why.
 * There is no `waitSeconds`: what is running still is in `rows`.
 *
 * Everything that HSS answers is kept in the state, the body three times: 200 registries add about 105 kB to it.
 * So is the variable `hss_token`, where that is used.
 *
 * `terraform destroy` passes with nothing set, and whatever `hss-gate exec` answers. Where HSS itself is asked, and can't be
 * reached or answers 429 or 5xx, it takes `terraform destroy -refresh=false`.
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
   * @param scope where the construct stands, in a stack
   * @param id unique in the scope
   * @param props the query
   * @throws HSS_INVALID_ARGUMENT for a value that the API does not allow, and when the project is not known;
   * HSS_AMBIGUOUS when several connections are equally near
   */
  constructor(scope: Construct, id: string, props: DataHssImageSyncTaskRegistriesAtPlanProps) {
    super(scope, id);
    this.list = new PlanList(this, endpointProps('sync-task-registries', props));
  }

  /** The rows that match, in HSS's order. */
  public get rows(): HssSyncTaskRegistryAtPlanList {
    return HssSyncTaskRegistryAtPlanList._of(this.list);
  }

  /** A token of how many rows match: the length of `rows`. */
  public get totalNum(): number {
    return this.list.totalNum;
  }

  /** A token of the rows' registry IDs. */
  public get ids(): string[] {
    return this.list.texts('registryId');
  }

  /** A token of the rows' registry names. */
  public get names(): string[] {
    return this.list.texts('registryName');
  }

  /** A token of the rows as JSON, spelled as the rows of `DataHssImageSyncTaskRegistries`, without the fields that are null. */
  public get rowsJson(): string {
    return this.list.rowsJson;
  }

  /** A token of whether there are rows, and every one of them is `finished`. */
  public get allFinished(): IResolvable {
    return this.list.allAre('syncStatus', SyncStatus.FINISHED);
  }
}

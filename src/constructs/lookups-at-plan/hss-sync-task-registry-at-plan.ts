import { PlanList, PlanRow } from './plan-list';

/**
 * A row of `DataHssImageSyncTaskRegistriesAtPlan` (API: ListAssociateRegistries, `GET /v5/{project_id}/image/image-sync/tasks/{task_id}/registries`): tokens of
 * what Terraform finds. A field that is missing, or of another JSON type than the API's, is null; whether a value is in the
 * API's range is not looked at.
 */
export class HssSyncTaskRegistryAtPlan {
  /** @internal */
  public static _of(row: PlanRow): HssSyncTaskRegistryAtPlan {
    return new HssSyncTaskRegistryAtPlan(row);
  }

  private constructor(private readonly row: PlanRow) {}

  /** Registry ID. */
  public get registryId(): string {
    return this.row.text('registryId');
  }

  /** Registry name. */
  public get registryName(): string {
    return this.row.text('registryName');
  }

  /** Kind of the registry: a value of `RegistryType`, or one that is newer. */
  public get registryType(): string {
    return this.row.text('registryType');
  }

  /** How far its synchronization is: a value of `SyncStatus`, or one that is newer. */
  public get syncStatus(): string {
    return this.row.text('syncStatus');
  }

  /** Why its synchronization failed. */
  public get failedReason(): string {
    return this.row.text('failedReason');
  }
}

/** The rows of `DataHssImageSyncTaskRegistriesAtPlan`. */
export class HssSyncTaskRegistryAtPlanList {
  /** @internal */
  public static _of(list: PlanList): HssSyncTaskRegistryAtPlanList {
    return new HssSyncTaskRegistryAtPlanList(list);
  }

  private constructor(private readonly list: PlanList) {}

  /**
   * A row. It has to be there: where fewer rows match, the plan fails.
   *
   * @param index 0 for the first row, and no token
   * @throws HSS_INVALID_ARGUMENT for what is no whole number
   */
  public get(index: number): HssSyncTaskRegistryAtPlan {
    return HssSyncTaskRegistryAtPlan._of(this.list.row(index));
  }
}

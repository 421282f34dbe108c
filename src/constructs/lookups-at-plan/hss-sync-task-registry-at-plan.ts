import { PlanList, PlanRow } from './plan-list';

/**
 * A row of `DataHssImageSyncTaskRegistriesAtPlan` (API: ListAssociateRegistries,
 * `GET /v5/{project_id}/image/image-sync/tasks/{task_id}/registries`): each property is a token. A
 * field that is missing, or that has another JSON type than in the API, is null. Values are not
 * checked against the ranges of the API.
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

  /** Kind of the registry: a value of `RegistryType`, or a newer one. */
  public get registryType(): string {
    return this.row.text('registryType');
  }

  /** State of the synchronization: a value of `SyncStatus`, or a newer one. */
  public get syncStatus(): string {
    return this.row.text('syncStatus');
  }

  /** Reason for a failed synchronization. */
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
   * Returns a row. The plan fails if fewer rows match.
   *
   * @param index position of the row, 0 for the first. Not a token
   * @throws HSS_INVALID_ARGUMENT for a token or a value that is not a whole number
   */
  public get(index: number): HssSyncTaskRegistryAtPlan {
    return HssSyncTaskRegistryAtPlan._of(this.list.row(index));
  }
}

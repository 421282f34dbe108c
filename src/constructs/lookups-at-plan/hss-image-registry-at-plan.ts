import { PlanList, PlanRow } from './plan-list';

/**
 * A row of `DataHssImageRegistriesAtPlan` (API: ListRegistry, 获取镜像仓列表, `GET /v5/{project_id}/image/registries`): tokens of
 * what Terraform finds. A field that is missing, or of another JSON type than the API's, is null; whether a value is in the
 * API's range is not looked at.
 */
export class HssImageRegistryAtPlan {
  /** @internal */
  public static _of(row: PlanRow): HssImageRegistryAtPlan {
    return new HssImageRegistryAtPlan(row);
  }

  private constructor(private readonly row: PlanRow) {}

  /** Registry ID, 1 to 64 characters. */
  public get id(): string {
    return this.row.text('id');
  }

  /** Registry name, 1 to 128 characters. */
  public get registryName(): string {
    return this.row.text('registryName');
  }

  /** Kind of the registry: a value of `RegistryType`, or one that is newer. */
  public get registryType(): string {
    return this.row.text('registryType');
  }

  /** Version of the registry's API: `V1` or `V2`. */
  public get apiVersion(): string {
    return this.row.text('apiVersion');
  }

  /** `http` or `https`. */
  public get protocol(): string {
    return this.row.text('protocol');
  }

  /** Address of the registry (host and port), 1 to 256 characters. */
  public get registryAddr(): string {
    return this.row.text('registryAddr');
  }

  /** User name that HSS logs in to the registry with, 1 to 128 characters. */
  public get registryUsername(): string {
    return this.row.text('registryUsername');
  }

  /** Project in the registry that scan components are uploaded to, 1 to 128 characters. */
  public get namespace(): string {
    return this.row.text('namespace');
  }

  /** ID of the cluster that carries the scan, 1 to 64 characters. */
  public get connectClusterId(): string {
    return this.row.text('connectClusterId');
  }

  /** Where scan components come from: `Swr` or `Other`. */
  public get scanImageChannel(): string {
    return this.row.text('scanImageChannel');
  }

  /** Whether HSS can reach the registry: a value of `RegistryStatus`, or one that is newer. */
  public get status(): string {
    return this.row.text('status');
  }

  /** Why it can't: `CREATE_JOB_FAILED`, `REQUEST_API_ERROR` or `SERVER_ERROR`. */
  public get failReason(): string {
    return this.row.text('failReason');
  }

  /** Number of images, 0 to 20000. */
  public get imagesNum(): number {
    return this.row.number('imagesNum');
  }

  /** Time of the latest synchronization, ms since 1970. */
  public get latestSyncTime(): number {
    return this.row.number('latestSyncTime');
  }
}

/** The rows of `DataHssImageRegistriesAtPlan`. */
export class HssImageRegistryAtPlanList {
  /** @internal */
  public static _of(list: PlanList): HssImageRegistryAtPlanList {
    return new HssImageRegistryAtPlanList(list);
  }

  private constructor(private readonly list: PlanList) {}

  /**
   * A row. It has to be there: where fewer rows match, the plan fails.
   *
   * @param index 0 for the first row, and no token
   * @throws HSS_INVALID_ARGUMENT for what is no whole number
   */
  public get(index: number): HssImageRegistryAtPlan {
    return HssImageRegistryAtPlan._of(this.list.row(index));
  }
}

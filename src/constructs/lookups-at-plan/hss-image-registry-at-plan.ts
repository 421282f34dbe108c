import { PlanList, PlanRow } from './plan-list';

/**
 * A row of `DataHssImageRegistriesAtPlan` (API: ListRegistry, 获取镜像仓列表,
 * `GET /v5/{project_id}/image/registries`): each property is a token. A field that is missing, or
 * that has another JSON type than in the API, is null. Values are not checked against the ranges of
 * the API.
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

  /** Kind of the registry: a value of `RegistryType`, or a newer one. */
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

  /** User name with which HSS logs in to the registry, 1 to 128 characters. */
  public get registryUsername(): string {
    return this.row.text('registryUsername');
  }

  /** Project in the registry to which scan components are uploaded, 1 to 128 characters. */
  public get namespace(): string {
    return this.row.text('namespace');
  }

  /** ID of the cluster that runs the scan, 1 to 64 characters. */
  public get connectClusterId(): string {
    return this.row.text('connectClusterId');
  }

  /** Source of scan components: `Swr` or `Other`. */
  public get scanImageChannel(): string {
    return this.row.text('scanImageChannel');
  }

  /** Connection status: a value of `RegistryStatus`, or a newer one. */
  public get status(): string {
    return this.row.text('status');
  }

  /** Reason for a failed connection: `CREATE_JOB_FAILED`, `REQUEST_API_ERROR` or `SERVER_ERROR`. */
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
   * Returns a row. The plan fails if fewer rows match.
   *
   * @param index position of the row, 0 for the first. Not a token
   * @throws HSS_INVALID_ARGUMENT for a token or a value that is not a whole number
   */
  public get(index: number): HssImageRegistryAtPlan {
    return HssImageRegistryAtPlan._of(this.list.row(index));
  }
}

import { IResolvable } from '../framework/resolvable';
import { PlanList, PlanRow } from './plan-list';

/**
 * A row of `DataHssRegistryImagesAtPlan` (API: ListRegistryImages, 查询仓库镜像列表,
 * `GET /v5/{project_id}/image/registries/images`): each property is a token. A field that is
 * missing, or that has another JSON type than in the API, is null. Values are not checked against
 * the ranges of the API.
 */
export class HssRegistryImageAtPlan {
  /** @internal */
  public static _of(row: PlanRow): HssRegistryImageAtPlan {
    return new HssRegistryImageAtPlan(row);
  }

  private constructor(private readonly row: PlanRow) {}

  /**
   * ID of the row: an int64 in decimal digits, because a number can't represent every int64
   * exactly.
   */
  public get id(): string {
    return this.row.text('id');
  }

  /** Organization (SWR) or project (Harbor), up to 64 characters. */
  public get namespace(): string {
    return this.row.text('namespace');
  }

  /** Image name, up to 128 characters. */
  public get imageName(): string {
    return this.row.text('imageName');
  }

  /** ID of the image, up to 64 characters. */
  public get imageId(): string {
    return this.row.text('imageId');
  }

  /**
   * Digest that HSS recorded, up to 128 characters. The image in the registry may have another one.
   */
  public get imageDigest(): string {
    return this.row.text('imageDigest');
  }

  /** Image version (tag), up to 64 characters. */
  public get imageVersion(): string {
    return this.row.text('imageVersion');
  }

  /** Kind of the image: a value of `RegistryImageType`, or a newer one. */
  public get imageType(): string {
    return this.row.text('imageType');
  }

  /**
   * ID of the registry, 1 to 64 characters: the `id` of a row of `DataHssImageRegistries`, which
   * has its address.
   */
  public get registryId(): string {
    return this.row.text('registryId');
  }

  /** Name of the registry, 1 to 128 characters. */
  public get registryName(): string {
    return this.row.text('registryName');
  }

  /** Kind of the registry: a value of `RegistryType`, or a newer one. */
  public get registryType(): string {
    return this.row.text('registryType');
  }

  /** Whether this is the image's latest version. */
  public get latestVersion(): IResolvable {
    return this.row.flag('latestVersion');
  }

  /** State of the scan: a value of `ScanStatus`, or a newer one. */
  public get scanStatus(): string {
    return this.row.text('scanStatus');
  }

  /** Reason for a failed scan as text, up to 128 characters. */
  public get scanFailedDesc(): string {
    return this.row.text('scanFailedDesc');
  }

  /** Reason for a failed scan as a code, such as `download_failed` or `image_over_sized`. */
  public get scanFailedCode(): string {
    return this.row.text('scanFailedCode');
  }

  /** Size of the image in bytes, 0 to 2147483547. */
  public get imageSize(): number {
    return this.row.number('imageSize');
  }

  /** Time of the last update of this version, in ms since 1970. */
  public get latestUpdateTime(): number {
    return this.row.number('latestUpdateTime');
  }

  /** Time at which the latest scan completed, in ms since 1970. */
  public get latestScanTime(): number {
    return this.row.number('latestScanTime');
  }

  /**
   * Time at which HSS last synchronized the image with the registry, in ms since 1970. The tag may
   * have moved since then.
   */
  public get latestSyncTime(): number {
    return this.row.number('latestSyncTime');
  }

  /** Number of vulnerabilities, 0 to 2147483647. */
  public get vulNum(): number {
    return this.row.number('vulNum');
  }

  /** Number of failed baseline checks, 0 to 2147483647. */
  public get unsafeSettingNum(): number {
    return this.row.number('unsafeSettingNum');
  }

  /** Number of malicious files, 0 to 2147483647. */
  public get maliciousFileNum(): number {
    return this.row.number('maliciousFileNum');
  }

  /** Account that owns a shared image, up to 128 characters. */
  public get domainName(): string {
    return this.row.text('domainName');
  }

  /** State of a shared image: a value of `SharedImageStatus`, or a newer one. */
  public get sharedStatus(): string {
    return this.row.text('sharedStatus');
  }

  /** Whether HSS can scan the image. */
  public get scannable(): IResolvable {
    return this.row.flag('scannable');
  }

  /** Whether this is the index of a multi-architecture image. */
  public get isMultipleArch(): IResolvable {
    return this.row.flag('isMultipleArch');
  }

  /** Name of the SWR Enterprise instance, up to 128 characters. */
  public get instanceName(): string {
    return this.row.text('instanceName');
  }

  /** ID of the SWR Enterprise instance, up to 64 characters. */
  public get instanceId(): string {
    return this.row.text('instanceId');
  }

  /** URL of the SWR Enterprise instance, up to 256 characters. */
  public get instanceUrl(): string {
    return this.row.text('instanceUrl');
  }

  /**
   * Severity of the risk, set after a completed scan: a value of `SeverityLevel`, or a newer one.
   */
  public get severityLevel(): string {
    return this.row.text('severityLevel');
  }

  /**
   * Images that an index contains, in its order: a list of objects with the fields of
   * `HssAssociatedImage`.
   */
  public get associationImages(): IResolvable {
    return this.row.list('associationImages');
  }
}

/** The rows of `DataHssRegistryImagesAtPlan`. */
export class HssRegistryImageAtPlanList {
  /** @internal */
  public static _of(list: PlanList): HssRegistryImageAtPlanList {
    return new HssRegistryImageAtPlanList(list);
  }

  private constructor(private readonly list: PlanList) {}

  /**
   * Returns a row. The plan fails if fewer rows match.
   *
   * @param index position of the row, 0 for the first. Not a token
   * @throws HSS_INVALID_ARGUMENT for a token or a value that is not a whole number
   */
  public get(index: number): HssRegistryImageAtPlan {
    return HssRegistryImageAtPlan._of(this.list.row(index));
  }
}

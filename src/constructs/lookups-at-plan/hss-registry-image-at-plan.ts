import { IResolvable } from '../framework/resolvable';
import { PlanList, PlanRow } from './plan-list';

/**
 * A row of `DataHssRegistryImagesAtPlan` (API: ListRegistryImages, 查询仓库镜像列表,
 * `GET /v5/{project_id}/image/registries/images`): tokens of what Terraform finds. A field that is missing, or of another
 * JSON type than the API's, is null; whether a value is in the API's range is not looked at.
 */
export class HssRegistryImageAtPlan {
  /** @internal */
  public static _of(row: PlanRow): HssRegistryImageAtPlan {
    return new HssRegistryImageAtPlan(row);
  }

  private constructor(private readonly row: PlanRow) {}

  /** ID of the row, an int64 in decimal digits: a number can't hold each of them exactly. */
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

  /** Digest as HSS has it, up to 128 characters. Whether one can pull by it is for the registry to say. */
  public get imageDigest(): string {
    return this.row.text('imageDigest');
  }

  /** Image version (tag), up to 64 characters. */
  public get imageVersion(): string {
    return this.row.text('imageVersion');
  }

  /** Kind of the image: a value of `RegistryImageType`, or one that is newer. */
  public get imageType(): string {
    return this.row.text('imageType');
  }

  /** ID of the registry, 1 to 64 characters: the `id` of a row of `DataHssImageRegistries`, which has its address. */
  public get registryId(): string {
    return this.row.text('registryId');
  }

  /** Name of the registry, 1 to 128 characters. */
  public get registryName(): string {
    return this.row.text('registryName');
  }

  /** Kind of the registry: a value of `RegistryType`, or one that is newer. */
  public get registryType(): string {
    return this.row.text('registryType');
  }

  /** Whether this is the image's latest version. */
  public get latestVersion(): IResolvable {
    return this.row.flag('latestVersion');
  }

  /** Where the image stands in HSS's scanning: a value of `ScanStatus`, or one that is newer. */
  public get scanStatus(): string {
    return this.row.text('scanStatus');
  }

  /** Why the scan failed, in words, up to 128 characters. */
  public get scanFailedDesc(): string {
    return this.row.text('scanFailedDesc');
  }

  /** Why the scan failed, as a code such as `download_failed` or `image_over_sized`. */
  public get scanFailedCode(): string {
    return this.row.text('scanFailedCode');
  }

  /** Size of the image in bytes, 0 to 2147483547. */
  public get imageSize(): number {
    return this.row.number('imageSize');
  }

  /** When this version was last updated, ms since 1970. */
  public get latestUpdateTime(): number {
    return this.row.number('latestUpdateTime');
  }

  /** When the latest scan was complete, ms since 1970. */
  public get latestScanTime(): number {
    return this.row.number('latestScanTime');
  }

  /** When HSS last read the image's data from the registry, ms since 1970. Its tag may have moved since. */
  public get latestSyncTime(): number {
    return this.row.number('latestSyncTime');
  }

  /** Number of vulnerabilities, 0 to 2147483647. */
  public get vulNum(): number {
    return this.row.number('vulNum');
  }

  /** Number of baseline checks that failed, 0 to 2147483647. */
  public get unsafeSettingNum(): number {
    return this.row.number('unsafeSettingNum');
  }

  /** Number of malicious files, 0 to 2147483647. */
  public get maliciousFileNum(): number {
    return this.row.number('maliciousFileNum');
  }

  /** Account that owns the image, of shared images, up to 128 characters. */
  public get domainName(): string {
    return this.row.text('domainName');
  }

  /** Whether a shared image can still be used: a value of `SharedImageStatus`, or one that is newer. */
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

  /** Severity of the risk, known once a scan is complete: a value of `SeverityLevel`, or one that is newer. */
  public get severityLevel(): string {
    return this.row.text('severityLevel');
  }

  /** The images that an index names, in its order: a list of objects with the fields of `HssAssociatedImage`. */
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
   * A row. It has to be there: where fewer rows match, the plan fails.
   *
   * @param index 0 for the first row, and no token
   * @throws HSS_INVALID_ARGUMENT for what is no whole number
   */
  public get(index: number): HssRegistryImageAtPlan {
    return HssRegistryImageAtPlan._of(this.list.row(index));
  }
}

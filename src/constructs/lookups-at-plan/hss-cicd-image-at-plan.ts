import { IResolvable } from '../framework/resolvable';
import { PlanList, PlanRow } from './plan-list';

/**
 * A row of `DataHssCicdImagesAtPlan` (API: ListCicdImages, 查询cicd镜像列表,
 * `GET /v5/{project_id}/image/cicd/images`): each property is a token. A field that is missing, or
 * that has another JSON type than in the API, is null. Values are not checked against the ranges of
 * the API.
 */
export class HssCicdImageAtPlan {
  /** @internal */
  public static _of(row: PlanRow): HssCicdImageAtPlan {
    return new HssCicdImageAtPlan(row);
  }

  private constructor(private readonly row: PlanRow) {}

  /** ID of the image, up to 128 characters. */
  public get imageId(): string {
    return this.row.text('imageId');
  }

  /** Name of the CI/CD integration, up to 128 characters. */
  public get cicdName(): string {
    return this.row.text('cicdName');
  }

  /** Namespace (organization), up to 64 characters. */
  public get namespace(): string {
    return this.row.text('namespace');
  }

  /** Image name, up to 128 characters. */
  public get imageName(): string {
    return this.row.text('imageName');
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

  /** Name of the registry, 1 to 128 characters. Rows carry neither its ID nor its address. */
  public get registryName(): string {
    return this.row.text('registryName');
  }

  /** Always `cicd`. */
  public get imageType(): string {
    return this.row.text('imageType');
  }

  /** Always `cicd`. */
  public get registryType(): string {
    return this.row.text('registryType');
  }

  /** Pipeline that had the image scanned: a value of `PipelineType`, or a newer one. */
  public get pipelineType(): string {
    return this.row.text('pipelineType');
  }

  /** Whether this is the image's latest version. */
  public get latestVersion(): IResolvable {
    return this.row.flag('latestVersion');
  }

  /** State of the scan: a value of `ScanStatus`, or a newer one. */
  public get scanStatus(): string {
    return this.row.text('scanStatus');
  }

  /** Reason for a failed scan as text (Chinese), up to 128 characters. */
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

  /**
   * Severity of the risk, set after a completed scan: a value of `SeverityLevel`, or a newer one.
   */
  public get severityLevel(): string {
    return this.row.text('severityLevel');
  }
}

/** The rows of `DataHssCicdImagesAtPlan`. */
export class HssCicdImageAtPlanList {
  /** @internal */
  public static _of(list: PlanList): HssCicdImageAtPlanList {
    return new HssCicdImageAtPlanList(list);
  }

  private constructor(private readonly list: PlanList) {}

  /**
   * Returns a row. The plan fails if fewer rows match.
   *
   * @param index position of the row, 0 for the first. Not a token
   * @throws HSS_INVALID_ARGUMENT for a token or a value that is not a whole number
   */
  public get(index: number): HssCicdImageAtPlan {
    return HssCicdImageAtPlan._of(this.list.row(index));
  }
}

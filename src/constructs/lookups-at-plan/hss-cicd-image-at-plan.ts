import { IResolvable } from '../framework/resolvable';
import { PlanList, PlanRow } from './plan-list';

/**
 * A row of `DataHssCicdImagesAtPlan` (API: ListCicdImages, 查询cicd镜像列表, `GET /v5/{project_id}/image/cicd/images`): tokens of
 * what Terraform finds. A field that is missing, or of another JSON type than the API's, is null; whether a value is in the
 * API's range is not looked at.
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

  /** Digest as HSS has it, up to 128 characters. Whether one can pull by it is for the registry to say. */
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

  /** The pipeline that had the image scanned: a value of `PipelineType`, or one that is newer. */
  public get pipelineType(): string {
    return this.row.text('pipelineType');
  }

  /** Whether this is the image's latest version. */
  public get latestVersion(): IResolvable {
    return this.row.flag('latestVersion');
  }

  /** Where the image stands in HSS's scanning: a value of `ScanStatus`, or one that is newer. */
  public get scanStatus(): string {
    return this.row.text('scanStatus');
  }

  /** Why the scan failed, in words (Chinese), up to 128 characters. */
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

  /** Severity of the risk, known once a scan is complete: a value of `SeverityLevel`, or one that is newer. */
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
   * A row. It has to be there: where fewer rows match, the plan fails.
   *
   * @param index 0 for the first row, and no token
   * @throws HSS_INVALID_ARGUMENT for what is no whole number
   */
  public get(index: number): HssCicdImageAtPlan {
    return HssCicdImageAtPlan._of(this.list.row(index));
  }
}

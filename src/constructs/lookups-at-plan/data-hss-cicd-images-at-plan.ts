import { Construct } from 'constructs';
import { PipelineType, ScanStatus, SeverityLevel, SortDir, SortKey } from '../../contract/enums';
import { IResolvable } from '../framework/resolvable';
import { HssConnection } from '../connection/hss-connection';
import { HssCicdImageAtPlanList } from './hss-cicd-image-at-plan';
import { PlanList } from './plan-list';
import { endpointProps } from '../shared/endpoint-props';

/**
 * The query of `DataHssCicdImagesAtPlan`. Props that are not set don't filter. `false` and 0 do.
 *
 * Every prop but `connection` may be a token. Because Terraform may not know the value of a token
 * before it applies, one page is then read, and more than 200 rows are an error. A token whose
 * value is null does not filter. Use `Token.asAny` for types without a token function.
 */
export interface DataHssCicdImagesAtPlanProps {
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
  /**
   * Namespace (organization), 1 to 128 characters. Whether HSS matches it exactly is not
   * documented.
   * @default - any
   */
  readonly namespace?: string;
  /**
   * Image name, 1 to 128 characters. Whether HSS matches it exactly is not documented.
   * @default - any
   */
  readonly imageName?: string;
  /**
   * Image version (tag), 1 to 64 characters. Whether HSS matches it exactly is not documented.
   * @default - any
   */
  readonly imageVersion?: string;
  /**
   * Sort key of the rows.
   * @default - HSS's own order
   */
  readonly sortKey?: SortKey | IResolvable;
  /**
   * Sort direction.
   * @default SortDir.ASC
   */
  readonly sortDir?: SortDir | IResolvable;
  /**
   * Image ID, up to 128 characters.
   * @default - any
   */
  readonly imageId?: string;
  /**
   * Name of the CI/CD integration, up to 128 characters. Whether HSS matches it exactly is not
   * documented.
   * @default - any
   */
  readonly cicdName?: string;
  /**
   * Pipeline that had the image scanned.
   * @default - any
   */
  readonly pipelineType?: PipelineType | IResolvable;
  /**
   * Whether to list only the latest version of each image. `false` is sent to HSS, but the package
   * does not check that the rows match it.
   * @default - any
   */
  readonly latestVersion?: boolean | IResolvable;
  /**
   * Image size in bytes, 0 to 2147483547. How HSS compares it is not documented.
   * @default - any
   */
  readonly imageSize?: number;
  /**
   * Scan status. `DOWNLOAD_FAILED` and `IMAGE_OVERSIZED` are not allowed in a query; only rows have
   * them.
   * @default - any
   */
  readonly scanStatus?: ScanStatus | IResolvable;
  /**
   * Earliest time of the latest update, in ms since 1970, inclusive.
   * @default - any
   */
  readonly startLatestUpdateTime?: number;
  /**
   * Latest time of the latest update, in ms since 1970, inclusive.
   * @default - any
   */
  readonly endLatestUpdateTime?: number;
  /**
   * Earliest time of the latest scan, in ms since 1970, inclusive.
   * @default - any
   */
  readonly startLatestScanTime?: number;
  /**
   * Latest time of the latest scan, in ms since 1970, inclusive.
   * @default - any
   */
  readonly endLatestScanTime?: number;
  /**
   * Whether the image has malicious files.
   * @default - any
   */
  readonly hasMaliciousFile?: boolean | IResolvable;
  /**
   * Whether the image failed baseline checks.
   * @default - any
   */
  readonly hasUnsafeSetting?: boolean | IResolvable;
  /**
   * Whether the image has vulnerabilities.
   * @default - any
   */
  readonly hasVul?: boolean | IResolvable;
  /**
   * Severity of the risk that HSS found in the image.
   * @default - any
   */
  readonly severityLevel?: SeverityLevel | IResolvable;
  /**
   * Whether the image has a security risk. HSS does not document what it considers a risk.
   * @default - any
   */
  readonly risky?: boolean | IResolvable;
}

/**
 * Lets Terraform look up the CI/CD images that HSS knows, with the results of their scans, when it
 * plans (API: ListCicdImages, 查询cicd镜像列表, `GET /v5/{project_id}/image/cicd/images`).
 *
 * Terraform queries HSS through `hss-gate exec`, or directly with the variable `hss_token`. The
 * project must be known when the stack is synthesized (`projectId` of the connection, or
 * `HW_PROJECT_ID`), and for a token also the region or the endpoint. The plan fails with a reason
 * if HSS does not answer, or if the answer is invalid or incomplete.
 *
 * Terraform stores each answer of HSS in the state, the body three times: 200 images take about 390
 * kB. If the variable `hss_token` is used, the state contains it too.
 *
 * `terraform destroy` works without any variable, and whatever `hss-gate exec` answers. With
 * `hss_token`, if HSS can't be reached or answers 429 or 5xx, use
 * `terraform destroy -refresh=false`.
 *
 * @example
 * import { TerraformOutput } from 'cdktf';
 * import { DataHssCicdImagesAtPlan } from 'cdktf-hss';
 *
 * const images = new DataHssCicdImagesAtPlan(stack, 'images', { namespace: 'shop', imageName: 'web' });
 * new TerraformOutput(stack, 'digest', { value: images.rows.get(0).imageDigest });
 */
export class DataHssCicdImagesAtPlan extends Construct {
  private readonly list: PlanList;

  /**
   * @param scope parent of the construct, in a stack
   * @param id unique in the scope
   * @param props the query
   * @throws HSS_INVALID_ARGUMENT for a value that the API does not allow, or if the project is not
   * known; HSS_AMBIGUOUS if several connections are equally near
   */
  constructor(scope: Construct, id: string, props: DataHssCicdImagesAtPlanProps = {}) {
    super(scope, id);
    this.list = new PlanList(this, endpointProps('cicd-images', props));
  }

  /** The rows that match the query, in HSS's order. */
  public get rows(): HssCicdImageAtPlanList {
    return HssCicdImageAtPlanList._of(this.list);
  }

  /** Token: number of rows that match the query, the length of `rows`. */
  public get totalNum(): number {
    return this.list.totalNum;
  }

  /** Token: image IDs of the rows. */
  public get ids(): string[] {
    return this.list.texts('imageId');
  }

  /** Token: digests of the rows. */
  public get digests(): string[] {
    return this.list.texts('imageDigest');
  }

  /**
   * Token: the rows as JSON, with the field names and values of `DataHssCicdImages`, without null
   * fields.
   */
  public get rowsJson(): string {
    return this.list.rowsJson;
  }
}

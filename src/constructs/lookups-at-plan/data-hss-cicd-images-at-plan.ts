import { Construct } from 'constructs';
import { PipelineType, ScanStatus, SeverityLevel, SortDir, SortKey } from '../../contract/enums';
import { IResolvable } from '../framework/resolvable';
import { HssConnection } from '../connection/hss-connection';
import { HssCicdImageAtPlanList } from './hss-cicd-image-at-plan';
import { PlanList } from './plan-list';
import { endpointProps } from '../shared/endpoint-props';

/**
 * The query of `DataHssCicdImagesAtPlan`. Props that are left out don't filter; `false` and 0 do.
 *
 * Each may be a token, which Terraform may not know before it applies: then one page is read, and more than 200 rows are an
 * error. A token that is null is left out. For the types that tokens don't have, `Token.asAny` makes one of anything.
 */
export interface DataHssCicdImagesAtPlanProps {
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
  /**
   * Namespace (organization), 1 to 128 characters. Whether HSS matches it exactly is not documented.
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
   * What to sort by.
   * @default - HSS's own order
   */
  readonly sortKey?: SortKey | IResolvable;
  /**
   * Direction of the sort.
   * @default SortDir.ASC
   */
  readonly sortDir?: SortDir | IResolvable;
  /**
   * Image ID, up to 128 characters.
   * @default - any
   */
  readonly imageId?: string;
  /**
   * Name of the CI/CD integration, up to 128 characters. Whether HSS matches it exactly is not documented.
   * @default - any
   */
  readonly cicdName?: string;
  /**
   * The pipeline that had the image scanned.
   * @default - any
   */
  readonly pipelineType?: PipelineType | IResolvable;
  /**
   * Only images' latest versions. `false` is sent, but asks for nothing that could be checked again.
   * @default - any
   */
  readonly latestVersion?: boolean | IResolvable;
  /**
   * Image size in bytes, 0 to 2147483547. How HSS compares it is not documented.
   * @default - any
   */
  readonly imageSize?: number;
  /**
   * Scan status, any but `DOWNLOAD_FAILED` and `IMAGE_OVERSIZED`, which only rows have.
   * @default - any
   */
  readonly scanStatus?: ScanStatus | IResolvable;
  /**
   * Updated at this time or later, ms since 1970.
   * @default - any
   */
  readonly startLatestUpdateTime?: number;
  /**
   * Updated at this time or earlier, ms since 1970.
   * @default - any
   */
  readonly endLatestUpdateTime?: number;
  /**
   * Scanned at this time or later, ms since 1970.
   * @default - any
   */
  readonly startLatestScanTime?: number;
  /**
   * Scanned at this time or earlier, ms since 1970.
   * @default - any
   */
  readonly endLatestScanTime?: number;
  /**
   * With malicious files (`true`), or without (`false`).
   * @default - any
   */
  readonly hasMaliciousFile?: boolean | IResolvable;
  /**
   * With failed baseline checks (`true`), or without (`false`).
   * @default - any
   */
  readonly hasUnsafeSetting?: boolean | IResolvable;
  /**
   * With vulnerabilities (`true`), or without (`false`).
   * @default - any
   */
  readonly hasVul?: boolean | IResolvable;
  /**
   * Severity of the risk.
   * @default - any
   */
  readonly severityLevel?: SeverityLevel | IResolvable;
  /**
   * With a security risk (`true`), or without (`false`), as HSS counts it.
   * @default - any
   */
  readonly risky?: boolean | IResolvable;
}

/**
 * The CI/CD images that HSS knows and what their scans found, read by Terraform when it plans
 * (API: ListCicdImages, 查询cicd镜像列表, `GET /v5/{project_id}/image/cicd/images`).
 *
 * Terraform asks through `hss-gate exec`, or with the variable `hss_token`; the project has to be known when the stack is
 * synthesized (`projectId` of the connection, or `HW_PROJECT_ID`), and for a token the region or endpoint as well.
 * Without an answer, or with one that is wrong or not whole, the plan fails and says why.
 *
 * Everything that HSS answers is kept in the state, the body three times: 200 images add about 390 kB to it.
 * So is the variable `hss_token`, where that is used.
 *
 * `terraform destroy` passes with nothing set, and whatever `hss-gate exec` answers. Where HSS itself is asked, and can't be
 * reached or answers 429 or 5xx, it takes `terraform destroy -refresh=false`.
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
   * @param scope where the construct stands, in a stack
   * @param id unique in the scope
   * @param props the query
   * @throws HSS_INVALID_ARGUMENT for a value that the API does not allow, and when the project is not known;
   * HSS_AMBIGUOUS when several connections are equally near
   */
  constructor(scope: Construct, id: string, props: DataHssCicdImagesAtPlanProps = {}) {
    super(scope, id);
    this.list = new PlanList(this, endpointProps('cicd-images', props));
  }

  /** The rows that match, in HSS's order. */
  public get rows(): HssCicdImageAtPlanList {
    return HssCicdImageAtPlanList._of(this.list);
  }

  /** A token of how many rows match: the length of `rows`. */
  public get totalNum(): number {
    return this.list.totalNum;
  }

  /** A token of the rows' image IDs. */
  public get ids(): string[] {
    return this.list.texts('imageId');
  }

  /** A token of the rows' digests. */
  public get digests(): string[] {
    return this.list.texts('imageDigest');
  }

  /** A token of the rows as JSON, spelled as the rows of `DataHssCicdImages`, without the fields that are null. */
  public get rowsJson(): string {
    return this.list.rowsJson;
  }
}

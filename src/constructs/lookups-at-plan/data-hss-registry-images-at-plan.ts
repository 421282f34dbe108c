import { Construct } from 'constructs';
import {
  RegistryImageType,
  ScanStatus,
  SeverityLevel,
  SortDir,
  SortKey,
} from '../../contract/enums';
import { IResolvable } from '../framework/resolvable';
import { HssConnection } from '../connection/hss-connection';
import { HssRegistryImageAtPlanList } from './hss-registry-image-at-plan';
import { PlanList } from './plan-list';
import { endpointProps } from '../shared/endpoint-props';

/**
 * The query of `DataHssRegistryImagesAtPlan`. Props that are not set don't filter. `false` and 0
 * do.
 *
 * Every prop but `connection` may be a token. Because Terraform may not know the value of a token
 * before it applies, one page is then read, and more than 200 rows are an error. A token whose
 * value is null does not filter. Use `Token.asAny` for types without a token function.
 */
export interface DataHssRegistryImagesAtPlanProps {
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
   * Organization (SWR) or project (Harbor), 1 to 128 characters. Whether HSS matches it exactly is
   * not documented.
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
   * Name of the registry, 1 to 128 characters. Whether HSS matches it exactly is not documented.
   * @default - any
   */
  readonly registryName?: string;
  /**
   * Kind of the image.
   * @default - any
   */
  readonly imageType?: RegistryImageType | IResolvable;
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
   * Earliest time of the latest synchronization, in ms since 1970, inclusive.
   * @default - any
   */
  readonly startLatestSyncTime?: number;
  /**
   * Latest time of the latest synchronization, in ms since 1970, inclusive.
   * @default - any
   */
  readonly endLatestSyncTime?: number;
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
   * Whether the image has a security risk. HSS does not document what it considers a risk.
   * @default - any
   */
  readonly risky?: boolean | IResolvable;
  /**
   * ID of the SWR Enterprise instance, up to 128 characters.
   * @default - any
   */
  readonly instanceId?: string;
  /**
   * Name of the SWR Enterprise instance, up to 128 characters. Whether HSS matches it exactly is
   * not documented.
   * @default - any
   */
  readonly instanceName?: string;
  /**
   * Whether the image is the index of a multi-architecture image.
   * @default - any
   */
  readonly isMultarch?: boolean | IResolvable;
  /**
   * Severity of the risk that HSS found in the image.
   * @default - any
   */
  readonly severityLevel?: SeverityLevel | IResolvable;
}

/**
 * Lets Terraform look up the images in registries (SWR, Harbor, JFrog), with the results of HSS's
 * scans, when it plans (API: ListRegistryImages, 查询仓库镜像列表,
 * `GET /v5/{project_id}/image/registries/images`).
 *
 * Terraform queries HSS through `hss-gate exec`, or directly with the variable `hss_token`. The
 * project must be known when the stack is synthesized (`projectId` of the connection, or
 * `HW_PROJECT_ID`), and for a token also the region or the endpoint. The plan fails with a reason
 * if HSS does not answer, or if the answer is invalid or incomplete.
 *
 * Terraform stores each answer of HSS in the state, the body three times. If the variable
 * `hss_token` is used, the state contains it too.
 *
 * `terraform destroy` works without any variable, and whatever `hss-gate exec` answers. With
 * `hss_token`, if HSS can't be reached or answers 429 or 5xx, use
 * `terraform destroy -refresh=false`.
 */
export class DataHssRegistryImagesAtPlan extends Construct {
  private readonly list: PlanList;

  /**
   * @param scope parent of the construct, in a stack
   * @param id unique in the scope
   * @param props the query
   * @throws HSS_INVALID_ARGUMENT for a value that the API does not allow, or if the project is not
   * known; HSS_AMBIGUOUS if several connections are equally near
   */
  constructor(scope: Construct, id: string, props: DataHssRegistryImagesAtPlanProps = {}) {
    super(scope, id);
    this.list = new PlanList(this, endpointProps('registry-images', props));
  }

  /** The rows that match the query, in HSS's order. */
  public get rows(): HssRegistryImageAtPlanList {
    return HssRegistryImageAtPlanList._of(this.list);
  }

  /** Token: number of rows that match the query, the length of `rows`. */
  public get totalNum(): number {
    return this.list.totalNum;
  }

  /** Token: IDs of the rows. */
  public get ids(): string[] {
    return this.list.texts('id');
  }

  /** Token: digests of the rows. */
  public get digests(): string[] {
    return this.list.texts('imageDigest');
  }

  /**
   * Token: the rows as JSON, with the field names and values of `DataHssRegistryImages`, without
   * null fields.
   */
  public get rowsJson(): string {
    return this.list.rowsJson;
  }
}

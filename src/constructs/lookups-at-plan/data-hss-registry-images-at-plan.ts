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
 * The query of `DataHssRegistryImagesAtPlan`. Props that are left out don't filter; `false` and 0 do.
 *
 * Each may be a token, which Terraform may not know before it applies: then one page is read, and more than 200 rows are an
 * error. A token that is null is left out. For the types that tokens don't have, `Token.asAny` makes one of anything.
 */
export interface DataHssRegistryImagesAtPlanProps {
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
   * Organization (SWR) or project (Harbor), 1 to 128 characters. Whether HSS matches it exactly is not documented.
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
   * Synchronized from the registry at this time or later, ms since 1970.
   * @default - any
   */
  readonly startLatestSyncTime?: number;
  /**
   * Synchronized from the registry at this time or earlier, ms since 1970.
   * @default - any
   */
  readonly endLatestSyncTime?: number;
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
   * With a security risk (`true`), or without (`false`), as HSS counts it.
   * @default - any
   */
  readonly risky?: boolean | IResolvable;
  /**
   * ID of the SWR Enterprise instance, up to 128 characters.
   * @default - any
   */
  readonly instanceId?: string;
  /**
   * Name of the SWR Enterprise instance, up to 128 characters. Whether HSS matches it exactly is not documented.
   * @default - any
   */
  readonly instanceName?: string;
  /**
   * Only indexes of multi-architecture images (`true`), or only other images (`false`).
   * @default - any
   */
  readonly isMultarch?: boolean | IResolvable;
  /**
   * Severity of the risk.
   * @default - any
   */
  readonly severityLevel?: SeverityLevel | IResolvable;
}

/**
 * The images that registries hold (SWR, Harbor, JFrog) and what HSS's scans found in them, read by Terraform when it plans
 * (API: ListRegistryImages, 查询仓库镜像列表, `GET /v5/{project_id}/image/registries/images`).
 *
 * Terraform asks through `hss-gate exec`, or with the variable `hss_token`; the project has to be known when the stack is
 * synthesized (`projectId` of the connection, or `HW_PROJECT_ID`), and for a token the region or endpoint as well.
 * Without an answer, or with one that is wrong or not whole, the plan fails and says why.
 *
 * Everything that HSS answers is kept in the state, the body three times.
 * So is the variable `hss_token`, where that is used.
 *
 * `terraform destroy` passes with nothing set, and whatever `hss-gate exec` answers. Where HSS itself is asked, and can't be
 * reached or answers 429 or 5xx, it takes `terraform destroy -refresh=false`.
 */
export class DataHssRegistryImagesAtPlan extends Construct {
  private readonly list: PlanList;

  /**
   * @param scope where the construct stands, in a stack
   * @param id unique in the scope
   * @param props the query
   * @throws HSS_INVALID_ARGUMENT for a value that the API does not allow, and when the project is not known;
   * HSS_AMBIGUOUS when several connections are equally near
   */
  constructor(scope: Construct, id: string, props: DataHssRegistryImagesAtPlanProps = {}) {
    super(scope, id);
    this.list = new PlanList(this, endpointProps('registry-images', props));
  }

  /** The rows that match, in HSS's order. */
  public get rows(): HssRegistryImageAtPlanList {
    return HssRegistryImageAtPlanList._of(this.list);
  }

  /** A token of how many rows match: the length of `rows`. */
  public get totalNum(): number {
    return this.list.totalNum;
  }

  /** A token of the rows' own IDs. */
  public get ids(): string[] {
    return this.list.texts('id');
  }

  /** A token of the rows' digests. */
  public get digests(): string[] {
    return this.list.texts('imageDigest');
  }

  /** A token of the rows as JSON, spelled as the rows of `DataHssRegistryImages`, without the fields that are null. */
  public get rowsJson(): string {
    return this.list.rowsJson;
  }
}

import { Construct } from 'constructs';
import { HssCicdImage } from '../../contract/cicd-image';
import { PipelineType, ScanStatus, SeverityLevel, SortDir, SortKey } from '../../contract/enums';
import { checkTexts, naming } from '../shared/arguments';
import { HssConnection } from '../connection/hss-connection';
import { newestOf } from './newest-row';
import { TypedLookup } from './typed-lookup';
import { endpointProps } from '../shared/endpoint-props';

/** The query of `DataHssCicdImages`. Props that are left out don't filter; `false` and 0 do. */
export interface DataHssCicdImagesProps {
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
  readonly sortKey?: SortKey;
  /**
   * Direction of the sort.
   * @default SortDir.ASC
   */
  readonly sortDir?: SortDir;
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
  readonly pipelineType?: PipelineType;
  /**
   * Only images' latest versions. `false` is sent, but asks for nothing that could be checked again.
   * @default - any
   */
  readonly latestVersion?: boolean;
  /**
   * Image size in bytes, 0 to 2147483547. How HSS compares it is not documented.
   * @default - any
   */
  readonly imageSize?: number;
  /**
   * Scan status, any but `DOWNLOAD_FAILED` and `IMAGE_OVERSIZED`, which only rows have.
   * @default - any
   */
  readonly scanStatus?: ScanStatus;
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
  readonly hasMaliciousFile?: boolean;
  /**
   * With failed baseline checks (`true`), or without (`false`).
   * @default - any
   */
  readonly hasUnsafeSetting?: boolean;
  /**
   * With vulnerabilities (`true`), or without (`false`).
   * @default - any
   */
  readonly hasVul?: boolean;
  /**
   * Severity of the risk.
   * @default - any
   */
  readonly severityLevel?: SeverityLevel;
  /**
   * With a security risk (`true`), or without (`false`), as HSS counts it.
   * @default - any
   */
  readonly risky?: boolean;
}

/**
 * The CI/CD images that HSS knows and what their scans found, looked up while the stack is synthesized
 * (API: ListCicdImages, 查询cicd镜像列表, `GET /v5/{project_id}/image/cicd/images`).
 *
 * Constructing one starts the request, reading one waits for it; so ten lookups overlap, as many requests at once as the
 * server answers without slowing down, within the connection's concurrency.
 * To stop a deployment whose image does not pass a policy, use `HssImageGate`.
 *
 * @example
 * import { TerraformOutput } from 'cdktf';
 * import { DataHssCicdImages, ScanStatus } from 'cdktf-hss';
 *
 * const images = new DataHssCicdImages(stack, 'images', { namespace: 'shop', scanStatus: ScanStatus.SUCCESS });
 * const web = images.find('shop', 'web', '1.4');
 * new TerraformOutput(stack, 'digest', { value: web?.imageDigest });
 */
export class DataHssCicdImages extends Construct {
  private readonly lookup: TypedLookup<HssCicdImage>;

  /**
   * @param scope where the construct stands
   * @param id unique in the scope
   * @param props the query
   * @throws HSS_INVALID_ARGUMENT for a value that the API does not allow, or a token; HSS_AMBIGUOUS when several
   * connections are equally near
   */
  constructor(scope: Construct, id: string, props: DataHssCicdImagesProps = {}) {
    super(scope, id);
    this.lookup = new TypedLookup(
      this,
      endpointProps('cicd-images', props),
      'DataHssCicdImagesAtPlan',
    );
  }

  /** All rows that match, in HSS's order. */
  public get rows(): HssCicdImage[] {
    return this.lookup.rows;
  }

  /** How many rows match: the length of `rows`. */
  public get totalNum(): number {
    return this.lookup.count;
  }

  /** The rows' image IDs. */
  public get ids(): string[] {
    return this.lookup.texts('imageId');
  }

  /** The rows' digests. */
  public get digests(): string[] {
    return this.lookup.texts('imageDigest');
  }

  /**
   * The newest row (by `latestUpdateTime`) of an image's version, names compared exactly. Undefined when there is
   * none.
   *
   * @param imageNamespace namespace, `''` for images without one
   * @param imageName image name
   * @param imageVersion version (tag)
   * @throws HSS_AMBIGUOUS when the newest rows have different digests, HSS_INVALID_ARGUMENT for a token
   */
  public find(
    imageNamespace: string,
    imageName: string,
    imageVersion: string,
  ): HssCicdImage | undefined {
    naming(this, () => checkTexts({ imageNamespace, imageName, imageVersion }));
    const found = this.rows.filter(
      (row) =>
        (row.namespace ?? '') === imageNamespace &&
        row.imageName === imageName &&
        row.imageVersion === imageVersion,
    );
    return naming(this, () => newestOf(found, `${imageNamespace}/${imageName}:${imageVersion}`));
  }

  /**
   * The rows as JSON, with the names and values that they have in TypeScript: for languages in which structs are slow to
   * cross.
   */
  public get rowsJson(): string {
    return this.lookup.rowsJson;
  }

  /**
   * As `rowsJson`, but an enum field holds its member's name (`SWR_PRIVATE`), not the API's value (`SwrPrivate`): from this the
   * generated structs and enums of Python, Java, Go and C# can be made.
   */
  public get rowsJsonForStructs(): string {
    return this.lookup.rowsJsonForStructs;
  }
}

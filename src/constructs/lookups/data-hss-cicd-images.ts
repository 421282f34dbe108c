import { Construct } from 'constructs';
import { HssCicdImage } from '../../contract/cicd-image';
import { PipelineType, ScanStatus, SeverityLevel, SortDir, SortKey } from '../../contract/enums';
import { checkTexts, naming } from '../shared/arguments';
import { HssConnection } from '../connection/hss-connection';
import { newestOf } from './newest-row';
import { TypedLookup } from './typed-lookup';
import { endpointProps } from '../shared/endpoint-props';

/** The query of `DataHssCicdImages`. Props that are not set don't filter. `false` and 0 do. */
export interface DataHssCicdImagesProps {
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
  readonly sortKey?: SortKey;
  /**
   * Sort direction.
   * @default SortDir.ASC
   */
  readonly sortDir?: SortDir;
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
  readonly pipelineType?: PipelineType;
  /**
   * Whether to list only the latest version of each image. `false` is sent to HSS, but the package
   * does not check that the rows match it.
   * @default - any
   */
  readonly latestVersion?: boolean;
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
  readonly scanStatus?: ScanStatus;
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
  readonly hasMaliciousFile?: boolean;
  /**
   * Whether the image failed baseline checks.
   * @default - any
   */
  readonly hasUnsafeSetting?: boolean;
  /**
   * Whether the image has vulnerabilities.
   * @default - any
   */
  readonly hasVul?: boolean;
  /**
   * Severity of the risk that HSS found in the image.
   * @default - any
   */
  readonly severityLevel?: SeverityLevel;
  /**
   * Whether the image has a security risk. HSS does not document what it considers a risk.
   * @default - any
   */
  readonly risky?: boolean;
}

/**
 * Looks up the CI/CD images that HSS knows, with the results of their scans, while the stack is
 * synthesized (API: ListCicdImages, 查询cicd镜像列表, `GET /v5/{project_id}/image/cicd/images`).
 *
 * The constructor starts the request, and reading a property waits for it, so several lookups
 * overlap. The client sends as many requests at once as HSS answers without slowing down, up to the
 * `concurrency` of the connection. To block images that violate a policy, use `HssImageGate`.
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
   * @param scope parent of the construct
   * @param id unique in the scope
   * @param props the query
   * @throws HSS_INVALID_ARGUMENT for a token or a value that the API does not allow; HSS_AMBIGUOUS
   * if several connections are equally near
   */
  constructor(scope: Construct, id: string, props: DataHssCicdImagesProps = {}) {
    super(scope, id);
    this.lookup = new TypedLookup(
      this,
      endpointProps('cicd-images', props),
      'DataHssCicdImagesAtPlan',
    );
  }

  /** All rows that match the query, in HSS's order. */
  public get rows(): HssCicdImage[] {
    return this.lookup.rows;
  }

  /** Number of rows that match the query: the length of `rows`. */
  public get totalNum(): number {
    return this.lookup.count;
  }

  /** Image IDs of the rows. */
  public get ids(): string[] {
    return this.lookup.texts('imageId');
  }

  /** Digests of the rows. */
  public get digests(): string[] {
    return this.lookup.texts('imageDigest');
  }

  /**
   * Returns the newest row (by `latestUpdateTime`) of a version of an image. All names must match
   * exactly. Undefined if no row matches.
   *
   * @param imageNamespace namespace, `''` for images without one
   * @param imageName image name
   * @param imageVersion version (tag)
   * @throws HSS_AMBIGUOUS if the newest rows have different digests; HSS_INVALID_ARGUMENT for a
   * token
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
   * The rows as JSON, with the field names and values that they have in TypeScript. Use it in
   * languages in which reading many structs is slow.
   */
  public get rowsJson(): string {
    return this.lookup.rowsJson;
  }

  /**
   * The rows as JSON, as in `rowsJson`, but an enum field has the name of its member
   * (`SWR_PRIVATE`) in place of the API's value (`SwrPrivate`). The generated structs and enums of
   * Python, Java, Go and C# can be created from it.
   */
  public get rowsJsonForStructs(): string {
    return this.lookup.rowsJsonForStructs;
  }
}

import { Construct } from 'constructs';
import {
  RegistryImageType,
  ScanStatus,
  SeverityLevel,
  SortDir,
  SortKey,
} from '../../contract/enums';
import { HssRegistryImage } from '../../contract/registry-image';
import { checkTexts, naming } from '../shared/arguments';
import { HssConnection } from '../connection/hss-connection';
import { newestInRegistry, withoutPlatforms } from './newest-row';
import { TypedLookup } from './typed-lookup';
import { endpointProps } from '../shared/endpoint-props';

/** The query of `DataHssRegistryImages`. Props that are not set don't filter. `false` and 0 do. */
export interface DataHssRegistryImagesProps {
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
  readonly imageType?: RegistryImageType;
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
   * Whether the image has a security risk. HSS does not document what it considers a risk.
   * @default - any
   */
  readonly risky?: boolean;
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
  readonly isMultarch?: boolean;
  /**
   * Severity of the risk that HSS found in the image.
   * @default - any
   */
  readonly severityLevel?: SeverityLevel;
}

/**
 * Looks up the images in registries (SWR, Harbor, JFrog), with the results of HSS's scans, while
 * the stack is synthesized (API: ListRegistryImages, 查询仓库镜像列表,
 * `GET /v5/{project_id}/image/registries/images`).
 *
 * The constructor starts the request, and reading a property waits for it, so several lookups
 * overlap. The client sends as many requests at once as HSS answers without slowing down, up to the
 * `concurrency` of the connection.
 *
 * @example
 * import { TerraformOutput } from 'cdktf';
 * import { DataHssRegistryImages } from 'cdktf-hss';
 *
 * const images = new DataHssRegistryImages(stack, 'images', { namespace: 'shop', latestVersion: true });
 * new TerraformOutput(stack, 'digests', { value: images.digests });
 */
export class DataHssRegistryImages extends Construct {
  private readonly lookup: TypedLookup<HssRegistryImage>;

  /**
   * @param scope parent of the construct
   * @param id unique in the scope
   * @param props the query
   * @throws HSS_INVALID_ARGUMENT for a token or a value that the API does not allow; HSS_AMBIGUOUS
   * if several connections are equally near
   */
  constructor(scope: Construct, id: string, props: DataHssRegistryImagesProps = {}) {
    super(scope, id);
    this.lookup = new TypedLookup(
      this,
      endpointProps('registry-images', props),
      'DataHssRegistryImagesAtPlan',
    );
  }

  /** All rows that match the query, in HSS's order. */
  public get rows(): HssRegistryImage[] {
    return this.lookup.rows;
  }

  /** Number of rows that match the query: the length of `rows`. */
  public get totalNum(): number {
    return this.lookup.count;
  }

  /** IDs of the rows. */
  public get ids(): string[] {
    return this.lookup.texts('id');
  }

  /** Digests of the rows. */
  public get digests(): string[] {
    return this.lookup.texts('imageDigest');
  }

  /**
   * Returns the newest row (by `latestUpdateTime`) of a version of an image. All names must match
   * exactly. Undefined if no row matches. For a multi-architecture image it is the row of the
   * index, which lists the images of its platforms.
   *
   * @param imageNamespace organization or project, `''` for images without one
   * @param imageName image name
   * @param imageVersion version (tag)
   * @param registryName name of the registry in HSS. By default, rows of all registries are
   * searched
   * @throws HSS_AMBIGUOUS if registries, or the newest rows of one registry, have different
   * digests; HSS_INVALID_ARGUMENT for a token
   */
  public find(
    imageNamespace: string,
    imageName: string,
    imageVersion: string,
    registryName?: string,
  ): HssRegistryImage | undefined {
    naming(this, () => checkTexts({ imageNamespace, imageName, imageVersion }));
    if (registryName !== undefined) naming(this, () => checkTexts({ registryName }));
    const found = this.rows.filter(
      (row) =>
        (row.namespace ?? '') === imageNamespace &&
        row.imageName === imageName &&
        row.imageVersion === imageVersion &&
        (registryName === undefined || row.registryName === registryName),
    );
    return naming(this, () =>
      newestInRegistry(withoutPlatforms(found), `${imageNamespace}/${imageName}:${imageVersion}`),
    );
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

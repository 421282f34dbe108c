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

/** The query of `DataHssRegistryImages`. Props that are left out don't filter; `false` and 0 do. */
export interface DataHssRegistryImagesProps {
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
  readonly imageType?: RegistryImageType;
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
   * With a security risk (`true`), or without (`false`), as HSS counts it.
   * @default - any
   */
  readonly risky?: boolean;
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
  readonly isMultarch?: boolean;
  /**
   * Severity of the risk.
   * @default - any
   */
  readonly severityLevel?: SeverityLevel;
}

/**
 * The images that registries hold (SWR, Harbor, JFrog) and what HSS's scans found in them, looked up while the stack is
 * synthesized (API: ListRegistryImages, 查询仓库镜像列表, `GET /v5/{project_id}/image/registries/images`).
 *
 * Constructing one starts the request, reading one waits for it; so ten lookups overlap, as many requests at once as the
 * server answers without slowing down, within the connection's concurrency.
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
   * @param scope where the construct stands
   * @param id unique in the scope
   * @param props the query
   * @throws HSS_INVALID_ARGUMENT for a value that the API does not allow, or a token; HSS_AMBIGUOUS when several
   * connections are equally near
   */
  constructor(scope: Construct, id: string, props: DataHssRegistryImagesProps = {}) {
    super(scope, id);
    this.lookup = new TypedLookup(
      this,
      endpointProps('registry-images', props),
      'DataHssRegistryImagesAtPlan',
    );
  }

  /** All rows that match, in HSS's order. */
  public get rows(): HssRegistryImage[] {
    return this.lookup.rows;
  }

  /** How many rows match: the length of `rows`. */
  public get totalNum(): number {
    return this.lookup.count;
  }

  /** The rows' own IDs. */
  public get ids(): string[] {
    return this.lookup.texts('id');
  }

  /** The rows' digests. */
  public get digests(): string[] {
    return this.lookup.texts('imageDigest');
  }

  /**
   * The newest row (by `latestUpdateTime`) of an image's version in one registry, names compared exactly. Undefined when
   * there is none. Of a multi-architecture image it is the index's row, which names those of its platforms.
   *
   * @param imageNamespace organization or project, `''` for images without one
   * @param imageName image name
   * @param imageVersion version (tag)
   * @param registryName name of the registry in HSS, or any registry where it is left out
   * @throws HSS_AMBIGUOUS when registries have different digests for it, or the newest rows of one do;
   * HSS_INVALID_ARGUMENT for a token
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

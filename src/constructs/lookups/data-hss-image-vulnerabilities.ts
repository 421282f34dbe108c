import { Construct } from 'constructs';
import { HssCicdImage } from '../../contract/cicd-image';
import {
  HandleStatus,
  RepairNecessity,
  VulnerabilitySeverity,
  VulnerabilityType,
  VulnerableImageType,
} from '../../contract/enums';
import { HssError } from '../../contract/error';
import { HssRegistryImage } from '../../contract/registry-image';
import { HssImageVulnerability } from '../../contract/vulnerabilities/hss-image-vulnerability';
import { ImageSource } from '../../policy/model/image-source';
import { disagreement } from '../../policy/vulnerabilities/agreement';
import { vulnerabilitiesOf } from '../../policy/vulnerabilities/vulnerability';
import { checkTexts, naming } from '../shared/arguments';
import { HssConnection } from '../connection/hss-connection';
import { TypedLookup } from './typed-lookup';
import { endpointProps } from '../shared/endpoint-props';
import { vulnerableImage } from './vulnerable-image';
import { startVulnerabilityListings, vulnerabilityQueries } from './vulnerability-listings';

/**
 * The query of `DataHssImageVulnerabilities`, without the image. Props that are not set don't
 * filter.
 */
export interface DataHssImageVulnerabilitiesOptions {
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
   * How urgently HSS recommends to repair a vulnerability. It is the only severity that HSS can
   * filter by, and it has no Critical. For Critical, use `bySeverity`.
   * @default - any
   */
  readonly repairNecessity?: RepairNecessity;
  /**
   * ID of a vulnerability in HSS, or a part of it, up to 128 characters.
   * @default - any
   */
  readonly vulId?: string;
  /**
   * Name of a package, up to 64 characters. Whether HSS matches it exactly is not documented.
   * @default - any
   */
  readonly appName?: string;
  /**
   * Kind of the vulnerability.
   * @default - any
   */
  readonly type?: VulnerabilityType;
  /**
   * Whether the vulnerability is handled in HSS's console: ignored, whitelisted or repaired.
   * @default - both, with one listing for each
   */
  readonly handleStatus?: HandleStatus;
}

/** The query of `DataHssImageVulnerabilities`. Props that are not set don't filter. */
export interface DataHssImageVulnerabilitiesProps extends DataHssImageVulnerabilitiesOptions {
  /** Kind of the image. */
  readonly imageType: VulnerableImageType;
  /** Image ID, 1 to 128 characters out of `A-Za-z0-9-._~`: `imageId` of the image's row. */
  readonly imageId: string;
  /**
   * ID of the SWR Enterprise instance, up to 128 characters.
   * @default - none
   */
  readonly instanceId?: string;
  /**
   * Namespace (organization or project) of the image, up to 64 characters. Required for registry
   * images.
   * @default ''
   */
  readonly namespace?: string;
  /**
   * Name of the image, up to 128 characters. Required for registry images.
   * @default ''
   */
  readonly imageName?: string;
  /**
   * Tag of the image, up to 64 characters. Required for registry images.
   * @default ''
   */
  readonly tagName?: string;
}

/**
 * Looks up the vulnerabilities of one image, with their CVEs and a severity that includes Critical,
 * while the stack is synthesized (API: ListImageVulnerabilities,
 * `GET /v5/{project_id}/image/{image_id}/vulnerabilities`, and ListGeneralImageVuls,
 * `GET /v5/{project_id}/images/vulnerabilities`).
 *
 * A row is a vulnerability in one package. `severityLevel` and `cves` come from the list of the
 * whole project. If that list lacks a vulnerability because HSS changed it in the meantime, the row
 * has no `cves`, and no `severityLevel` if it may be Critical.
 *
 * The constructor starts the requests, and reading a property waits for them. An image takes 2
 * listings (HSS lists handled and unhandled vulnerabilities separately), and all images of a kind
 * (CI/CD or registry) share 4 more (2 types, each handled and unhandled). A listing takes one
 * request per 200 rows. `handleStatus` and `type` each halve the listings, but lookups with
 * different values share fewer of them.
 *
 * @example
 * import { TerraformOutput } from 'cdktf';
 * import { DataHssCicdImages, DataHssImageVulnerabilities } from 'cdktf-hss';
 *
 * const image = new DataHssCicdImages(stack, 'images', { namespace: 'shop' }).find('shop', 'web', '1.4');
 * if (image !== undefined) {
 *   const vulnerabilities = DataHssImageVulnerabilities.ofCicdImage(stack, 'vulnerabilities', image);
 *   new TerraformOutput(stack, 'cves', { value: vulnerabilities.cves });
 * }
 */
export class DataHssImageVulnerabilities extends Construct {
  /**
   * Looks up the vulnerabilities of a CI/CD image. Unless `options` sets a filter, reading fails if
   * the number of vulnerabilities differs from the row's.
   *
   * @param scope parent of the construct
   * @param id unique in the scope
   * @param row a row of `DataHssCicdImages`
   * @param options the query
   * @throws HSS_INVALID_ARGUMENT for a row without an image ID
   */
  public static ofCicdImage(
    scope: Construct,
    id: string,
    row: HssCicdImage,
    options: DataHssImageVulnerabilitiesOptions = {},
  ): DataHssImageVulnerabilities {
    const image = vulnerableImage(scope, id, ImageSource.CICD, row);
    return DataHssImageVulnerabilities.ofRow(scope, id, row, { ...options, ...image });
  }

  /**
   * Looks up the vulnerabilities of a registry image. Unless `options` sets a filter, reading fails
   * if the number of vulnerabilities differs from the row's. The row of a multi-architecture index
   * has no vulnerabilities of the platforms: look up the row of each platform.
   *
   * @param scope parent of the construct
   * @param id unique in the scope
   * @param row a row of `DataHssRegistryImages`
   * @param options the query
   * @throws HSS_INVALID_ARGUMENT for a row without an image ID, or of a registry whose
   * vulnerabilities HSS does not list
   */
  public static ofRegistryImage(
    scope: Construct,
    id: string,
    row: HssRegistryImage,
    options: DataHssImageVulnerabilitiesOptions = {},
  ): DataHssImageVulnerabilities {
    const image = vulnerableImage(scope, id, ImageSource.REGISTRY, row);
    return DataHssImageVulnerabilities.ofRow(scope, id, row, { ...options, ...image });
  }

  private static ofRow(
    scope: Construct,
    id: string,
    row: HssCicdImage,
    props: DataHssImageVulnerabilitiesProps,
  ): DataHssImageVulnerabilities {
    const made = new DataHssImageVulnerabilities(scope, id, props);
    const { repairNecessity, vulId, appName, type, handleStatus } = props;
    const filters = [repairNecessity, vulId, appName, type, handleStatus];
    // Callers without types may pass null, which does not filter.
    if (filters.every((one) => one === undefined || one === null)) made.imageRow = row;
    return made;
  }

  private readonly lookup: TypedLookup<HssImageVulnerability>;
  /** The row of the image, if the number of vulnerabilities must agree with it. */
  private imageRow: HssCicdImage | undefined;

  /**
   * @param scope parent of the construct
   * @param id unique in the scope
   * @param props the image and the query
   * @throws HSS_INVALID_ARGUMENT for a token or a value that the API does not allow; HSS_AMBIGUOUS
   * if several connections are equally near
   */
  constructor(scope: Construct, id: string, props: DataHssImageVulnerabilitiesProps) {
    super(scope, id);
    const { parameters, ...rest } = endpointProps('image-vulnerabilities', props);
    const { namespace, imageName, tagName } = parameters;
    this.lookup = new TypedLookup(
      this,
      {
        ...rest,
        // HSS requires these parameters, and accepts empty strings for a CI/CD image.
        parameters: {
          ...parameters,
          namespace: namespace ?? '',
          imageName: imageName ?? '',
          tagName: tagName ?? '',
        },
      },
      undefined,
      (query, from) =>
        startVulnerabilityListings(
          vulnerabilityQueries(query),
          (one, overrides) => from._start(one, undefined, overrides),
          (rows) => (this.imageRow === undefined ? undefined : disagreement(this.imageRow, rows)),
        ),
    );
  }

  /** All rows that match the query, in HSS's order: first the unhandled, then the handled ones. */
  public get rows(): HssImageVulnerability[] {
    return this.lookup.rows;
  }

  /**
   * Number of rows that match the query: the length of `rows`. A vulnerability has one row per
   * affected package.
   */
  public get totalNum(): number {
    return this.lookup.count;
  }

  /** IDs of the vulnerabilities in HSS, without duplicates. */
  public get ids(): string[] {
    return [...new Set(this.lookup.texts('vulId'))];
  }

  /** IDs of all known CVEs of the vulnerabilities, without duplicates. */
  public get cves(): string[] {
    const cves = vulnerabilitiesOf(this.rows).flatMap((one) => one.cves ?? []);
    return [...new Set(cves.flatMap(({ cveId }) => cveId ?? []))];
  }

  /**
   * Returns the rows with a severity. A row whose severity HSS does not state is returned for each
   * severity that it may have.
   *
   * @param severity the severity
   * @throws HSS_INVALID_ARGUMENT for a value that is not a severity
   */
  public bySeverity(severity: VulnerabilitySeverity): HssImageVulnerability[] {
    naming(this, () => checkSeverity(severity));
    return this.rows.filter((row) =>
      vulnerabilitiesOf([row]).some(({ possible }) => possible.includes(severity)),
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

function checkSeverity(severity: VulnerabilitySeverity): void {
  checkTexts({ severity });
  const known = Object.values(VulnerabilitySeverity);
  if (known.includes(severity)) return;
  throw new HssError(
    'HSS_INVALID_ARGUMENT',
    `severity is ${JSON.stringify(severity)}, which is not allowed`,
    { advice: `use one of ${known.join(', ')}` },
  );
}

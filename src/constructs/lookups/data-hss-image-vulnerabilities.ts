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

/** The query of `DataHssImageVulnerabilities`, the image apart. Props that are left out don't filter. */
export interface DataHssImageVulnerabilitiesOptions {
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
   * How soon HSS wants a vulnerability repaired. This is the only severity that HSS filters by, and it has no Critical: use
   * `bySeverity` for that.
   * @default - any
   */
  readonly repairNecessity?: RepairNecessity;
  /**
   * HSS's ID of a vulnerability, or a part of it, up to 128 characters.
   * @default - any
   */
  readonly vulId?: string;
  /**
   * Name of a package, up to 64 characters. Whether HSS matches it exactly is not documented.
   * @default - any
   */
  readonly appName?: string;
  /**
   * The kind of a vulnerability.
   * @default - any
   */
  readonly type?: VulnerabilityType;
  /**
   * Whether someone has handled a vulnerability in HSS's console.
   * @default - both, which takes a listing for each
   */
  readonly handleStatus?: HandleStatus;
}

/** The query of `DataHssImageVulnerabilities`. Props that are left out don't filter. */
export interface DataHssImageVulnerabilitiesProps extends DataHssImageVulnerabilitiesOptions {
  /** The kind of the image. */
  readonly imageType: VulnerableImageType;
  /** Image ID, 1 to 128 characters out of `A-Za-z0-9-._~`: `imageId` of the image's row. */
  readonly imageId: string;
  /**
   * ID of the SWR Enterprise instance, up to 128 characters.
   * @default - none
   */
  readonly instanceId?: string;
  /**
   * Namespace (organization or project) of the image, up to 64 characters. HSS needs it for registry images.
   * @default ''
   */
  readonly namespace?: string;
  /**
   * Name of the image, up to 128 characters. HSS needs it for registry images.
   * @default ''
   */
  readonly imageName?: string;
  /**
   * Tag of the image, up to 64 characters. HSS needs it for registry images.
   * @default ''
   */
  readonly tagName?: string;
}

/**
 * The vulnerabilities of one image, looked up while the stack is synthesized, with their CVEs and a severity that knows
 * Critical (API: ListImageVulnerabilities, `GET /v5/{project_id}/image/{image_id}/vulnerabilities`, and ListGeneralImageVuls,
 * `GET /v5/{project_id}/images/vulnerabilities`).
 *
 * A row is a vulnerability in one package. `severityLevel` and `cves` come from the list of the whole project; a vulnerability
 * that this list lacks, because HSS changed it in between, has no `cves`, and no `severityLevel` where it may be Critical.
 *
 * Constructing one starts the requests, reading one waits for them. An image costs 2 listings (HSS lists handled and unhandled
 * vulnerabilities apart), and all images of a kind (CI/CD, or registry) share 4 more (2 types, each handled and unhandled). A
 * listing takes one request for every 200 rows. `handleStatus` and `type` halve that, but lookups with different ones share less.
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
   * Looks up the vulnerabilities of a CI/CD image. The list must have as many vulnerabilities as the row says, unless `options`
   * filters it.
   *
   * @param scope where the construct stands
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
   * Looks up the vulnerabilities of a registry image. The list must have as many vulnerabilities as the row says, unless
   * `options` filters it. The row of a multi-architecture index stands for the index alone: look up the row of each platform.
   *
   * @param scope where the construct stands
   * @param id unique in the scope
   * @param row a row of `DataHssRegistryImages`
   * @param options the query
   * @throws HSS_INVALID_ARGUMENT for a row without an image ID, or of a registry whose vulnerabilities HSS doesn't list
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
    // Null, from callers without types, is no filter.
    if (filters.every((one) => one === undefined || one === null)) made.imageRow = row;
    return made;
  }

  private readonly lookup: TypedLookup<HssImageVulnerability>;
  /** The row of the image, where the list must have as many vulnerabilities as it says. */
  private imageRow: HssCicdImage | undefined;

  /**
   * @param scope where the construct stands
   * @param id unique in the scope
   * @param props the image and the query
   * @throws HSS_INVALID_ARGUMENT for a value that the API does not allow, or a token; HSS_AMBIGUOUS when several
   * connections are equally near
   */
  constructor(scope: Construct, id: string, props: DataHssImageVulnerabilitiesProps) {
    super(scope, id);
    const { parameters, ...rest } = endpointProps('image-vulnerabilities', props);
    const { namespace, imageName, tagName } = parameters;
    this.lookup = new TypedLookup(
      this,
      {
        ...rest,
        // HSS requires them, and takes an empty text for a CI/CD image.
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

  /** All rows that match, in HSS's order, those that nobody has handled first. */
  public get rows(): HssImageVulnerability[] {
    return this.lookup.rows;
  }

  /** How many rows match: the length of `rows`. One vulnerability has a row for each package that has it. */
  public get totalNum(): number {
    return this.lookup.count;
  }

  /** HSS's IDs of the vulnerabilities, each once. */
  public get ids(): string[] {
    return [...new Set(this.lookup.texts('vulId'))];
  }

  /** The IDs of all CVEs that are known of the vulnerabilities, each once. */
  public get cves(): string[] {
    const cves = vulnerabilitiesOf(this.rows).flatMap((one) => one.cves ?? []);
    return [...new Set(cves.flatMap(({ cveId }) => cveId ?? []))];
  }

  /**
   * The rows of a severity. A row that may have several, because HSS does not say which, is a row of each of them.
   *
   * @param severity the severity
   * @throws HSS_INVALID_ARGUMENT for anything but a severity
   */
  public bySeverity(severity: VulnerabilitySeverity): HssImageVulnerability[] {
    naming(this, () => checkSeverity(severity));
    return this.rows.filter((row) =>
      vulnerabilitiesOf([row]).some(({ possible }) => possible.includes(severity)),
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

function checkSeverity(severity: VulnerabilitySeverity): void {
  checkTexts({ severity });
  const known = Object.values(VulnerabilitySeverity);
  if (known.includes(severity)) return;
  throw new HssError(
    'HSS_INVALID_ARGUMENT',
    `severity is ${JSON.stringify(severity)}, which is not allowed`,
    { advice: `give one of ${known.join(', ')}` },
  );
}

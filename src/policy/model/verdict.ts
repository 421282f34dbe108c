import { HssCicdImage } from '../../contract/cicd-image';
import { VulnerabilitySeverity } from '../../contract/enums';
import { HssRegistryImage } from '../../contract/registry-image';
import { HssCve } from '../../contract/vulnerabilities/hss-image-vulnerability';
import { Decision } from './decision';
import { ImageSource } from './image-source';

/**
 * An image that the index of a multi-architecture image names. It is judged by a separate record.
 */
export interface ImagePlatform {
  /** Digest in HSS. */
  readonly digest?: string;
  /** Each `namespace/name` in the rows of the index. Empty if HSS has none. */
  readonly names: string[];
  /** The judged row, without the images that it names itself. Missing if HSS lists none. */
  readonly image?: HssCicdImage;
  /** The list that contains `image`. */
  readonly imageSource?: ImageSource;
}

/** One rule of the policy that an image or a resource violates. */
export interface PolicyFinding {
  /** ID of the rule, such as `max-severity`. */
  readonly ruleId: string;
  /**
   * What is wrong, in one sentence. If the exception that waived it has expired, the message says
   * so.
   */
  readonly message: string;
  /**
   * Digests of the platforms of an index that violate the rule. Missing if the image itself does.
   */
  readonly platforms?: string[];
  /** What the image has, with its unit. */
  readonly actual?: string;
  /** What the policy allows, with its unit. */
  readonly limit?: string;
  /**
   * Set if a live exception waives the finding:
   * `owner payments until 2026-12-31: reason (team.yaml:12)`. The place is included only if the
   * policy is from a file. A waived finding does not affect the decision.
   */
  readonly waivedBy?: string;
}

/** The status of a vulnerability of an image. */
export enum VulnerabilityStatus {
  /** It counts against the limit of its severity. */
  COUNTED = 'counted',
  /** A live exception waives it. */
  EXCEPTED = 'excepted',
  /** It was published so recently that it does not count yet. */
  IN_GRACE = 'in-grace',
  /** It is marked as handled in HSS's console, and the policy skips handled vulnerabilities. */
  HANDLED = 'handled',
  /** The policy sets no limit for its severity. */
  UNLIMITED = 'unlimited',
}

/** A package of an image that has a vulnerability. */
export interface VulnerablePackage {
  /** Name of the package. */
  readonly name?: string;
  /** Its version. */
  readonly version?: string;
  /** Its path. Only applications have one. */
  readonly path?: string;
}

/**
 * A vulnerability of an image, in all of its packages, as a policy with `vulnerabilities` judges
 * it.
 */
export interface JudgedVulnerability {
  /** HSS's ID. Empty if HSS does not say. */
  readonly id: string;
  /**
   * Its severity. Missing if HSS does not say: then it counts at each severity that it can have.
   */
  readonly severity?: VulnerabilitySeverity;
  /** Its CVEs. Missing if HSS does not say. */
  readonly cves?: HssCve[];
  /** The packages that have it. */
  readonly packages: VulnerablePackage[];
  /** Its status under the limit of its severity. */
  readonly status: VulnerabilityStatus;
  /** Whether the policy's feed has one of its CVEs, and no exception waives that. */
  readonly knownExploited: boolean;
  /**
   * IDs of the rules that the image violates because of it: `max-vulnerabilities-by-severity` if
   * more vulnerabilities count at a severity that it can have than the policy allows,
   * `known-exploited` also if HSS does not say its CVEs. A rule is included even if an exception
   * waives the rule as a whole. Missing if it causes no violation.
   */
  readonly violates?: string[];
  /**
   * The live exceptions that waive it, as in `PolicyFinding.waivedBy`. If there are none, the
   * expired exceptions that waived it.
   */
  readonly exceptions?: string[];
  /**
   * The IDs of its CVEs that no exception covers. Set only if live exceptions cover others of its
   * CVEs: a vulnerability is waived only if exceptions cover all of them.
   */
  readonly uncoveredCves?: string[];
  /** When its grace ends, ISO 8601 in UTC. Set only during grace. */
  readonly graceUntil?: string;
  /** Whether it is marked as handled in HSS's console. */
  readonly handled: boolean;
  /** What to do, in HSS's words. */
  readonly solution?: string;
  /** Link to the advisory. */
  readonly url?: string;
  /** Digests of the platforms of an index that have it. Missing if the image itself has it. */
  readonly platforms?: string[];
}

/** The decision of a policy about one image reference, and the reasons. */
export interface ImageVerdict {
  /** The reference as it was given. */
  readonly reference: string;
  /** The decision. */
  readonly decision: Decision;
  /**
   * The reference to deploy: the name as written, `@`, the evaluated digest. Set if a valid digest
   * is known and pinning is by digest, even in a denial.
   */
  readonly pinnedReference?: string;
  /** The violated rules, including waived ones, in the order of the rules. */
  readonly findings: PolicyFinding[];
  /**
   * The judged row: the newest completed scan of the digest, with the worst severity and counts if
   * several scans have that time. Missing if the image is not listed or is ambiguous.
   */
  readonly image?: HssCicdImage;
  /** The list that contains `image`. Missing without an image. */
  readonly imageSource?: ImageSource;
  /** `image` with the fields that only registry images have. Missing if it is from another list. */
  readonly registryImage?: HssRegistryImage;
  /** The platforms of an index. Missing if the image is not an index. */
  readonly platforms?: ImagePlatform[];
  /**
   * The vulnerabilities of the image and of its platforms: known exploited ones first, then those
   * that violate a rule, then the others, each group from worst to least. Missing if the policy
   * does not check them. Also missing, with a finding that says so, if they could not be listed or
   * there is no complete scan to check.
   */
  readonly vulnerabilities?: JudgedVulnerability[];
  /** Hash of the policy that was applied, sha256 in hex. */
  readonly policyHash: string;
  /** When the verdict was reached, ISO 8601 in UTC. */
  readonly evaluatedAt: string;
  /** Where the rows came from: `live`, `replay` or `fixture`. */
  readonly source: string;
  /** Path of the construct that deploys the image, if known. */
  readonly path?: string;
}

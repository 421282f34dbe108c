import { HssCicdImage } from '../../contract/cicd-image';
import { VulnerabilitySeverity } from '../../contract/enums';
import { HssRegistryImage } from '../../contract/registry-image';
import { HssCve } from '../../contract/vulnerabilities/hss-image-vulnerability';
import { Decision } from './decision';
import { ImageSource } from './image-source';

/** An image that the index of a multi-architecture image names, and that is judged by a record of its own. */
export interface ImagePlatform {
  /** Digest as HSS has it. */
  readonly digest?: string;
  /** Each `namespace/name` by which the rows of the index name it. None where HSS says none. */
  readonly names: string[];
  /** The row that was judged, without the images that it names itself. None where HSS lists none. */
  readonly image?: HssCicdImage;
  /** The list that `image` is from. */
  readonly imageSource?: ImageSource;
}

/** One rule of the policy that an image, or a resource, violates. */
export interface PolicyFinding {
  /** Id of the rule, such as `max-severity`. */
  readonly ruleId: string;
  /** What is wrong, in one sentence. It names an exception that used to waive it and has expired. */
  readonly message: string;
  /** Digests of the platforms of an index that violate the rule. None where the image itself does. */
  readonly platforms?: string[];
  /** What the image has, with its unit. */
  readonly actual?: string;
  /** What the policy allows, with its unit. */
  readonly limit?: string;
  /**
   * Set when a live exception waives the finding: `owner payments until 2026-12-31: reason (team.yaml:12)`,
   * the place only where the policy is from a file. A waived finding does not count against the decision.
   */
  readonly waivedBy?: string;
}

/** What became of a vulnerability of an image. */
export enum VulnerabilityStatus {
  /** It counts against the limit of its severity. */
  COUNTED = 'counted',
  /** A live exception waives it. */
  EXCEPTED = 'excepted',
  /** It was published so recently that it does not count yet. */
  IN_GRACE = 'in-grace',
  /** Someone has marked it as handled in HSS's console, and the policy skips those. */
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

/** A vulnerability of an image, in all of its packages, as a policy with `vulnerabilities` judges it. */
export interface JudgedVulnerability {
  /** HSS's ID. Empty where HSS does not say. */
  readonly id: string;
  /** Its severity. None where HSS does not say: then it counts at each severity that it can have. */
  readonly severity?: VulnerabilitySeverity;
  /** Its CVEs. None where HSS does not say. */
  readonly cves?: HssCve[];
  /** The packages that have it. */
  readonly packages: VulnerablePackage[];
  /** What became of it by the limit of its severity. */
  readonly status: VulnerabilityStatus;
  /** Whether the feed of the policy has one of its CVEs, and no exception waives that. */
  readonly knownExploited: boolean;
  /**
   * Ids of the rules that the image violates because of it: `max-vulnerabilities-by-severity` where more count at a severity
   * that it can have than the policy allows, `known-exploited` also where HSS does not say its CVEs. None where it is not among
   * the causes of a violation, even one that an exception for the whole rule waives.
   */
  readonly violates?: string[];
  /** The exceptions that waive it, or the last that did and has expired, as in `PolicyFinding.waivedBy`. */
  readonly exceptions?: string[];
  /**
   * The IDs of its CVEs that no exception covers. Only where live exceptions cover others of its CVEs: exceptions waive a
   * vulnerability once they cover all of them.
   */
  readonly uncoveredCves?: string[];
  /** The moment at which its grace ends, ISO 8601 in UTC. Only of one that is in grace. */
  readonly graceUntil?: string;
  /** Whether someone has marked it as handled in HSS's console. */
  readonly handled: boolean;
  /** What to do, in HSS's words. */
  readonly solution?: string;
  /** Link to the advisory. */
  readonly url?: string;
  /** Digests of the platforms of an index that have it. None where the image itself has it. */
  readonly platforms?: string[];
}

/** What a policy says about one image reference, and why. */
export interface ImageVerdict {
  /** The reference as it was given. */
  readonly reference: string;
  /** The decision. */
  readonly decision: Decision;
  /**
   * The reference to deploy: the name as written, `@`, the digest that was evaluated. There whenever a
   * sound digest is known and the pinning is by digest, also in a denial.
   */
  readonly pinnedReference?: string;
  /** The rules that are not met, waived ones included, in the order of the rules. */
  readonly findings: PolicyFinding[];
  /**
   * The row that was judged: the newest completed scan of the digest, with the worst severity and counts where several
   * are of that time. None when the image is not listed, or not unambiguously.
   */
  readonly image?: HssCicdImage;
  /** The list that `image` is from. None where there is no image. */
  readonly imageSource?: ImageSource;
  /** `image` with the fields that only registry images have. None where it is from another list. */
  readonly registryImage?: HssRegistryImage;
  /** The platforms of an index. None where the image is no index. */
  readonly platforms?: ImagePlatform[];
  /**
   * The vulnerabilities of the image and of its platforms: known exploited ones first, then those that violate a rule, then the
   * others, each of these worst first. Left out where the policy does not check them, where they could not be listed, and where
   * no complete scan could be checked; a finding says so.
   */
  readonly vulnerabilities?: JudgedVulnerability[];
  /** Hash of the policy that was applied, sha256 in hex. */
  readonly policyHash: string;
  /** When the verdict was reached, ISO 8601 in UTC. */
  readonly evaluatedAt: string;
  /** Where the rows came from: `live`, `replay` or `fixture`. */
  readonly source: string;
  /** Path of the construct that deploys the image, where one is known. */
  readonly path?: string;
}

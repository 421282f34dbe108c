import { SeverityLevel } from '../../contract/enums';
import { ImageSource } from './image-source';

/**
 * A waiver of some rules for a while: of rules about images for the images that `image` selects, or of
 * `images-determinable` for the resources that `resource` and `scope` select. One exception can't be about both.
 */
export interface ImagePolicyException {
  /**
   * Which images: a glob over `namespace/name:version` of the image's row, or a whole digest
   * (`sha256:` and 64 lower-case hex digits). Required for rules about images.
   *
   * `*` stands for any characters but `/` and `:`, `?` for one of them, `**` for whole path segments;
   * nothing else is special, braces, brackets and backslashes are refused. Matching is case-sensitive.
   * Without `:version` every version is meant. The last segment of the name needs a letter or digit.
   * A registry's domain in front, as in `swr.cn-north-4.myhuaweicloud.com/shop/web`, narrows the exception to
   * images that are deployed from there.
   * @default - none: the exception is about resources
   */
  readonly image?: string;
  /**
   * Which resources: a glob over Terraform addresses, such as `module.shop.helm_release.*`. Only for
   * `images-determinable`.
   *
   * `*` stands for any characters of a segment, `?` for one of them, `**` for whole segments; segments end
   * at dots. An index such as `[0]` or `["a"]` is literal text. Without one every instance is meant.
   * @default - for `images-determinable`, every resource in `scope`
   */
  readonly resource?: string;
  /**
   * Ids of the rules that are waived, at least one, any but `snapshot-fresh`.
   * @default - with `vulnerabilities`, `max-vulnerabilities-by-severity` and `known-exploited`; otherwise required
   */
  readonly rules?: string[];
  /**
   * The vulnerabilities that are waived, and no others: CVE IDs such as `CVE-2026-12345`, or HSS's own IDs, at least one. A
   * vulnerability is waived where its own ID is listed, or where exceptions cover all of its CVEs. Case does not matter.
   * @default - the rules are waived as a whole
   */
  readonly vulnerabilities?: string[];
  /** Who answers for the exception. */
  readonly owner: string;
  /** Why it is acceptable. */
  readonly reason: string;
  /** Last day on which it counts, `YYYY-MM-DD`, the whole day, UTC. At most `maxExceptionDays` from today. */
  readonly expires: string;
  /**
   * Where it counts: a glob over the construct path, such as `prod/**`. An exception with a scope never
   * applies where no construct path is known.
   * @default - everywhere
   */
  readonly scope?: string;
}

/**
 * States which images a resource deploys where its Terraform code does not show them, such as a Helm chart's
 * defaults. The declared images are judged like any others, and the resource counts as determined.
 */
export interface ImageDeclaration {
  /** Which resources: a glob over Terraform addresses, as in `ImagePolicyException.resource`. */
  readonly resource: string;
  /** References of all images that each of the resources deploys beyond those found in it, at least one. */
  readonly images: string[];
  /** Who answers for the declaration. */
  readonly owner: string;
  /** How it is known that the resource deploys nothing else. */
  readonly reason: string;
}

/** A number for each severity of a vulnerability. */
export interface VulnerabilityLevels {
  /** For Critical vulnerabilities. @default - see the setting */
  readonly critical?: number;
  /** For High vulnerabilities. @default - see the setting */
  readonly high?: number;
  /** For Medium vulnerabilities. @default - see the setting */
  readonly medium?: number;
  /** For Low vulnerabilities. @default - see the setting */
  readonly low?: number;
}

/** What becomes of an image with a vulnerability that is known to be exploited. */
export enum KnownExploited {
  /** It is denied. */
  DENY = 'deny',
}

/** Whether vulnerabilities count that someone has marked as handled in HSS's console. */
export enum HandledVulnerabilities {
  /** They count like any others. */
  COUNT = 'count',
  /** They do not count. */
  SKIP = 'skip',
}

/**
 * Limits for the vulnerabilities of an image, one by one. A vulnerability counts once, in however many packages of the image
 * it is; where HSS does not say its severity, it counts at each severity that it can have. `max` or `knownExploited` is required.
 */
export interface ImageVulnerabilityLimits {
  /**
   * How many vulnerabilities of each severity may stand, from 0.
   * @default - none is checked; neither is a severity that is left out
   */
  readonly max?: VulnerabilityLevels;
  /**
   * For how many days a vulnerability does not count since the oldest of its CVEs was published, by its severity, from 0 to
   * 3650. HSS is asked for the time of publication of at most 50 vulnerabilities an image; where it does not say, there is no grace.
   * @default - no grace, and so for a severity that is left out
   */
  readonly graceDays?: VulnerabilityLevels;
  /**
   * Deny images with a vulnerability that has a CVE of `feed`, whatever its severity and grace. Requires `feed`.
   * @default - not checked
   */
  readonly knownExploited?: KnownExploited;
  /**
   * Path of a list of CVEs that are known to be exploited, in the form of CISA's catalog (known_exploited_vulnerabilities.json).
   * A relative one starts at the policy file, or, of props, at the directory that the app runs in. What the file holds is no part of
   * the policy's hash.
   * @default - none
   */
  readonly feed?: string;
  /**
   * The age that the feed may have (its `dateReleased`), in days, from 0. An older one denies every image.
   * @default 7
   */
  readonly maxFeedAgeDays?: number;
  /**
   * Whether vulnerabilities count that someone has marked as handled in HSS's console.
   * @default HandledVulnerabilities.COUNT
   */
  readonly handled?: HandledVulnerabilities;
}

/** What an image must be like to be deployed. The same settings as in a policy file, which may also extend another one. */
export interface ImagePolicyProps {
  /**
   * The highest severity that is allowed. Security < Low < Medium < High. It is the severity of the image as a whole, which HSS
   * makes of everything that it found: an exception for a vulnerability does not change it.
   * @default - not checked, where `vulnerabilities` is there; otherwise required
   */
  readonly maxSeverity?: SeverityLevel;
  /**
   * Limits for vulnerabilities one by one. They cost two listings an image, and four of each list of images.
   * @default - not checked
   */
  readonly vulnerabilities?: ImageVulnerabilityLimits;
  /**
   * The age that the latest scan may have, in whole hours, from 0.
   * @default 168
   */
  readonly maxScanAgeHours?: number;
  /**
   * The age that a replayed snapshot may have, in whole hours, from 0.
   * @default 24
   */
  readonly maxSnapshotAgeHours?: number;
  /**
   * The number of vulnerabilities that is allowed, from 0.
   * @default - not checked
   */
  readonly maxVulnerabilities?: number;
  /**
   * The number of failed baseline checks that is allowed, from 0.
   * @default - not checked
   */
  readonly maxUnsafeSettings?: number;
  /**
   * The number of malicious files that is allowed, from 0.
   * @default 0
   */
  readonly maxMaliciousFiles?: number;
  /**
   * Whether the row must have a sound digest and the deployed reference must carry it.
   * @default true
   */
  readonly requireDigest?: boolean;
  /**
   * Names of registries as HSS has them: only their images count, in either list. At least one.
   * @default - images of all registries count
   */
  readonly registryNames?: string[];
  /**
   * The lists of HSS in which images are looked for. At least one. A list that is left out is not asked.
   * @default - both
   */
  readonly imageSources?: ImageSource[];
  /**
   * Further hosts from which the images of a registry are pulled, by the registry's name in HSS: for a Harbor that HSS
   * knows by its IP address, or a mirror. At least one registry, each with at least one host.
   *
   * Each is a host or host:port as references name it, compared whole and without regard to case. A registry image counts
   * only for references to a host of its registry: the registry's address in HSS (ListRegistry), for SWR the region's
   * or instance's host, or one of these. A CI/CD image has no address, and counts for any host.
   * @default - none
   */
  readonly registryHosts?: { [registryName: string]: string[] };
  /**
   * The age that the latest synchronization of a registry image may have where a tag chose it, in whole hours, from 0. HSS
   * synchronizes once a day, and the tag may have moved since. Not for references with a digest.
   * @default - not checked
   */
  readonly maxSyncAgeHours?: number;
  /**
   * Domains (with port, where there is one) from which images may be pulled, whatever registry HSS has them from. At
   * least one; compared whole and without regard to case, no globs.
   * @default - any
   */
  readonly allowedRegistries?: string[];
  /**
   * Exceptions.
   * @default - none
   */
  readonly exceptions?: ImagePolicyException[];
  /**
   * How many days from today an exception may last at most, 0 to 3650.
   * @default 90
   */
  readonly maxExceptionDays?: number;
  /**
   * Images of resources whose Terraform code does not show them.
   * @default - none
   */
  readonly declarations?: ImageDeclaration[];
  /**
   * Whether resource types and kinds that the gate does not know violate `images-determinable`, whatever
   * their values look like.
   * @default false
   */
  readonly strictDiscovery?: boolean;
  /**
   * Names of Terraform files that may stand beside a stack's `cdk.tf.json`, such as `backend_override.tf`:
   * globs over file names that end in `.tf`, `.tf.json`, `.tofu` or `.tofu.json`. At synth nothing in these
   * files is judged.
   * @default - none
   */
  readonly stackFiles?: string[];
}

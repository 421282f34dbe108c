import { SeverityLevel } from '../../contract/enums';
import { ImageSource } from './image-source';

/**
 * A temporary waiver of rules. It waives rules about images for the images that `image` selects, or
 * `images-determinable` for the resources that `resource` and `scope` select. One exception can't
 * do both.
 */
export interface ImagePolicyException {
  /**
   * Selects images: a glob over `namespace/name:version` of the image's row, or a complete digest
   * in lower-case hex (`sha256:` and 64 digits, or `sha512:` and 128 digits). Required for rules
   * about images.
   *
   * `*` matches any characters except `/` and `:`, `?` matches one of them, and `**` matches whole
   * path segments. Nothing else is special; braces, brackets and backslashes are refused. Matching
   * is case-sensitive. Without `:version`, every version matches. The last segment of the name must
   * contain a letter or digit. A registry's domain in front, as in
   * `swr.cn-north-4.myhuaweicloud.com/shop/web`, narrows the exception to images that are deployed
   * from there.
   * @default - none: the exception is about resources
   */
  readonly image?: string;
  /**
   * Selects resources: a glob over Terraform addresses, such as `module.shop.helm_release.*`. Only
   * for `images-determinable`.
   *
   * `*` matches any characters within a segment, `?` matches one of them, and `**` matches whole
   * segments; segments end at dots. An index such as `[0]` or `["a"]` is literal text. A segment
   * without an index matches every instance.
   * @default - for `images-determinable`, every resource in `scope`
   */
  readonly resource?: string;
  /**
   * IDs of the waived rules, at least one. Any rule except `snapshot-fresh` can be waived.
   * @default - with `vulnerabilities`, `max-vulnerabilities-by-severity` and `known-exploited`;
   * otherwise required
   */
  readonly rules?: string[];
  /**
   * The vulnerabilities that are waived: CVE IDs such as `CVE-2026-12345`, or HSS's own IDs, at
   * least one. A vulnerability is waived if its own ID is listed, or if exceptions cover all of its
   * CVEs. Case does not matter.
   * @default - the rules are waived as a whole
   */
  readonly vulnerabilities?: string[];
  /** Who is responsible for the exception. */
  readonly owner: string;
  /** Why the exception is acceptable. */
  readonly reason: string;
  /**
   * Last day of validity, `YYYY-MM-DD`, including the whole day, UTC. At most `maxExceptionDays`
   * from today.
   */
  readonly expires: string;
  /**
   * Where the exception applies: a glob over the construct path, such as `prod/**`. An exception
   * with a scope never applies if the construct path is unknown.
   * @default - everywhere
   */
  readonly scope?: string;
}

/**
 * Declares the images of resources whose Terraform code does not show them, such as a Helm chart's
 * defaults. Declared images are judged like any others. The images of such a resource are then
 * known, so it no longer violates `images-determinable`.
 */
export interface ImageDeclaration {
  /** Selects resources: a glob over Terraform addresses, as in `ImagePolicyException.resource`. */
  readonly resource: string;
  /**
   * References of all images that each resource deploys in addition to those found in it, at least
   * one.
   */
  readonly images: string[];
  /** Who is responsible for the declaration. */
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

/** How an image is treated that has a vulnerability known to be exploited. */
export enum KnownExploited {
  /** The image is denied. */
  DENY = 'deny',
}

/** Whether vulnerabilities count that are marked as handled in HSS's console. */
export enum HandledVulnerabilities {
  /** They count like any others. */
  COUNT = 'count',
  /** They do not count. */
  SKIP = 'skip',
}

/**
 * Limits for the single vulnerabilities of an image. A vulnerability counts once, even if several
 * packages of the image have it. If HSS does not say its severity, it counts at each severity that
 * it can have. `max` or `knownExploited` is required.
 */
export interface ImageVulnerabilityLimits {
  /**
   * The maximum number of vulnerabilities of each severity, from 0.
   * @default - not checked; neither is a severity that is left out
   */
  readonly max?: VulnerabilityLevels;
  /**
   * Days, by severity, during which a vulnerability does not count after its oldest CVE was
   * published, from 0 to 3650. HSS is asked for the publication time of at most 50 vulnerabilities
   * per image. A vulnerability whose publication time is unknown has no grace.
   * @default - no grace; neither for a severity that is left out
   */
  readonly graceDays?: VulnerabilityLevels;
  /**
   * Denies images with a vulnerability that has a CVE of `feed`, whatever its severity and grace.
   * Requires `feed`.
   * @default - not checked
   */
  readonly knownExploited?: KnownExploited;
  /**
   * Path of a list of CVEs that are known to be exploited, in the format of CISA's catalog
   * (known_exploited_vulnerabilities.json). In a policy file, a relative path starts at that file;
   * in props, at the working directory of the app. The content of the file is not part of the
   * policy's hash.
   * @default - none
   */
  readonly feed?: string;
  /**
   * The maximum age of the feed (its `dateReleased`), in days, from 0. An older feed denies every
   * image.
   * @default 7
   */
  readonly maxFeedAgeDays?: number;
  /**
   * Whether vulnerabilities count that are marked as handled in HSS's console.
   * @default HandledVulnerabilities.COUNT
   */
  readonly handled?: HandledVulnerabilities;
}

/**
 * The requirements for an image to be deployed. A policy file has the same settings, and may also
 * extend another file.
 */
export interface ImagePolicyProps {
  /**
   * The highest allowed severity: Security < Low < Medium < High. It is the severity of the image
   * as a whole, which HSS derives from everything that it found: an exception for a vulnerability
   * does not change it.
   * @default - not checked if `vulnerabilities` is set; otherwise required
   */
  readonly maxSeverity?: SeverityLevel;
  /**
   * Limits for single vulnerabilities. They cost two listings per image, and four for each list of
   * images.
   * @default - not checked
   */
  readonly vulnerabilities?: ImageVulnerabilityLimits;
  /**
   * The maximum age of the latest scan, in whole hours, from 0.
   * @default 168
   */
  readonly maxScanAgeHours?: number;
  /**
   * The maximum age of a replayed snapshot, in whole hours, from 0.
   * @default 24
   */
  readonly maxSnapshotAgeHours?: number;
  /**
   * The maximum number of vulnerabilities, from 0.
   * @default - not checked
   */
  readonly maxVulnerabilities?: number;
  /**
   * The maximum number of failed baseline checks, from 0.
   * @default - not checked
   */
  readonly maxUnsafeSettings?: number;
  /**
   * The maximum number of malicious files, from 0.
   * @default 0
   */
  readonly maxMaliciousFiles?: number;
  /**
   * Whether the row must have a valid digest and the deployed reference must contain it.
   * @default true
   */
  readonly requireDigest?: boolean;
  /**
   * Names of registries in HSS: only images of these registries are used, in either list. At least
   * one.
   * @default - images of all registries
   */
  readonly registryNames?: string[];
  /**
   * The lists of HSS in which images are searched. At least one. Other lists are not queried.
   * @default - both
   */
  readonly imageSources?: ImageSource[];
  /**
   * Additional hosts from which the images of a registry are pulled, by the registry's name in HSS:
   * for a Harbor that HSS knows by its IP address, or for a mirror. At least one registry, each
   * with at least one host.
   *
   * Each is a host or host:port as references name it, compared as a whole and without regard to
   * case. A registry image matches only references to a host of its registry: the registry's
   * address in HSS (ListRegistry), for SWR the region's or instance's host, or one of these hosts.
   * A CI/CD image has no address and matches any host.
   * @default - none
   */
  readonly registryHosts?: { [registryName: string]: string[] };
  /**
   * The maximum age of the latest synchronization of a registry image that a tag selected, in whole
   * hours, from 0. HSS synchronizes once a day, and the tag may have moved since. Not checked for
   * references with a digest.
   * @default - not checked
   */
  readonly maxSyncAgeHours?: number;
  /**
   * Domains (with the port, if there is one) from which images may be pulled, whatever registry
   * lists them in HSS. At least one; compared as a whole and without regard to case, no globs.
   * @default - any
   */
  readonly allowedRegistries?: string[];
  /**
   * Exceptions from the rules.
   * @default - none
   */
  readonly exceptions?: ImagePolicyException[];
  /**
   * The maximum number of days from today that an exception may last, 0 to 3650.
   * @default 90
   */
  readonly maxExceptionDays?: number;
  /**
   * Images of resources whose Terraform code does not show them.
   * @default - none
   */
  readonly declarations?: ImageDeclaration[];
  /**
   * Whether resource types and kinds that the gate does not know violate `images-determinable`,
   * whatever their values look like.
   * @default false
   */
  readonly strictDiscovery?: boolean;
  /**
   * Names of Terraform files that may exist beside a stack's `cdk.tf.json`, such as
   * `backend_override.tf`: globs over file names that end in `.tf`, `.tf.json`, `.tofu` or
   * `.tofu.json`. These files are not judged at synth.
   * @default - none
   */
  readonly stackFiles?: string[];
}

import { isSoundDigest } from '../model/digest';
import { Policy } from '../model/policy';
import { ImageReference } from '../model/reference';
import { ScanRecord } from '../model/scan-record';
import { ImagePlatform } from '../model/verdict';
import { ImageRuleId, Rule, RuleContext, Violation, needsScan } from '../rules';
import { show } from '../../util/text';
import { ImageViolation } from './ledger';
import { Platform, isIndex, isSurelyOfDigest } from './platforms';
import { selectPlatform } from './select';

/** A platform of an index with the record by which it is judged, or why there is none. */
export interface JudgedPlatform extends Platform {
  readonly row?: ScanRecord;
  readonly problem?: string;
  readonly decisive?: ScanRecord;
  readonly scans: readonly ScanRecord[];
}

/** The input for judging the platforms of an index. */
interface PlatformsInput {
  readonly reference: ImageReference;
  readonly records: readonly ScanRecord[];
  readonly policy: Policy;
}

/** The rules that each platform of an index must pass. */
export const PLATFORM_RULES: readonly ImageRuleId[] = [
  'image-listed',
  'row-sound',
  'scan-completed',
  'scan-fresh',
  'max-severity',
  'max-vulnerabilities',
  'max-vulnerabilities-by-severity',
  'known-exploited',
  'max-unsafe-settings',
  'max-malicious-files',
];

/**
 * The most platforms that are judged. Images have fewer in practice, even with an attestation for
 * each.
 */
export const MAX_PLATFORMS = 64;

/**
 * Finds the records by which platforms are judged: under their own names, or under the name of the
 * index.
 */
export function judgedPlatforms(
  platforms: readonly Platform[],
  { reference, records, policy }: PlatformsInput,
): readonly JudgedPlatform[] {
  return platforms.slice(0, MAX_PLATFORMS).map((platform) => {
    const { digest, paths } = platform;
    if (!isSoundDigest(digest)) {
      const problem =
        digest === undefined
          ? 'HSS does not say which digest it has'
          : `its digest, ${show(digest)}, is not valid`;
      return { ...platform, problem, scans: [] };
    }
    const names = [...new Set([...paths, reference.path])];
    return { ...platform, ...selectPlatform(digest, names, records, policy.registryNames) };
  });
}

/** Returns what is wrong with an index's list of platforms, or undefined. */
export function platformListProblem(platforms: readonly Platform[]): string | undefined {
  if (platforms.length === 0) {
    return 'HSS says that it is a multi-architecture image, but not which platforms it has: synchronize its registry';
  }
  return platforms.length > MAX_PLATFORMS
    ? `it names ${platforms.length} platforms; at most ${MAX_PLATFORMS} can be judged`
    : undefined;
}

/** How the platforms of an index are judged by a rule. */
interface PlatformRun {
  readonly run: (
    rule: Rule,
    context: RuleContext,
    platform: JudgedPlatform,
  ) => Violation | undefined;
  /**
   * Whether the platform with a digest has a complete scan to judge, or an exception waives that it
   * has none.
   */
  readonly hasScan: (platform: string | undefined) => boolean;
}

/** Finds the platforms that violate a rule, judged like single images. */
export function platformViolations(
  rule: Rule,
  platforms: readonly JudgedPlatform[],
  context: RuleContext,
  { run, hasScan }: PlatformRun,
): ImageViolation[] {
  if (!PLATFORM_RULES.includes(rule.id)) return [];
  return platforms.flatMap((platform) => {
    const { digest, row, problem, scans } = platform;
    const isScanned = hasScan(digest);
    if ((rule.readsRow && row === undefined) || (needsScan(rule) && !isScanned)) return [];
    const seen: RuleContext = {
      ...context,
      vulnerabilities: undefined,
      row,
      problem,
      scans,
      chosen: [],
      isIndex: false,
      // HSS may mark each platform of an index as multi-architecture: only an image that names
      // platforms is an index here.
      isNestedIndex: scans.some(
        (one) => isIndex(one) && isSurelyOfDigest(one) && one.registry!.platforms.length > 0,
      ),
      hasScan: isScanned,
    };
    const violation = run(rule, seen, platform);
    return violation === undefined ? [] : [{ violation, platform }];
  });
}

/** Returns a platform as verdicts show it, without the images that it names itself. */
export function shownPlatform({ digest, paths, row }: JudgedPlatform): ImagePlatform {
  const names = paths.filter((path) => path !== '');
  if (row === undefined) return { ...(digest === undefined ? {} : { digest }), names };
  const image = Object.fromEntries(
    Object.entries(row.row).filter(([field]) => field !== 'associationImages'),
  );
  return { digest, names, image, imageSource: row.list };
}

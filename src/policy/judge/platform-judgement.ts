import { isSoundDigest } from '../model/digest';
import { ScanRecord } from '../model/scan-record';
import { ImagePlatform } from '../model/verdict';
import { ImageRuleId, Rule, RuleContext, Violation } from '../rules';
import type { JudgeInput } from './judge';
import { ImageViolation } from './ledger';
import { Platform } from './platforms';
import { selectPlatform } from './select';

/** A platform of an index, and the record of its own that is judged, or why there is none. */
export interface JudgedPlatform extends Platform {
  readonly row?: ScanRecord;
  readonly problem?: string;
  readonly scans: readonly ScanRecord[];
}

/** What an image must say about itself, and so each platform of an index. */
const PLATFORM_RULES: readonly ImageRuleId[] = [
  'image-listed',
  'row-sound',
  'scan-completed',
  'scan-fresh',
  'max-severity',
  'max-vulnerabilities',
  'max-unsafe-settings',
  'max-malicious-files',
];

const ATTESTATIONS =
  'an index also names attestations, which are never scanned: build without them (buildx: --provenance=false --sbom=false)';

/** Finds the record by which a platform is judged: under its own name, or under the name of the index. */
export function judgedPlatform(
  platform: Platform,
  { reference, records, policy }: JudgeInput,
): JudgedPlatform {
  const { digest, path } = platform;
  if (!isSoundDigest(digest)) {
    return { ...platform, problem: 'HSS does not say which digest it has', scans: [] };
  }
  const paths = [...new Set([path, reference.path])];
  const selection = selectPlatform(digest, paths, records, policy.registryNames);
  const problem = selection.problem && `${selection.problem}; ${ATTESTATIONS}`;
  return { ...platform, ...selection, ...(problem === undefined ? {} : { problem }) };
}

/** Finds which platforms violate a rule, as an image by itself would. */
export function platformViolations(
  rule: Rule,
  platforms: readonly JudgedPlatform[],
  context: RuleContext,
  run: (rule: Rule, context: RuleContext) => Violation | undefined,
): ImageViolation[] {
  if (!PLATFORM_RULES.includes(rule.id)) return [];
  if (rule.id === 'image-listed' && context.isIndex && platforms.length === 0) {
    const message =
      'HSS says that it is a multi-architecture image, and not of which platforms: synchronize its registry';
    return [{ violation: { message } }];
  }
  return platforms.flatMap(({ digest, row, problem, scans }) => {
    if (rule.readsRow && row === undefined) return [];
    const violation = run(rule, {
      ...context,
      row,
      problem,
      scans,
      chosen: [],
      isIndex: false,
      isNestedIndex: scans.some(({ registry }) => (registry?.platforms ?? []).length > 0),
    });
    return violation === undefined ? [] : [{ violation, platform: digest ?? '(no digest)' }];
  });
}

/** Returns a platform as verdicts show it. */
export function shownPlatform({ digest, path, row }: JudgedPlatform): ImagePlatform {
  return {
    ...(digest === undefined ? {} : { digest }),
    name: path,
    ...(row === undefined ? {} : { image: row.row, imageSource: row.list }),
  };
}

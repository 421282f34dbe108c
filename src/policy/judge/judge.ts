import { HssRegistryImage } from '../../contract/registry-image';
import { ImageSource } from '../model/image-source';
import { ScanRecord } from '../model/scan-record';
import { HssError } from '../../contract/error';
import { Decision, Enforcement, Pinning } from '../model/decision';
import { Digest, isSoundDigest } from '../model/digest';
import { exceptionSubject, exceptionsAbout, isLive } from './exceptions';
import { Ledger } from './ledger';
import { Platform, isIndex, platformsOf } from './platforms';
import {
  JudgedPlatform,
  judgedPlatforms,
  platformListProblem,
  platformViolations,
  shownPlatform,
} from './platform-judgement';
import { FileLine } from '../model/file-line';
import { policyHash } from '../model/hash';
import { Policy, PolicyException } from '../model/policy';
import { ImageReference, pinned } from '../model/reference';
import {
  ImageRuleId,
  RULES,
  Rule,
  RuleContext,
  VULNERABILITY_RULE_IDS,
  Violation,
  WAIVABLE_RULE_IDS,
  needsScan,
} from '../rules';
import { Selection, selectRow } from './select';
import { exceptedVulnerabilities, expiredExceptions } from '../vulnerabilities/excepted';
import { VulnerabilityAnswers, VulnerabilityJudgement } from '../vulnerabilities/judgement';
import { shownVulnerabilities } from '../vulnerabilities/shown';
import {
  VulnerabilityTarget,
  judgeTargets,
  ownVulnerableRecord,
  vulnerableRecords,
} from '../vulnerabilities/targets';
import { calendarTime, cut } from '../../util/text';
import { ImageVerdict, PolicyFinding } from '../model/verdict';
import { ExceptionUse, expiringOf } from './waive';

/** What a verdict is made from. */
export interface JudgeInput {
  readonly reference: ImageReference;
  /** What HSS lists, of this image at least; records of others don't disturb. */
  readonly records: readonly ScanRecord[];
  readonly policy: Policy;
  /** About those of `recordsToList`; none where the policy does not look at vulnerabilities one by one. */
  readonly vulnerabilities?: VulnerabilityAnswers;
  /** ms since 1970. */
  readonly now: number;
  /** Where the rows came from: `live`, `replay` or `fixture`. */
  readonly source: string;
  /** When the snapshot was recorded, ms since 1970: given where `source` is `replay`, and only there. */
  readonly snapshotTime?: number;
  /** Path of the construct that deploys the image, where one is known. */
  readonly path?: string;
  readonly enforcement: Enforcement;
  readonly pinning: Pinning;
}

/** A verdict, and what became of the policy's exceptions. */
export interface Judgement extends ExceptionUse {
  readonly verdict: ImageVerdict;
  /** The record that decided; none where `verdict.image` is none. */
  readonly record?: ScanRecord;
  /** The records that chose the digest, and all records of it, in any list and registry. */
  readonly chosen: readonly ScanRecord[];
  readonly scans: readonly ScanRecord[];
  /**
   * The IDs of vulnerabilities whose time of publication is not among the answers, and could change the verdict; until it is
   * there, they have no grace.
   */
  readonly wantedTimes: readonly string[];
  /**
   * What became of the vulnerabilities of the image and of its platforms. Empty where the policy does not look at them; what
   * has no complete scan to judge is left out.
   */
  readonly targets: readonly VulnerabilityTarget[];
  /**
   * What has no complete scan to judge: the digests of platforms, and undefined for the image itself. The rules that read
   * the result of the scan were not checked there.
   */
  readonly unscanned: readonly (string | undefined)[];
  /**
   * Where the exception is written that waives a finding, or used to until it expired: an item for each finding, in their
   * order. Left out where no rule was run.
   */
  readonly origins?: readonly (FileLine | undefined)[];
}

/**
 * Judges an image reference by a policy.
 * @throws HSS_INVALID_ARGUMENT when `now` is no time
 */
export function judge(input: JudgeInput): ImageVerdict {
  return reach(input).verdict;
}

/**
 * Judges an image reference by a policy, and says which exceptions took part.
 * @throws HSS_INVALID_ARGUMENT when `now` is no time
 */
export function judgeInFull(input: JudgeInput): Judgement {
  const { now } = input;
  const { verdict, record, chosen, scans, wantedTimes, targets, unscanned, ledger } = reach(input);
  const { used } = ledger;
  return {
    verdict,
    ...(record === undefined ? {} : { record }),
    chosen,
    scans,
    wantedTimes,
    targets,
    unscanned,
    origins: ledger.origins,
    matching: ledger.about(platformsNamed(verdict)).filter((exception) => isLive(exception, now)),
    used,
    expired: ledger.expired,
    expiring: expiringOf(used, now),
  };
}

/**
 * Reaches a verdict, with the ledger that it is from.
 *
 * Without a record only the rules that need none are run. Without a complete scan the rules that read its result are not run
 * either, unless an exception waives that: one missing scan is one finding. When an exception waives that the image is not
 * listed, nothing but the reference says which image it is: it must then carry a digest, whatever
 * `requireDigest` says, and that can't be waived as well.
 *
 * Of the index of a multi-architecture image each platform is judged by records of its own; what is wrong with one is a
 * finding about the image.
 */
function reach(input: JudgeInput): Reached {
  const { reference, policy, now, source, snapshotTime, path, enforcement, pinning } = input;
  const evaluatedAt = calendarTime(now);
  if (evaluatedAt === undefined) {
    throw new HssError('HSS_INVALID_ARGUMENT', `the time of judgement, ${now}, is no time`);
  }
  const image = selectImage(input);
  const { named, platforms } = image;
  const { row, problem, chosen, scans } = image.selection;
  const listProblem = named && platformListProblem(named);
  const known = reference.digest ?? soundDigest(row);
  const digest = pinning === Pinning.DIGEST ? known : reference.digest;
  const subject = exceptionSubject(reference, row, digest, path);
  const about = (platform: string | undefined): PolicyException[] =>
    exceptionsAbout(
      policy.exceptions,
      // Where a tag is deployed, nobody knows of which digest its platforms will be.
      platform === undefined || digest === undefined ? subject : { ...subject, platform },
    );
  const answers = input.vulnerabilities;
  const judging = { policy, answers, exceptionsAbout: about, now };
  const targets = judgeTargets(image, judging);
  const ledger = new Ledger(now, about);
  // The rule comes before those that read the result of a scan.
  const hasScan = (platform: string | undefined): boolean =>
    !ledger.standsFor('scan-completed', platform);

  // What a rule sees only changes with what earlier ones found, and most find nothing.
  const lookAgain = (): RuleContext => ({
    reference,
    row,
    problem,
    scans,
    chosen: reference.digest === undefined ? chosen : [],
    isIndex: image.isIndex,
    isNestedIndex: false,
    vulnerabilities: vulnerabilitiesOf(ownVulnerableRecord(image), targets),
    policy,
    now,
    source,
    snapshotTime,
    listingWaived: row === undefined && ledger.isWaived('image-listed'),
    // Where pinning finds nothing to pin, that is a finding already. Only when it is waived is there
    // something left to say: a tag would be deployed.
    deployedByDigest:
      digest !== undefined ||
      (pinning === Pinning.DIGEST &&
        (ledger.stands('image-listed') || ledger.stands('digest-known'))),
    hasScan: hasScan(undefined),
  });
  let context = lookAgain();
  for (const rule of RULES) {
    const isWaivable =
      WAIVABLE_RULE_IDS.includes(rule.id) &&
      !(rule.id === 'reference-pinned' && context.listingWaived);
    const isRun = (row !== undefined || !rule.readsRow) && (context.hasScan || !needsScan(rule));
    const own = isRun ? run(rule, context) : undefined;
    const violations = [
      ...(own === undefined ? [] : [{ violation: own }]),
      ...(rule.id === 'image-listed' && listProblem !== undefined
        ? [{ violation: { message: listProblem } }]
        : []),
      ...platformViolations(rule, platforms, context, {
        run: (platformRule, seen, { decisive }) =>
          run(platformRule, { ...seen, vulnerabilities: vulnerabilitiesOf(decisive, targets) }),
        hasScan,
      }),
    ];
    if (violations.length > 0) {
      ledger.add(rule.id, violations, isWaivable);
      context = lookAgain();
    }
    if (targets.size > 0) addExcepted(rule.id, ledger, scannedOf(targets, hasScan), policy);
  }
  const judged = scannedOf(targets, hasScan);

  const vulnerabilities = shownVulnerabilities(judged, policy);
  const verdict: ImageVerdict = {
    reference: reference.text,
    decision: decide(ledger.findings, enforcement),
    ...(digest !== undefined && pinning === Pinning.DIGEST
      ? { pinnedReference: pinned(reference, digest) }
      : {}),
    findings: ledger.findings,
    ...(row === undefined ? {} : imageOf(row)),
    ...(platforms.length === 0 ? {} : { platforms: platforms.map(shownPlatform) }),
    ...(vulnerabilities === undefined ? {} : { vulnerabilities }),
    policyHash: policyHash(policy),
    evaluatedAt,
    source,
    ...(path === undefined ? {} : { path }),
  };
  const wantedTimes = judged.flatMap(({ judgement }) =>
    'problem' in judgement ? [] : judgement.wantedTimes,
  );
  return {
    verdict,
    record: row,
    chosen,
    scans,
    wantedTimes: [...new Set(wantedTimes)],
    targets: judged,
    unscanned: [
      ...(row === undefined || hasScan(undefined) ? [] : [undefined]),
      ...platforms.flatMap(({ digest: one }) => (hasScan(one) ? [] : [one])),
    ],
    ledger,
  };
}

/** What is judged for a reference: its record, and the platforms of an index. */
interface SelectedImage {
  readonly selection: Selection;
  readonly decisive: ScanRecord | undefined;
  readonly row: ScanRecord | undefined;
  /** Those that the index names; none where the image is no index. */
  readonly named: readonly Platform[] | undefined;
  readonly isIndex: boolean;
  readonly platforms: readonly JudgedPlatform[];
}

function selectImage(input: Pick<JudgeInput, 'reference' | 'records' | 'policy'>): SelectedImage {
  const selection = selectRow(input.reference, input.records, input.policy.registryNames);
  const { row, chosen, scans, decisive } = selection;
  const named = row === undefined ? undefined : platformsOf(scans, chosen);
  return {
    selection,
    decisive,
    row,
    named,
    // Only where nothing else chose the digest: what another record says of it needs a scan of its own.
    isIndex: named !== undefined && chosen.every(isIndex),
    platforms: named === undefined ? [] : judgedPlatforms(named, input),
  };
}

/**
 * Returns the records by which an image is judged whose vulnerabilities are to be listed: its own, and one for each platform of
 * an index. None where the policy does not look at vulnerabilities one by one.
 */
export function recordsToList(
  input: Pick<JudgeInput, 'reference' | 'records' | 'policy'>,
): readonly ScanRecord[] {
  return input.policy.vulnerabilities === undefined ? [] : vulnerableRecords(selectImage(input));
}

function vulnerabilitiesOf(
  record: ScanRecord | undefined,
  targets: ReadonlyMap<ScanRecord, VulnerabilityTarget>,
): VulnerabilityJudgement | undefined {
  return record === undefined ? undefined : targets.get(record)?.judgement;
}

function scannedOf(
  targets: ReadonlyMap<ScanRecord, VulnerabilityTarget>,
  hasScan: (platform: string | undefined) => boolean,
): VulnerabilityTarget[] {
  return [...targets.values()].filter(({ platform }) => hasScan(platform));
}

/** Adds the vulnerabilities that a rule looks at and does not count because of an exception. */
function addExcepted(
  rule: ImageRuleId,
  ledger: Ledger,
  targets: readonly VulnerabilityTarget[],
  policy: Policy,
): void {
  const id = VULNERABILITY_RULE_IDS.find((one) => one === rule);
  if (id === undefined) return;
  const excepted = exceptedVulnerabilities(id, targets, policy);
  ledger.addExcepted(id, excepted, expiredExceptions(id, targets));
}

function imageOf({
  list,
  row,
}: ScanRecord): Pick<ImageVerdict, 'image' | 'imageSource' | 'registryImage'> {
  return {
    image: row,
    imageSource: list,
    ...(list === ImageSource.REGISTRY ? { registryImage: row as HssRegistryImage } : {}),
  };
}

/** Digests of the platforms of an index. */
function platformsNamed({ platforms = [] }: ImageVerdict): string[] {
  return platforms.flatMap(({ digest }) => digest ?? []);
}

interface Reached {
  readonly verdict: ImageVerdict;
  readonly record?: ScanRecord;
  readonly chosen: readonly ScanRecord[];
  readonly scans: readonly ScanRecord[];
  readonly wantedTimes: readonly string[];
  readonly targets: readonly VulnerabilityTarget[];
  readonly unscanned: readonly (string | undefined)[];
  readonly ledger: Ledger;
}

/** The decision that findings lead to; a waived one doesn't count. */
export function decide(findings: readonly PolicyFinding[], enforcement: Enforcement): Decision {
  if (findings.every(({ waivedBy }) => waivedBy !== undefined)) return Decision.ALLOW;
  // Whatever is not plainly WARN, such as a value from untyped code, denies.
  return enforcement === Enforcement.WARN ? Decision.WARN : Decision.DENY;
}

function run(rule: Rule, context: RuleContext): Violation | undefined {
  try {
    return rule.check(context);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { message: `the rule could not be evaluated: ${cut(why, 200)}` };
  }
}

function soundDigest(row: ScanRecord | undefined): Digest | undefined {
  return isSoundDigest(row?.imageDigest) ? row.imageDigest : undefined;
}

import { HssRegistryImage } from '../../contract/registry-image';
import { ImageSource } from '../model/image-source';
import { ScanRecord } from '../model/scan-record';
import { HssError } from '../../contract/error';
import { Decision, Enforcement, Pinning } from '../model/decision';
import { Digest, isSoundDigest } from '../model/digest';
import { exceptionSubject, exceptionsAbout, isLive } from './exceptions';
import { Ledger } from './ledger';
import { platformListProblem, platformViolations, shownPlatform } from './platform-judgement';
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
import { selectImage } from './select-image';
import { exceptedVulnerabilities, expiredExceptions } from '../vulnerabilities/excepted';
import { VulnerabilityAnswers, VulnerabilityJudgement } from '../vulnerabilities/judgement';
import { shownVulnerabilities } from '../vulnerabilities/shown';
import { VulnerabilityTarget, judgeTargets, ownVulnerableRecord } from '../vulnerabilities/targets';
import { calendarTime, cut } from '../../util/text';
import { ImageVerdict, PolicyFinding } from '../model/verdict';
import { ExceptionUse, expiringOf } from './waive';

/** The input of a judgement. */
export interface JudgeInput {
  readonly reference: ImageReference;
  /** What HSS lists: at least the records of this image; records of others are ignored. */
  readonly records: readonly ScanRecord[];
  readonly policy: Policy;
  /**
   * The vulnerabilities of `recordsToList`; missing if the policy does not limit single
   * vulnerabilities.
   */
  readonly vulnerabilities?: VulnerabilityAnswers;
  /** ms since 1970. */
  readonly now: number;
  /** Where the rows came from: `live`, `replay` or `fixture`. */
  readonly source: string;
  /** When the snapshot was recorded, ms since 1970; set only if `source` is `replay`. */
  readonly snapshotTime?: number;
  /** Path of the construct that deploys the image, if known. */
  readonly path?: string;
  readonly enforcement: Enforcement;
  readonly pinning: Pinning;
}

/** A verdict, and how the policy's exceptions were used. */
export interface Judgement extends ExceptionUse {
  readonly verdict: ImageVerdict;
  /** The record that decided; missing if `verdict.image` is. */
  readonly record?: ScanRecord;
  /** The records that chose the digest. */
  readonly chosen: readonly ScanRecord[];
  /** All records of the digest, in any list and registry. */
  readonly scans: readonly ScanRecord[];
  /**
   * The IDs of vulnerabilities whose publication time is unknown and could change the verdict.
   * Until it is known, they have no grace.
   */
  readonly wantedTimes: readonly string[];
  /**
   * The judged vulnerabilities of the image and of its platforms. Empty if the policy does not
   * check them; an image or platform without a complete scan is left out.
   */
  readonly targets: readonly VulnerabilityTarget[];
  /**
   * What has no complete scan: the digests of platforms, and undefined for the image itself. The
   * rules that read the scan result were not checked there.
   */
  readonly unscanned: readonly (string | undefined)[];
  /**
   * Where the exception is written that waives a finding, or waived it until it expired: one item
   * for each finding, in the same order. Missing if no rule was run.
   */
  readonly origins?: readonly (FileLine | undefined)[];
}

/**
 * Judges an image reference by a policy.
 * @throws HSS_INVALID_ARGUMENT if `now` is not a valid time
 */
export function judge(input: JudgeInput): ImageVerdict {
  return judgeWithLedger(input).verdict;
}

/**
 * Judges an image reference by a policy, and returns the exceptions that were used.
 * @throws HSS_INVALID_ARGUMENT if `now` is not a valid time
 */
export function judgeInFull(input: JudgeInput): Judgement {
  const { now } = input;
  const { verdict, record, chosen, scans, wantedTimes, targets, unscanned, ledger } =
    judgeWithLedger(input);
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
 * Returns a verdict, and the ledger with its findings.
 *
 * Without a record, only the rules that need none are run. Without a complete scan, the rules that
 * read its result are not run either, unless an exception waives that: one missing scan is one
 * finding. If an exception waives that the image is not listed, only the reference identifies the
 * image: it must then have a digest, whatever `requireDigest` says, and that can't be waived as
 * well.
 *
 * Each platform of a multi-architecture image is judged by the platform's records; a violation of a
 * platform is a finding about the image.
 */
function judgeWithLedger(input: JudgeInput): LedgerJudgement {
  const { reference, policy, now, source, snapshotTime, path, enforcement, pinning } = input;
  const evaluatedAt = calendarTime(now);
  if (evaluatedAt === undefined) {
    throw new HssError(
      'HSS_INVALID_ARGUMENT',
      `the time of judgement, ${now}, is not a valid time`,
    );
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
      // If a tag is deployed, the digests of the platforms that will run are unknown.
      platform === undefined || digest === undefined ? subject : { ...subject, platform },
    );
  const answers = input.vulnerabilities;
  const judging = { policy, answers, exceptionsAbout: about, now };
  const targets = judgeTargets(image, judging);
  const ledger = new Ledger(now, about);
  // The rule runs before those that read a scan result.
  const hasScan = (platform: string | undefined): boolean =>
    !ledger.standsFor('scan-completed', platform);

  // Built again only after findings, because most rules have none.
  const currentContext = (): RuleContext => ({
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
    // If there is no digest to pin, an earlier rule has a finding. Only if that is waived does this
    // rule report that a tag would be deployed.
    deployedByDigest:
      digest !== undefined ||
      (pinning === Pinning.DIGEST &&
        (ledger.stands('image-listed') || ledger.stands('digest-known'))),
    hasScan: hasScan(undefined),
  });
  let context = currentContext();
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
      context = currentContext();
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

/** Adds the vulnerabilities that a rule does not count because of an exception. */
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

interface LedgerJudgement {
  readonly verdict: ImageVerdict;
  readonly record?: ScanRecord;
  readonly chosen: readonly ScanRecord[];
  readonly scans: readonly ScanRecord[];
  readonly wantedTimes: readonly string[];
  readonly targets: readonly VulnerabilityTarget[];
  readonly unscanned: readonly (string | undefined)[];
  readonly ledger: Ledger;
}

/** Returns the decision for findings; waived ones are ignored. */
export function decide(findings: readonly PolicyFinding[], enforcement: Enforcement): Decision {
  if (findings.every(({ waivedBy }) => waivedBy !== undefined)) return Decision.ALLOW;
  // Any value other than WARN, for example from untyped code, denies.
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

import { HssRegistryImage } from '../../contract/registry-image';
import { ImageSource, ScanRecord } from '../model/scan-record';
import { HssError } from '../../contract/error';
import { Decision, Enforcement, Pinning } from '../model/decision';
import { Digest, isSoundDigest } from '../model/digest';
import { exceptionSubject, exceptionsAbout, isLive } from './exceptions';
import { FileLine } from '../model/file-line';
import { policyHash } from '../model/hash';
import { Policy, PolicyException } from '../model/policy';
import { ImageReference, pinned } from '../model/reference';
import { ImageRuleId, RULES, Rule, RuleContext, Violation, WAIVABLE_RULE_IDS } from '../rules';
import { selectRow } from './select';
import { calendarTime, cut } from '../../util/text';
import { ImageVerdict, PolicyFinding } from '../model/verdict';
import { ExceptionUse, expiringOf, waive } from './waive';

/** What a verdict is made from. */
export interface JudgeInput {
  readonly reference: ImageReference;
  /** What HSS lists, of this image at least; records of others don't disturb. */
  readonly records: readonly ScanRecord[];
  readonly policy: Policy;
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
  const { verdict, record, ledger } = reach(input);
  const { used } = ledger;
  return {
    verdict,
    ...(record === undefined ? {} : { record }),
    origins: ledger.origins,
    matching: ledger.about().filter((exception) => isLive(exception, now)),
    used,
    expired: ledger.expired,
    expiring: expiringOf(used, now),
  };
}

/**
 * Reaches a verdict, with the ledger that it is from.
 *
 * Without a row only the rules that need none are run. When an exception waives that the image is not
 * listed, nothing but the reference says which image it is: it must then carry a digest, whatever
 * `requireDigest` says, and that can't be waived as well.
 */
function reach(input: JudgeInput): Reached {
  const { reference, records, policy, now, source, snapshotTime, path, enforcement, pinning } =
    input;
  const evaluatedAt = calendarTime(now);
  if (evaluatedAt === undefined) {
    throw new HssError('HSS_INVALID_ARGUMENT', `the time of judgement, ${now}, is no time`);
  }
  const { row, problem, scans } = selectRow(reference, records, policy.registryNames);
  const known = reference.digest ?? soundDigest(row);
  const digest = pinning === Pinning.DIGEST ? known : reference.digest;
  const ledger = new Ledger(now, () =>
    exceptionsAbout(policy.exceptions, exceptionSubject(reference, row, digest, path)),
  );

  // What a rule sees only changes with what earlier ones found, and most find nothing.
  const lookAgain = (): RuleContext => ({
    reference,
    row,
    problem,
    scans,
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
  });
  let context = lookAgain();
  for (const rule of RULES) {
    if (rule.readsRow && row === undefined) continue;
    const violation = run(rule, context);
    if (violation === undefined) continue;
    const waivable =
      WAIVABLE_RULE_IDS.includes(rule.id) &&
      !(rule.id === 'reference-pinned' && context.listingWaived);
    ledger.add(rule.id, violation, waivable);
    context = lookAgain();
  }

  const verdict: ImageVerdict = {
    reference: reference.text,
    decision: decide(ledger.findings, enforcement),
    ...(digest !== undefined && pinning === Pinning.DIGEST
      ? { pinnedReference: pinned(reference, digest) }
      : {}),
    findings: ledger.findings,
    ...(row === undefined ? {} : imageOf(row)),
    policyHash: policyHash(policy),
    evaluatedAt,
    source,
    ...(path === undefined ? {} : { path }),
  };
  return { verdict, record: row, ledger };
}

interface Reached {
  readonly verdict: ImageVerdict;
  readonly record?: ScanRecord;
  readonly ledger: Ledger;
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

/** The decision that findings lead to; a waived one doesn't count. */
export function decide(findings: readonly PolicyFinding[], enforcement: Enforcement): Decision {
  if (findings.every(({ waivedBy }) => waivedBy !== undefined)) return Decision.ALLOW;
  // Whatever is not plainly WARN, such as a value from untyped code, denies.
  return enforcement === Enforcement.WARN ? Decision.WARN : Decision.DENY;
}

/** The findings of one image, and the exceptions that had a part in them. */
class Ledger {
  public readonly findings: PolicyFinding[] = [];
  /** In the order of the findings. */
  public readonly origins: (FileLine | undefined)[] = [];
  /** In the order of the findings, once for each that they cover. */
  private readonly live: PolicyException[] = [];
  private readonly dead: PolicyException[] = [];
  private found: readonly PolicyException[] | undefined;

  constructor(
    private readonly now: number,
    private readonly findExceptions: () => readonly PolicyException[],
  ) {}

  /** The exceptions about the image. Most images meet every rule, and then nobody asks. */
  public about(): readonly PolicyException[] {
    return (this.found ??= this.findExceptions());
  }

  /** Those that waive a finding. */
  public get used(): PolicyException[] {
    return [...new Set(this.live)];
  }

  /** Those that would waive a finding that stands, and have expired. */
  public get expired(): PolicyException[] {
    return [...new Set(this.dead)];
  }

  public add(ruleId: ImageRuleId, violation: Violation, waivable: boolean): void {
    const covering = waivable ? this.about().filter(({ rules }) => rules.includes(ruleId)) : [];
    const { finding, live, expired } = waive(ruleId, violation, covering, this.now);
    this.findings.push(finding);
    this.origins.push((live[0] ?? expired[0])?.origin);
    this.live.push(...live);
    this.dead.push(...expired);
  }

  /** Whether a rule has a finding that counts. */
  public stands(ruleId: ImageRuleId): boolean {
    return this.findings.some((found) => found.ruleId === ruleId && found.waivedBy === undefined);
  }

  public isWaived(ruleId: ImageRuleId): boolean {
    return this.findings.some((found) => found.ruleId === ruleId && found.waivedBy !== undefined);
  }
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

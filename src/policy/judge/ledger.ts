import { FileLine } from '../model/file-line';
import { PolicyException } from '../model/policy';
import { PolicyFinding } from '../model/verdict';
import { ImageRuleId, Violation } from '../rules';
import { oneLine } from '../../util/safe-text';
import { cut, enumerate } from '../../util/text';
import { Platform } from './platforms';
import { Waived, waive } from './waive';
import { waiverText } from './exceptions';
import { VulnerabilityRuleId } from '../model/rule-id';
import { ExceptedVulnerabilities } from '../vulnerabilities/excepted';

/** A violation of a rule by an image, or by one of the platforms of an index. */
export interface ImageViolation {
  readonly violation: Violation;
  readonly platform?: Platform;
}

/** How many platforms a message names besides the first. */
const NAMED = 4;

/** The findings of one image, and the exceptions that cover them. */
export class Ledger {
  public readonly findings: PolicyFinding[] = [];
  /** In the order of the findings. */
  public readonly origins: (FileLine | undefined)[] = [];
  /** In the order of the findings, once for each covered finding. */
  private readonly live: PolicyException[] = [];
  private readonly dead: PolicyException[] = [];
  private readonly found = new Map<string | undefined, readonly PolicyException[]>();

  /**
   * @param findExceptions finds the exceptions about the image; with a platform's digest those that
   *   name it as well
   */
  constructor(
    private readonly now: number,
    private readonly findExceptions: (platform: string | undefined) => readonly PolicyException[],
  ) {}

  /**
   * Returns the exceptions about the image and its platforms. Not needed for most images, which
   * pass all rules.
   */
  public about(platforms: readonly string[]): readonly PolicyException[] {
    return [...new Set([undefined, ...platforms].flatMap((one) => this.exceptions(one)))];
  }

  /** The exceptions that waive a finding. */
  public get used(): PolicyException[] {
    return [...new Set(this.live)];
  }

  /** Expired exceptions that would waive a finding. */
  public get expired(): PolicyException[] {
    return [...new Set(this.dead)];
  }

  /**
   * Adds the violations of one rule: a finding about the image itself, and findings about the
   * platforms, grouped by the exception that waives them.
   */
  public add(
    ruleId: ImageRuleId,
    violations: readonly ImageViolation[],
    isWaivable: boolean,
  ): void {
    const groups = new Map<string, WaivedViolation[]>();
    for (const { violation, platform } of violations) {
      const covering = isWaivable
        ? this.exceptions(platform?.digest).filter(
            // An exception for some vulnerabilities does not waive the rule.
            ({ rules, vulnerabilities }) => rules.includes(ruleId) && vulnerabilities === undefined,
          )
        : [];
      const waived = waive(ruleId, violation, covering, this.now);
      const key = JSON.stringify([platform !== undefined, waived.finding.waivedBy ?? null]);
      groups.set(key, [...(groups.get(key) ?? []), { platform, waived }]);
    }
    // Waived findings come last.
    const isStanding = ([{ waived }]: WaivedViolation[]): boolean => waived.live.length === 0;
    const all = [...groups.values()];
    for (const group of [...all.filter(isStanding), ...all.filter((one) => !isStanding(one))]) {
      this.put(group);
    }
  }

  /** Adds the vulnerabilities that a rule does not count because of an exception, for reports. */
  public addExcepted(
    ruleId: VulnerabilityRuleId,
    excepted: readonly ExceptedVulnerabilities[],
    expired: readonly PolicyException[],
  ): void {
    if (this.stands(ruleId)) this.dead.push(...expired);
    for (const { exception, message, platforms } of excepted) {
      this.findings.push({
        ruleId,
        message: oneLine(message),
        ...(platforms.length === 0 ? {} : { platforms: [...platforms] }),
        waivedBy: waiverText(exception),
      });
      this.origins.push(exception.origin);
      this.live.push(exception);
    }
  }

  /** Whether a rule has a finding that is not waived. */
  public stands(ruleId: ImageRuleId): boolean {
    return this.findings.some((found) => found.ruleId === ruleId && found.waivedBy === undefined);
  }

  /**
   * Whether a rule has a finding that is not waived about the image itself, or about the platform
   * with a digest.
   */
  public standsFor(ruleId: ImageRuleId, platform: string | undefined): boolean {
    return this.findings.some(
      (found) =>
        found.ruleId === ruleId &&
        found.waivedBy === undefined &&
        (platform === undefined
          ? found.platforms === undefined
          : found.platforms?.includes(platform) === true),
    );
  }

  public isWaived(ruleId: ImageRuleId): boolean {
    return this.findings.some((found) => found.ruleId === ruleId && found.waivedBy !== undefined);
  }

  private exceptions(platform: string | undefined): readonly PolicyException[] {
    let found = this.found.get(platform);
    if (found === undefined) this.found.set(platform, (found = this.findExceptions(platform)));
    return found;
  }

  private put(group: readonly WaivedViolation[]): void {
    const [{ platform, waived }] = group;
    const digests = group.flatMap((one) => one.platform?.digest ?? []);
    const { message } = waived.finding;
    this.findings.push({
      ...waived.finding,
      message: platform === undefined ? message : `${nameOf(platform)}: ${message}${others(group)}`,
      ...(digests.length === 0 ? {} : { platforms: digests }),
    });
    this.origins.push((waived.live[0] ?? waived.expired[0])?.origin);
    for (const one of group) {
      this.live.push(...one.waived.live);
      this.dead.push(...one.waived.expired);
    }
  }
}

interface WaivedViolation {
  readonly platform: Platform | undefined;
  readonly waived: Waived;
}

function nameOf({ digest }: Platform): string {
  return digest === undefined
    ? 'a platform without a digest'
    : `platform ${cut(oneLine(digest), 140)}`;
}

/** Returns a text about the other platforms that violate the rule. */
function others(group: readonly WaivedViolation[]): string {
  const names = group.slice(1).map(({ platform }) => nameOf(platform!));
  if (names.length === 0) return '';
  return `; ${names.length} more violate${names.length === 1 ? 's' : ''} it: ${enumerate(names, NAMED)}`;
}

import { FileLine } from '../model/file-line';
import { PolicyException } from '../model/policy';
import { PolicyFinding } from '../model/verdict';
import { ImageRuleId, Violation } from '../rules';
import { Waived, waive } from './waive';

/** How an image violates a rule: by itself, or in one of the platforms of an index. */
export interface ImageViolation {
  readonly violation: Violation;
  /** Digest of the platform. */
  readonly platform?: string;
}

/** How many platforms a message names besides the first. */
const NAMED = 4;

/** The findings of one image, and the exceptions that had a part in them. */
export class Ledger {
  public readonly findings: PolicyFinding[] = [];
  /** In the order of the findings. */
  public readonly origins: (FileLine | undefined)[] = [];
  /** In the order of the findings, once for each that they cover. */
  private readonly live: PolicyException[] = [];
  private readonly dead: PolicyException[] = [];
  private readonly found = new Map<string | undefined, readonly PolicyException[]>();

  /**
   * @param findExceptions finds the exceptions about the image; with a platform's digest those that name it as well
   */
  constructor(
    private readonly now: number,
    private readonly findExceptions: (platform: string | undefined) => readonly PolicyException[],
  ) {}

  /** The exceptions about the image and its platforms. Most images meet every rule, and then nobody asks. */
  public about(platforms: readonly string[]): readonly PolicyException[] {
    return [...new Set([undefined, ...platforms].flatMap((one) => this.exceptions(one)))];
  }

  /** Those that waive a finding. */
  public get used(): PolicyException[] {
    return [...new Set(this.live)];
  }

  /** Those that would waive a finding that stands, and have expired. */
  public get expired(): PolicyException[] {
    return [...new Set(this.dead)];
  }

  /** Adds what is wrong by one rule: a finding of what stands, and one of what is waived. */
  public add(
    ruleId: ImageRuleId,
    violations: readonly ImageViolation[],
    isWaivable: boolean,
  ): void {
    const all = violations.map(({ violation, platform }) => {
      const covering = isWaivable
        ? this.exceptions(platform).filter(({ rules }) => rules.includes(ruleId))
        : [];
      return { platform, waived: waive(ruleId, violation, covering, this.now) };
    });
    const isStanding = ({ waived }: (typeof all)[number]): boolean => waived.live.length === 0;
    for (const group of [all.filter(isStanding), all.filter((one) => !isStanding(one))]) {
      if (group.length > 0) this.put(group);
    }
  }

  /** Whether a rule has a finding that counts. */
  public stands(ruleId: ImageRuleId): boolean {
    return this.findings.some((found) => found.ruleId === ruleId && found.waivedBy === undefined);
  }

  public isWaived(ruleId: ImageRuleId): boolean {
    return this.findings.some((found) => found.ruleId === ruleId && found.waivedBy !== undefined);
  }

  private exceptions(platform: string | undefined): readonly PolicyException[] {
    let found = this.found.get(platform);
    if (found === undefined) this.found.set(platform, (found = this.findExceptions(platform)));
    return found;
  }

  private put(group: readonly { readonly platform?: string; readonly waived: Waived }[]): void {
    const [{ platform, waived }] = group;
    const others = group.slice(1).flatMap((one) => one.platform ?? []);
    const platforms = group.flatMap((one) => one.platform ?? []);
    const rest = others.length > NAMED ? ` and ${others.length - NAMED} more` : '';
    const also = others.length === 0 ? '' : `; so do ${others.slice(0, NAMED).join(', ')}${rest}`;
    const { message } = waived.finding;
    this.findings.push({
      ...waived.finding,
      message: `${platform === undefined ? '' : `platform ${platform}: `}${message}${also}`,
      ...(platforms.length === 0 ? {} : { platforms }),
    });
    this.origins.push((waived.live[0] ?? waived.expired[0])?.origin);
    for (const one of group) {
      this.live.push(...one.waived.live);
      this.dead.push(...one.waived.expired);
    }
  }
}

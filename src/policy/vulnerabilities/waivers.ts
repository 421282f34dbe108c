import { comparableCveId, comparableId } from '../../contract/vulnerabilities/cve-id';
import { VulnerabilityRuleId } from '../model/rule-id';
import { HssCve } from '../../contract/vulnerabilities/hss-image-vulnerability';
import { Vulnerability } from './vulnerability';

/** An exception for some vulnerabilities of the image. */
export interface VulnerabilityWaiver {
  readonly ids: readonly string[];
  readonly rules: readonly string[];
}

/** The exceptions for one rule, by the IDs that they list. */
export class WaiverIndex<W extends VulnerabilityWaiver> {
  private readonly byId = new Map<string, W[]>();

  constructor(
    rule: VulnerabilityRuleId,
    private readonly waivers: readonly W[],
  ) {
    for (const waiver of waivers) {
      if (!waiver.rules.includes(rule)) continue;
      for (const id of waiver.ids.map(comparableId)) {
        const others = this.byId.get(id);
        if (others === undefined) this.byId.set(id, [waiver]);
        else others.push(waiver);
      }
    }
  }

  /**
   * Returns the exceptions that waive a vulnerability, in their order: those that list its own ID,
   * and those that together list all of its CVEs. Empty if it is not waived.
   */
  public covering({ id, cves = [] }: Pick<Vulnerability, 'id' | 'cves'>): readonly W[] {
    if (this.byId.size === 0) return [];
    const naming = id === '' ? undefined : this.byId.get(comparableId(id));
    const found = new Set([...(naming ?? []), ...this.coveringAll(cves)]);
    return found.size < 2 ? [...found] : this.waivers.filter((one) => found.has(one));
  }

  /**
   * Returns the exceptions that list a CVE; undefined if none does, or if the CVE's ID is missing
   * or unreliable.
   */
  public namingCve({ cveId }: HssCve): W[] | undefined {
    const id = comparableCveId(cveId);
    return id === undefined ? undefined : this.byId.get(id);
  }

  private coveringAll(cves: NonNullable<Vulnerability['cves']>): Iterable<W> {
    const found = new Set<W>();
    for (const cve of cves) {
      const naming = this.namingCve(cve);
      if (naming === undefined) return [];
      for (const one of naming) found.add(one);
    }
    return found;
  }
}

import {
  Decision,
  Enforcement,
  ExceptionUse,
  FileLine,
  Policy,
  PolicyDeclaration,
  PolicyFinding,
  declarationsFor,
  judgeDeterminable,
  resourceExceptionsAbout,
} from '../../policy';

/** A part of a resource that may deploy an unknown image. */
export interface ResourceDoubt {
  /** Path in the resource. Empty for the resource as a whole. */
  readonly where: string;
  /** A phrase that continues the path. */
  readonly reason: string;
  /**
   * Set if the resource names an image that can't be shown. A declaration can name it, but no
   * exception can waive it.
   */
  readonly isNamed?: boolean;
}

/** An image that a resource contains. */
export interface ResourceImage {
  readonly reference: string;
  /** Path in the resource. Undefined for a declared image. */
  readonly where?: string;
}

/** The outcome of a resource, which every report shows. */
export interface ReportedResource {
  readonly address: string;
  readonly type: string;
  /** Path of the resource's construct, if known. */
  readonly path?: string;
  /** Path of the gate that searched the resource. */
  readonly gate: string;
  readonly outcome: 'images' | 'none' | 'undeterminable' | 'ignored';
  readonly found: readonly ResourceImage[];
  /** All doubts, including those settled by a declaration or an exception. */
  readonly doubts: readonly ResourceDoubt[];
  /** The entry of the table, or the rule, by which everything else in the resource is harmless. */
  readonly harmless: string;
  /** Who declared the resource's images, if anyone did. */
  readonly declaredBy?: string;
  /** Who waived `images-determinable`, if anyone did. */
  readonly waivedBy?: string;
  readonly notes: readonly string[];
}

/** A resource whose images can't be determined. */
export interface UndeterminableResource {
  readonly address: string;
  readonly path?: string;
  /** A sentence. */
  readonly reason: string;
  readonly doubts: readonly ResourceDoubt[];
  readonly gate: string;
  /** DENY, or WARN if the gate is configured so, or ALLOW if an exception waives it. */
  readonly decision: Decision;
  /** The finding of the rule `images-determinable`. */
  readonly finding: PolicyFinding;
  /** Where the exception named in the finding is written. */
  readonly origin?: FileLine;
}

/** The result of discovery for a resource. */
export interface ResourceFacts {
  readonly address: string;
  readonly type: string;
  readonly path?: string;
  readonly found: readonly ResourceImage[];
  readonly doubts: readonly ResourceDoubt[];
  /** Doubts only for a policy with `strictDiscovery`. */
  readonly unknowns: readonly ResourceDoubt[];
  readonly harmless: string;
  readonly notes: readonly string[];
  /** Who declared the resource's images outside the policy, such as `gate.declareImages`. */
  readonly declaredBy?: string;
}

/** The policy and gate that judge a resource. */
export interface ResourceJudging {
  readonly policy: Policy;
  /** The decision about a resource whose images can't be determined. */
  readonly undeterminable: Enforcement;
  readonly gate: string;
  /** ms since 1970. */
  readonly now: number;
}

/** A resource judged by one policy. */
export interface JudgedResource {
  readonly reported: ReportedResource;
  readonly undeterminable?: UndeterminableResource;
  /** Images that the policy declares for the resource. */
  readonly declared: readonly string[];
  readonly declarations: readonly PolicyDeclaration[];
  /** Here, `matching` includes expired exceptions, because they are about the resource too. */
  readonly use: Pick<ExceptionUse, 'matching' | 'used' | 'expiring'>;
}

/**
 * Judges whether all images of a resource are known, with the declarations and exceptions of a
 * policy.
 */
export function judgeResource(facts: ResourceFacts, by: ResourceJudging): JudgedResource {
  const { address, type, path, found, unknowns, harmless, notes } = facts;
  const { policy, undeterminable: enforcement, gate, now } = by;
  const declarations = declarationsFor(policy, address);
  const declared = declarations.flatMap(({ images }) => images);
  const declaredBy = [
    ...(facts.declaredBy === undefined ? [] : [facts.declaredBy]),
    ...declarations.map(({ owner, reason }) => `${owner}: ${reason}`),
  ].join('; ');
  const doubts = policy.strictDiscovery ? [...facts.doubts, ...unknowns] : facts.doubts;
  const images = [...found, ...declared.map((reference): ResourceImage => ({ reference }))];
  const base = {
    address,
    type,
    ...(path === undefined ? {} : { path }),
    gate,
    found: images,
    doubts,
    harmless,
    notes,
    ...(declaredBy === '' ? {} : { declaredBy }),
  };
  const matching = resourceExceptionsAbout(policy, address, path);
  const settled = doubts.length === 0 || declaredBy !== '';
  if (settled) {
    const outcome = images.length > 0 ? 'images' : 'none';
    const use = { matching, used: [], expiring: [] };
    return { reported: { ...base, outcome }, declared, declarations, use };
  }
  const named = doubts.filter(({ isNamed }) => isNamed === true);
  // Exceptions waive only unknown images. A named image must be judged, which is impossible if it
  // can't be shown.
  const judging = named.length === 0 ? policy : { ...policy, exceptions: [] };
  const reason = doubtsText([...named, ...doubts.filter((doubt) => !named.includes(doubt))]);
  const judged = judgeDeterminable({ policy: judging, address, path, reason, enforcement, now });
  const { decision, finding } = judged;
  const { waivedBy } = finding;
  const origin = (judged.used[0] ?? judged.expired[0])?.origin;
  return {
    reported: {
      ...base,
      outcome: 'undeterminable',
      ...(waivedBy === undefined ? {} : { waivedBy }),
    },
    undeterminable: {
      address,
      ...(path === undefined ? {} : { path }),
      reason: finding.message,
      doubts,
      gate,
      decision,
      finding,
      ...(origin === undefined ? {} : { origin }),
    },
    declared,
    declarations,
    use: { ...judged, matching },
  };
}

/** Maximum number of doubts in a sentence. A manifest can have thousands. */
const MAX_DOUBTS = 5;

/** Formats doubts as a sentence. */
export function doubtsText(doubts: readonly ResourceDoubt[]): string {
  const named = doubts
    .slice(0, MAX_DOUBTS)
    .map(({ where, reason }) => `${where === '' ? 'it' : where} ${reason}`);
  const more = doubts.length - named.length;
  return [...named, ...(more > 0 ? [`${more} more like these`] : [])].join('; ');
}

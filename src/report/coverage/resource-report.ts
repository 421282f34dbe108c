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

/** Something in a resource that may deploy an image which nobody can name. */
export interface ResourceDoubt {
  /** Path in the resource; empty for the resource as a whole. */
  readonly where: string;
  /** A phrase that goes on from the path. */
  readonly reason: string;
  /** Set where an image is named that can't be shown: a declaration can name it, and no exception waives it. */
  readonly isNamed?: boolean;
}

/** An image that stands in a resource. */
export interface ResourceImage {
  readonly reference: string;
  /** Path in the resource; none for an image that is declared. */
  readonly where?: string;
}

/** How a resource came out: what every report says of it. */
export interface ReportedResource {
  readonly address: string;
  readonly type: string;
  /** Path of its construct, where one is known. */
  readonly path?: string;
  /** Path of the gate that looked at it. */
  readonly gate: string;
  readonly outcome: 'images' | 'none' | 'undeterminable' | 'ignored';
  readonly found: readonly ResourceImage[];
  /** Also those that a declaration or an exception settles. */
  readonly doubts: readonly ResourceDoubt[];
  /** By which entry of the table, or which rule, everything else in it is harmless. */
  readonly harmless: string;
  /** Who declared its images, where someone did. */
  readonly declaredBy?: string;
  /** Who waived `images-determinable`, where someone did. */
  readonly waivedBy?: string;
  readonly notes: readonly string[];
}

/** A resource whose images can't be determined. */
export interface UndeterminableResource {
  readonly address: string;
  readonly path?: string;
  /** In a sentence. */
  readonly reason: string;
  readonly doubts: readonly ResourceDoubt[];
  readonly gate: string;
  /** DENY; WARN where the gate was told so; ALLOW where an exception waives it. */
  readonly decision: Decision;
  /** Of the rule `images-determinable`. */
  readonly finding: PolicyFinding;
  /** Where the exception is written that the finding names. */
  readonly origin?: FileLine;
}

/** What discovery says of a resource. */
export interface ResourceFacts {
  readonly address: string;
  readonly type: string;
  readonly path?: string;
  readonly found: readonly ResourceImage[];
  readonly doubts: readonly ResourceDoubt[];
  /** In doubt only for a policy with `strictDiscovery`. */
  readonly unknowns: readonly ResourceDoubt[];
  readonly harmless: string;
  readonly notes: readonly string[];
  /** Who said which images it deploys, by other means than the policy. */
  readonly declaredBy?: string;
}

/** By whom and how a resource is judged. */
export interface ResourceJudging {
  readonly policy: Policy;
  /** What becomes of a resource whose images can't be determined. */
  readonly undeterminable: Enforcement;
  readonly gate: string;
  /** ms since 1970. */
  readonly now: number;
}

/** A resource, judged by one policy. */
export interface JudgedResource {
  readonly reported: ReportedResource;
  readonly undeterminable?: UndeterminableResource;
  /** Images that the policy declares for it. */
  readonly declared: readonly string[];
  readonly declarations: readonly PolicyDeclaration[];
  /** Here `matching` has expired exceptions, too: they are about a resource all the same. */
  readonly use: Pick<ExceptionUse, 'matching' | 'used' | 'expiring'>;
}

/** Judges whether the images of a resource are all known, by what a policy declares and excepts. */
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
  // Images that are found are judged, whatever is excepted; one that can't be shown can't be judged.
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

/** How many doubts are told in a sentence; a manifest can have thousands. */
const MAX_DOUBTS = 5;

/** Doubts in a sentence. */
export function doubtsText(doubts: readonly ResourceDoubt[]): string {
  const told = doubts
    .slice(0, MAX_DOUBTS)
    .map(({ where, reason }) => `${where === '' ? 'it' : where} ${reason}`);
  const more = doubts.length - told.length;
  return [...told, ...(more > 0 ? [`${more} more like these`] : [])].join('; ');
}

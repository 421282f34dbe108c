import { IConstruct } from 'constructs';
import { Edit, GuardedToken, ResourceImages, discover, harmlessText } from '../../../discovery';
import {
  Decision,
  Enforcement,
  ExceptionUse,
  ImageVerdict,
  Pinning,
  PolicyDeclaration,
  judgedDigest,
} from '../../../policy';
import {
  ReportedResource,
  ResourceFacts,
  UndeterminableResource,
  judgeResource,
} from '../../../report/coverage/resource-report';
import {
  IgnoredResource,
  ReportedImage,
  StackReport,
  UndecidedImage,
} from '../../../report/stack-report';
import { TerraformStack } from '../../framework/framework';
import { constructPaths } from '../../shared/construct-paths';
import { advanceAll } from '../asking/advance-all';
import { JudgingSettings } from '../asking/evaluation';
import { GatedImage } from '../gated-image';
import { PlannedGate } from '../../shared/plan-access';
import { RequiredImages } from '../required-images';

/** A gate, as the admission of a stack uses it. */
export interface AdmittedGate {
  /** The construct that gets the warnings of the gate. */
  readonly construct: IConstruct;
  readonly judging: JudgingSettings;
  readonly undeterminable: Enforcement;
  /** Set if Terraform decides again at every plan. */
  readonly plan?: PlannedGate;
  /**
   * Returns whether the gate covers the resource of a construct. The path is undefined if the
   * construct is not known.
   */
  covers(path: string | undefined): boolean;
  isIgnored(path: string | undefined): boolean;
  /** Returns the required images. */
  required(): readonly GatedImage[];
  /** Returns the image of a reference that was found in a resource. */
  found(reference: string): GatedImage;
  /** Returns the image of a declared reference, which is not pinned. */
  declared(reference: string): GatedImage;
  /** Returns the declared references, by address. */
  declarations(): ReadonlyMap<string, readonly string[]>;
}

/** The decision about a stack's JSON. */
export interface StackDecision {
  readonly report: StackReport;
  /** The use of the policies' exceptions, for each image and resource. */
  readonly uses: readonly Pick<ExceptionUse, 'matching' | 'used' | 'expiring'>[];
  /** The declarations in the policies that match a resource. */
  readonly declarations: readonly PolicyDeclaration[];
  /** Expressions that Terraform must check, by address of the resource. */
  readonly guards: ReadonlyMap<string, readonly GuardedToken[]>;
  /** The pinned references, and where to write them. */
  readonly edits: readonly Edit[];
  /** The resources that each gate covers. */
  readonly covered: ReadonlyMap<AdmittedGate, readonly ReportedResource[]>;
}

/** One image of one resource, to be judged by one gate. */
interface Case {
  readonly gate: AdmittedGate;
  readonly image: GatedImage;
  readonly path: string;
  readonly address?: string;
  /** Where the reference is, if it can be pinned there. */
  readonly at?: Edit['at'];
  /** Whether the image is declared, and not in the attributes of the resource. */
  readonly declared?: boolean;
}

/**
 * Judges a stack's finished JSON by all its gates. If several cover a resource, each must allow it.
 */
export function decideStack(
  stack: TerraformStack,
  json: unknown,
  gates: readonly AdmittedGate[],
): StackDecision {
  const declared = new Map<string, readonly string[]>();
  for (const gate of gates) {
    for (const [address, references] of gate.declarations()) {
      declared.set(address, [...(declared.get(address) ?? []), ...references]);
    }
  }
  let required = new RequiredImages(gates);
  // Resolving a token may run code that requires more images.
  while (required.isOutdated) required = new RequiredImages(gates);
  const constructs = constructPaths(stack);
  const resources = discover(json, { declared, given: required.texts }).map(
    (resource): ResourceImages => {
      const constructPath = constructs.pathOf(resource.address);
      return { ...resource, constructPath };
    },
  );
  const conflicts = [...constructs.shared].map(
    ([address, paths]) =>
      `${address} is created by several constructs, so the gate can't determine which one deploys it: ${paths.join(', ')}`,
  );

  const cases: Case[] = [];
  const ignored: IgnoredResource[] = [];
  const undeterminable: UndeterminableResource[] = [];
  const covered = new Map<AdmittedGate, ReportedResource[]>();
  const uses: StackDecision['uses'][number][] = [];
  const declarations: PolicyDeclaration[] = [];
  const guards = new Map<string, readonly GuardedToken[]>();
  const now = Date.now();
  for (const gate of gates) {
    const own: ReportedResource[] = [];
    const { policy, path: gatePath } = gate.judging;
    covered.set(gate, own);
    for (const resource of resources) {
      const { address, constructPath } = resource;
      if (!gate.covers(constructPath)) {
        cases.push(...givenCases(gate, resource, required));
        continue;
      }
      const place = {
        address,
        ...(constructPath === undefined ? {} : { path: constructPath }),
        gate: gatePath,
      };
      const by = { policy, undeterminable: gate.undeterminable, gate: gatePath, now };
      const judged = judgeResource(factsOf(resource), by);
      if (gate.isIgnored(constructPath)) {
        own.push({ ...judged.reported, outcome: 'ignored' });
        ignored.push(place);
        continue;
      }
      own.push(judged.reported);
      uses.push(judged.use);
      declarations.push(...judged.declarations);
      if (judged.undeterminable !== undefined) undeterminable.push(judged.undeterminable);
      if (resource.guards.length > 0) guards.set(address, resource.guards);
      for (const found of [...resource.images, ...judged.declared.map(asImage)]) {
        cases.push(...casesOf(gate, resource, found, required));
      }
    }
  }
  for (const { gate, image } of required.unused())
    cases.push({ gate, image, path: gate.judging.path });

  const judgedCases = judgeCases(cases);
  const { images, undecided, edits, digests } = judgedCases;
  return {
    report: {
      stack: stack.node.path,
      images,
      undecided,
      undeterminable,
      ignored,
      resources: [...covered.values()].flat(),
      conflicts: [...conflicts, ...digests.conflicts],
    },
    uses: [...uses, ...judgedCases.uses],
    declarations,
    guards,
    edits,
    covered,
  };
}

/** The results of all cases. */
interface JudgedCases {
  readonly images: readonly ReportedImage[];
  readonly undecided: readonly UndecidedImage[];
  readonly uses: StackDecision['uses'];
  readonly edits: readonly Edit[];
  readonly digests: Digests;
}

function judgeCases(cases: readonly Case[]): JudgedCases {
  advanceAll(cases);
  const images: ReportedImage[] = [];
  const undecided: UndecidedImage[] = [];
  const uses: StackDecision['uses'][number][] = [];
  const edits: Edit[] = [];
  const digests = new Digests();
  for (const { gate, image, path, address, at, declared } of cases) {
    const outcome = image.outcomeAt(path);
    if ('error' in outcome) {
      undecided.push({ reference: image.reference, path, error: outcome.error });
      continue;
    }
    const { verdict } = outcome.judgement;
    uses.push(outcome.judgement);
    images.push({
      verdict,
      gate: gate.judging.path,
      ...(address === undefined ? {} : { address }),
      ...(declared === true ? { declared } : {}),
    });
    if (address !== undefined) digests.add(address, gate, verdict);
    const edit = editOf(gate, verdict, at);
    if (edit !== undefined) edits.push(edit);
  }
  return { images, undecided, uses, edits, digests };
}

/** Returns the facts about a resource for the report. */
function factsOf(resource: ResourceImages): ResourceFacts {
  const { address, type, constructPath, images, doubts, unknowns, basis, notes } = resource;
  const isDeclared = images.some(({ path }) => path === undefined);
  return {
    address,
    type,
    ...(constructPath === undefined ? {} : { path: constructPath }),
    found: images.map(({ reference, where }) => ({
      reference,
      ...(where === undefined ? {} : { where }),
    })),
    doubts,
    unknowns,
    harmless: harmlessText(basis, type),
    notes,
    ...(isDeclared ? { declaredBy: 'declareImages' } : {}),
  };
}

/** Converts a reference that a policy declares. It has no path. */
function asImage(reference: string): ResourceImages['images'][number] {
  return { reference };
}

function casesOf(
  gate: AdmittedGate,
  resource: ResourceImages,
  { reference, at, path: stands }: ResourceImages['images'][number],
  required: RequiredImages<AdmittedGate>,
): Case[] {
  const { address } = resource;
  const path = resource.constructPath ?? gate.judging.path;
  const asked = stands === undefined ? [] : required.imagesOf(reference);
  if (asked.length === 0) {
    const image = at === undefined ? gate.declared(reference) : gate.found(reference);
    const how = at === undefined ? (stands === undefined ? { declared: true } : {}) : { at };
    return [{ gate, image, path, address, ...how }];
  }
  // `require` may have returned the reference as written, so it is still pinned here. A gate that
  // did not return it judges the required reference.
  return asked.map((one) => {
    if (one.gate === gate) required.markUsed(one.image);
    const image = one.gate === gate ? one.image : gate.found(one.image.reference);
    return { gate, image, path, address, ...(at === undefined ? {} : { at }) };
  });
}

/**
 * Returns cases for images that a gate's `require` returned, in a resource that the gate does not
 * cover.
 */
function givenCases(
  gate: AdmittedGate,
  resource: ResourceImages,
  required: RequiredImages<AdmittedGate>,
): Case[] {
  const { address, constructPath, images } = resource;
  const path = constructPath ?? gate.judging.path;
  return images.flatMap(({ reference, at, path: stands }) => {
    if (stands === undefined) return [];
    const given = required.imagesOf(reference).filter((one) => one.gate === gate);
    return given.map(({ image }) => {
      required.markUsed(image);
      return { gate, image, path, address, ...(at === undefined ? {} : { at }) };
    });
  });
}

/**
 * The digests that the gates judged for each reference of each resource. Two digests are a
 * conflict, because only one can be deployed.
 */
class Digests {
  private readonly judged = new Map<string, Map<string, string>>();

  public add(address: string, gate: AdmittedGate, verdict: ImageVerdict): void {
    const digest = judgedDigest(verdict);
    if (digest === undefined) return;
    const key = `${verdict.reference} of ${address}`;
    const byDigest = this.judged.get(key) ?? new Map<string, string>();
    this.judged.set(key, byDigest);
    if (!byDigest.has(digest)) byDigest.set(digest, gate.judging.path);
  }

  public get conflicts(): string[] {
    return [...this.judged]
      .filter(([, byDigest]) => byDigest.size > 1)
      .map(([key, byDigest]) => {
        const gates = [...byDigest].map(([digest, gate]) => `${digest} by ${gate}`);
        return `the gates evaluated different digests for ${key}: ${gates.join(', ')}`;
      });
  }
}

function editOf(
  gate: AdmittedGate,
  verdict: ImageVerdict,
  at: Edit['at'] | undefined,
): Edit | undefined {
  const { pinnedReference } = verdict;
  if (at === undefined || pinnedReference === undefined) return undefined;
  if (gate.judging.pinning !== Pinning.DIGEST || verdict.decision === Decision.DENY)
    return undefined;
  return { at, reference: pinnedReference };
}

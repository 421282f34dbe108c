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
import { Judging } from '../asking/evaluation';
import { GatedImage } from '../gated-image';
import { PlannedGate } from '../../shared/plan-access';
import { RequiredImages } from '../required-images';

/** What the admission of a stack asks a gate for. */
export interface AdmittedGate {
  /** The gate, or whom else a warning is to be hung on. */
  readonly construct: IConstruct;
  readonly judging: Judging;
  readonly undeterminable: Enforcement;
  /** Given when Terraform decides again at every plan. */
  readonly plan?: PlannedGate;
  /** Whether the resource of a construct is the gate's. `undefined`: its construct is not known. */
  covers(path: string | undefined): boolean;
  isIgnored(path: string | undefined): boolean;
  /** The images that were asked for. */
  required(): readonly GatedImage[];
  /** The image of a reference that stands in a resource. */
  found(reference: string): GatedImage;
  /** The image of a reference that someone says a resource deploys, as it is written. */
  declared(reference: string): GatedImage;
  /** References that someone says resources deploy, by address. */
  declarations(): ReadonlyMap<string, readonly string[]>;
}

/** What was decided of a stack's JSON. */
export interface StackDecision {
  readonly report: StackReport;
  /** What became of the policies' exceptions, for each image and resource. */
  readonly uses: readonly Pick<ExceptionUse, 'matching' | 'used' | 'expiring'>[];
  /** The policies' declarations that are about a resource. */
  readonly declarations: readonly PolicyDeclaration[];
  /** Expressions that Terraform has to check, by the resource's address. */
  readonly guards: ReadonlyMap<string, readonly GuardedToken[]>;
  /** What to put where images were found. */
  readonly edits: readonly Edit[];
  /** What each gate covers. */
  readonly covered: ReadonlyMap<AdmittedGate, readonly ReportedResource[]>;
}

/** One image of one resource, before one gate. */
interface Case {
  readonly gate: AdmittedGate;
  readonly image: GatedImage;
  readonly path: string;
  readonly address?: string;
  /** Where it stands, if it is to be pinned there. */
  readonly at?: Edit['at'];
  /** Whether it stands nowhere, and someone says that the resource deploys it. */
  readonly declared?: boolean;
}

/** Judges a stack's finished JSON by all of its gates. Where several cover a resource, each has to allow it. */
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
  // To read a token may run code that requires more.
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
      `${address} is made by several constructs, so which of them deploys it can't be said: ${paths.join(', ')}`,
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

/** What the judgement of all cases comes to. */
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

/** What the report says of a resource. */
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

/** An image that a policy declares: it stands nowhere. */
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
  const asked = stands === undefined ? [] : required.heldBy(reference);
  if (asked.length === 0) {
    const image = at === undefined ? gate.declared(reference) : gate.found(reference);
    const how = at === undefined ? (stands === undefined ? { declared: true } : {}) : { at };
    return [{ gate, image, path, address, ...how }];
  }
  // What `require` gave may be the reference as it was written, so a gate that pins pins it all the same. A gate that did
  // not give it judges what was asked for.
  return asked.map((one) => {
    if (one.gate === gate) required.hold(one.image);
    const image = one.gate === gate ? one.image : gate.found(one.image.reference);
    return { gate, image, path, address, ...(at === undefined ? {} : { at }) };
  });
}

/** What a gate gave, in a resource that it does not cover. */
function givenCases(
  gate: AdmittedGate,
  resource: ResourceImages,
  required: RequiredImages<AdmittedGate>,
): Case[] {
  const { address, constructPath, images } = resource;
  const path = constructPath ?? gate.judging.path;
  return images.flatMap(({ reference, at, path: stands }) => {
    if (stands === undefined) return [];
    const given = required.heldBy(reference).filter((one) => one.gate === gate);
    return given.map(({ image }) => {
      required.hold(image);
      return { gate, image, path, address, ...(at === undefined ? {} : { at }) };
    });
  });
}

/** Which digests the gates judged for one reference in one resource: two of them can't both be deployed. */
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
        return `${key} was judged as different images: ${gates.join(', ')}`;
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

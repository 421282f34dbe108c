import { existsSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { environmentFrom } from '../../../client/settings/environment';
import { HssError } from '../../../contract/error';
import { pin } from '../../../discovery';
import { ForeignFile, foreignFiles } from '../../../files/stack-files';
import { writeFile } from '../../../util/file-writer';
import { GATE_OUTPUT, VERDICTS_FILE } from '../../../util/gate-names';
import { ReportedResource } from '../../../report/coverage/resource-report';
import { StackReport, isRefused } from '../../../report/stack-report';
import { TerraformStack, frameworkOf } from '../../framework/framework';
import { destroyOnly } from '../at-plan/destroy-only';
import { guardMethod } from './guard-method';
import { DESTROY_OUTPUT, answeredBy, evidenceOutput, verdictsFile } from './evidence';
import { ExceptionWatch, unusedTexts } from '../exception-watch';
import { naming } from '../../shared/arguments';
import { nearestStack } from '../../shared/nearest-stack';
import { decidedAtPlan } from '../at-plan/plan-gate';
import { refusalOf, timeoutTexts } from './refusal';
import { AdmittedGate, StackDecision, decideStack } from './stack-decision';
import { withTokenGuards } from '../at-plan/token-guards';
import { summarize } from './summary';
import { SynthesisSession } from './synthesis-session';
import { Warnings } from './warnings';

/** By this a guard takes in the judge of another copy of this package. Judges can be added, never taken away. */
const JOIN = Symbol.for('cdktf-hss/join');

/** What looks at a stack's JSON and gives it on, changed or not. */
type Judge = (json: unknown) => unknown;

/**
 * Stands at the one door through which a stack's JSON leaves, `toTerraform`: judges the finished JSON by all gates of the
 * stack, pins what passes, and refuses the rest.
 * Validations can be skipped, error annotations can be turned into warnings, and aspects look before the
 * last override; nothing is written that has not passed here, in `Testing.synth` too.
 */
export class Admission {
  private static readonly byStack = new WeakMap<TerraformStack, Admission>();

  /** The admission of a stack; the first call puts it in place. */
  public static of(stack: TerraformStack): Admission {
    let admission = Admission.byStack.get(stack);
    if (admission === undefined) Admission.byStack.set(stack, (admission = new Admission(stack)));
    return admission;
  }

  private readonly gates: AdmittedGate[] = [];
  private readonly warnings: Warnings;
  private covered: StackDecision['covered'] = new Map();
  private session: SynthesisSession | undefined;
  /** The stack's annotations in the manifest before this synthesis put its own there. */
  private before: unknown;
  private readonly isSecondCopy: boolean = false;

  private constructor(private readonly stack: TerraformStack) {
    this.warnings = new Warnings(stack);
    const judge: Judge = (json) => this.admit(json);
    const join = (stack.toTerraform as { readonly [JOIN]?: (judge: Judge) => void })[JOIN];
    if (join !== undefined) {
      // A second copy of this package has put its guard there; two can't stand in one place.
      join(judge);
      this.isSecondCopy = true;
      return;
    }
    const judges = [judge];
    const door = guardMethod(stack, 'toTerraform', (make) =>
      judges.reduce<unknown>((json, each) => each(json), asWritten(this.making(make), stack)),
    );
    Object.defineProperty(door, JOIN, { value: (other: Judge) => void judges.push(other) });
    guardMethod(stack, 'toHclTerraform', () => {
      throw hclRefused(stack);
    });
  }

  public add(gate: AdmittedGate): void {
    this.gates.push(gate);
    ExceptionWatch.of(this.stack.node.root).expect(this.stack);
  }

  /** The stack is about to be written: what was decided goes beside it, and warnings into its manifest. */
  public begin(session: SynthesisSession): void {
    if (session.manifest.hclOutput === true) throw hclRefused(this.stack);
    this.session = session;
    this.before = session.manifest.forStack(this.stack).annotations;
  }

  /** A synthesis that fails while the JSON is made is over. */
  private making(make: () => unknown): unknown {
    try {
      return make();
    } catch (error) {
      this.session = undefined;
      throw error;
    }
  }

  /**
   * The synthesis that is about to write the stack, once. cdktf puts the annotations in the manifest after it has called the
   * hooks: before that, it is a hook that asks for the JSON, and nothing is written of it.
   */
  private takeSession(): SynthesisSession | undefined {
    const session = this.session;
    if (session?.manifest.forStack(this.stack).annotations === this.before) return undefined;
    this.session = undefined;
    return session;
  }

  /** What a gate was found to cover when the stack was last judged. */
  public coveredBy(gate: AdmittedGate): readonly ReportedResource[] {
    return this.covered.get(gate) ?? [];
  }

  /** @throws HSS_IMAGE_DENIED, or the code of what kept an image from being decided */
  private admit(json: unknown): unknown {
    const session = this.takeSession();
    const isGated = this.ownGates().length > 0;
    if (isGated && session !== undefined) this.refuseForeignFiles(session);
    if (this.gates.some(({ judging }) => judging.isDestroying)) {
      return this.admitToDestroy(json, session, isGated);
    }
    if (isGated && session !== undefined) this.refuseSharedFolder(session);
    this.refuseUngatedStacks();
    const decision = decideStack(this.stack, json, this.gates);
    this.covered = decision.covered;
    const { document, report } = pinned(json, decision);
    if (isGated && !isRefused(report)) this.checkOutputs(json);
    this.writeSummary(report);
    if (isRefused(report)) {
      const policies = this.ownGates().map(({ judging }) => judging.policy);
      throw refusalOf(report, [
        ...timeoutTexts(report, this.gates),
        ...unusedTexts({ ...decision, policies }),
      ]);
    }
    this.warnings.tell(decision, this.gates, this.ownGates(), session);
    if (!isGated) return json;
    const guarded = naming(this.stack, () => withTokenGuards(document, decision.guards));
    const atPlan = naming(this.stack, () => decidedAtPlan(guarded, report, this.ownGates()));
    const admitted = this.withEvidence(atPlan, report);
    if (session !== undefined) this.writeVerdicts(session, decision);
    return admitted;
  }

  private writeSummary(report: StackReport): void {
    const file = environmentFrom(process.env).HSS_GATE_SUMMARY;
    if (file === undefined) return;
    const told = { ...report, answeredBy: answeredBy(report, this.gates) };
    summarize(this.stack.node.root, told, file);
  }

  /** Nothing is judged, and nothing refused: what is written can only be destroyed. */
  private admitToDestroy(
    json: unknown,
    session: SynthesisSession | undefined,
    isGated: boolean,
  ): unknown {
    this.covered = new Map();
    // What an earlier synth decided is not about this JSON.
    if (session !== undefined) rmSync(this.verdictsPath(session), { force: true });
    const document = naming(this.stack, () => destroyOnly(json));
    return isGated ? withOutput(document, DESTROY_OUTPUT) : document;
  }

  /**
   * A stack in a gated one has JSON of its own, which no gate here sees.
   * @throws HSS_INVALID_ARGUMENT
   */
  private refuseUngatedStacks(): void {
    const { TerraformStack: Stack } = frameworkOf(this.stack);
    for (const { construct } of this.ownGates()) {
      const ungated = construct.node.scope?.node
        .findAll()
        .find(
          (inner): inner is TerraformStack =>
            Stack.isStack(inner) &&
            inner !== this.stack &&
            (Admission.byStack.get(inner)?.ownGates() ?? []).length === 0,
        );
      if (ungated === undefined) continue;
      throw new HssError(
        'HSS_INVALID_ARGUMENT',
        `stack ${ungated.node.path} stands under a gate, and has none of its own`,
        {
          constructPath: construct.node.path,
          advice: 'make a gate in it too: each stack is written by itself',
        },
      );
    }
  }

  /**
   * Terraform reads whatever stands in the stack's folder, and no gate judges it.
   * @throws HSS_INVALID_ARGUMENT naming each file
   */
  private refuseForeignFiles(session: SynthesisSession): void {
    const policies = this.ownGates().map(({ judging }) => judging.policy);
    const files = foreignFiles(this.folder(session), policies);
    if (files.length === 0) return;
    throw new HssError('HSS_INVALID_ARGUMENT', files.map(summaryOf).join('; '), {
      constructPath: this.stack.node.path,
      advice: [...new Set(files.map(({ advice }) => advice))].join('; '),
    });
  }

  /**
   * cdktf names a stack's folder after the stack's ID alone. A stack in another stack may have the same, and what is written last
   * stands there.
   * @throws HSS_INVALID_ARGUMENT
   */
  private refuseSharedFolder(session: SynthesisSession): void {
    const { root, path } = this.stack.node;
    // A stack can be synthesized alone, as tests do, into a folder of its own.
    if ((root as { readonly manifest?: unknown }).manifest !== session.manifest) return;
    const folder = this.folder(session);
    const { TerraformStack: Stack } = frameworkOf(this.stack);
    const other = root.node
      .findAll()
      .filter((one) => Stack.isStack(one))
      .find((one) => one !== this.stack && isSameFolder(folder, one.node.id));
    if (other === undefined) return;
    throw new HssError(
      'HSS_INVALID_ARGUMENT',
      `this gated stack and ${other.node.path} share the folder ${basename(folder)}, and one is written over the other`,
      { constructPath: path, advice: 'give one of them another ID' },
    );
  }

  /** Gates of this stack. One of another stack stands here only for what its tokens brought. */
  private ownGates(): readonly AdmittedGate[] {
    return this.gates.filter(({ construct }) => nearestStack(construct) === this.stack);
  }

  /** @throws HSS_INVALID_ARGUMENT when the place of the evidence is taken */
  private checkOutputs(json: unknown): void {
    const { output } = json as Document;
    const outputs: unknown[] = [output].flat();
    if (!outputs.some((one) => Object.hasOwn(Object(one) as object, GATE_OUTPUT))) return;
    throw new HssError(
      'HSS_INVALID_ARGUMENT',
      this.isSecondCopy
        ? 'two copies of cdktf-hss gate this stack, and it can have one evidence only'
        : `the stack has an output named ${GATE_OUTPUT} of its own`,
      {
        constructPath: this.stack.node.path,
        advice: this.isSecondCopy
          ? 'install one copy: npm ls cdktf-hss shows where they are'
          : 'rename it: the gate tells by it what it decided',
      },
    );
  }

  private withEvidence(json: unknown, report: StackReport): unknown {
    return withOutput(json, evidenceOutput(report, this.ownGates()));
  }

  private writeVerdicts(session: SynthesisSession, { report, uses }: StackDecision): void {
    const file = this.verdictsPath(session);
    // cdktf makes the folder before it calls any hook. Without it, the session is one that ended before it came to this stack.
    if (!existsSync(dirname(file))) return;
    writeFile(file, verdictsFile(report, this.ownGates(), uses, Date.now()));
  }

  private verdictsPath(session: SynthesisSession): string {
    return join(this.folder(session), VERDICTS_FILE);
  }

  /** The folder that the stack is written into. */
  private folder(session: SynthesisSession): string {
    return join(session.outdir, session.manifest.forStack(this.stack).workingDirectory);
  }
}

/** Whether a stack of an ID is written into a folder: file systems may take `Shop` for `shop`. */
function isSameFolder(folder: string, id: string): boolean {
  if (basename(folder) === id) return true;
  const [own, other] = [folder, join(dirname(folder), id)].map((one) =>
    statSync(one, { throwIfNoEntry: false }),
  );
  return own !== undefined && own.ino === other?.ino && own.dev === other.dev;
}

function summaryOf({ file, why }: ForeignFile): string {
  return `${file}: ${why}`;
}

/** The parts of a stack's JSON that are of interest here. */
interface Document {
  readonly output?: object;
}

/**
 * What will be written, as plain data: whoever wraps `toTerraform` could give an object that shows the judge one image and
 * the file another.
 */
function asWritten(json: unknown, stack: TerraformStack): unknown {
  const text = JSON.stringify(json) as string | undefined;
  if (text?.startsWith('{')) return JSON.parse(text) as unknown;
  throw new HssError('HSS_INVALID_ARGUMENT', 'toTerraform of this stack gives no object', {
    constructPath: stack.node.path,
    advice: 'let what wraps it give on what cdktf makes',
  });
}

/** The document with the gate's output. Terraform takes a list of maps, too. */
function withOutput(json: unknown, value: object): unknown {
  const { output, ...document } = json as Document;
  const own = {
    [GATE_OUTPUT]: { description: 'What the image gate judged this stack by.', value },
  };
  return {
    ...document,
    output: Array.isArray(output) ? [...(output as unknown[]), own] : { ...output, ...own },
  };
}

/** The document with its images pinned. Where gates pin one place differently, or it can't hold a digest, it is refused. */
function pinned(
  json: unknown,
  { edits, report }: StackDecision,
): { readonly document: unknown; readonly report: StackReport } {
  if (isRefused(report)) return { document: json, report };
  try {
    return { document: pin(json, edits), report };
  } catch (error) {
    if (!(error instanceof HssError)) throw error;
    const conflicts = [...report.conflicts, `an image can't be pinned: ${error.summary}`];
    return { document: json, report: { ...report, conflicts } };
  }
}

function hclRefused(stack: TerraformStack): HssError {
  return new HssError('HSS_INVALID_ARGUMENT', 'a gated stack can’t be synthesized as HCL', {
    constructPath: stack.node.path,
    advice: 'leave hclOutput and SYNTH_HCL_OUTPUT out: the gate judges the JSON that cdktf writes',
  });
}

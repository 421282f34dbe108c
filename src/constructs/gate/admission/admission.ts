import { existsSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { environmentFrom } from '../../../client/settings/environment';
import { HssError } from '../../../contract/error';
import { ForeignFile, STACK_FILE, foreignFiles } from '../../../files/stack-files';
import { writeFile } from '../../../util/file-writer';
import { GATE_OUTPUT, VERDICTS_FILE } from '../../../util/gate-names';
import { enumerate, verbFor } from '../../../util/text';
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
import { StackDocument, asWritten, withImagesPinned, withOutput } from './stack-document';
import { withTokenGuards } from '../at-plan/token-guards';
import { summarize } from './summary';
import { SynthesisSession } from './synthesis-session';
import { Warnings } from './warnings';

/**
 * The key under which a guard accepts the judge of another copy of this package. Judges can't be
 * removed.
 */
const JOIN = Symbol.for('cdktf-hss/join');

/** Checks a stack's JSON, and returns it, possibly changed. */
type Judge = (json: unknown) => unknown;

/**
 * Judges the finished JSON of a stack by all its gates: pins the images that pass, or refuses the
 * stack. It guards `toTerraform`, the only way in which a stack's JSON is written, also in
 * `Testing.synth`. Validations, annotations and aspects don't suffice: validations can be skipped,
 * error annotations can be turned into warnings, and aspects run before the last override.
 */
export class Admission {
  private static readonly byStack = new WeakMap<TerraformStack, Admission>();

  /** Returns the admission of a stack. The first call installs it. */
  public static of(stack: TerraformStack): Admission {
    let admission = Admission.byStack.get(stack);
    if (admission === undefined) Admission.byStack.set(stack, (admission = new Admission(stack)));
    return admission;
  }

  private readonly gates: AdmittedGate[] = [];
  private readonly warnings: Warnings;
  private covered: StackDecision['covered'] = new Map();
  private session: SynthesisSession | undefined;
  /** The stack's annotations in the manifest before this synth added its own. */
  private before: unknown;
  private readonly isSecondCopy: boolean = false;
  /** The last synth that came to write the stack. */
  private judgedIn: SynthesisSession | undefined;

  private constructor(private readonly stack: TerraformStack) {
    this.warnings = new Warnings(stack);
    const judge: Judge = (json) => this.admit(json);
    const join = (stack.toTerraform as { readonly [JOIN]?: (judge: Judge) => void })[JOIN];
    if (join !== undefined) {
      // Another copy of this package has already guarded the method, which can be guarded only
      // once.
      join(judge);
      this.isSecondCopy = true;
      return;
    }
    const judges = [judge];
    const guarded = guardMethod(stack, 'toTerraform', (make) =>
      judges.reduce<unknown>((json, each) => each(json), asWritten(this.making(make), stack)),
    );
    Object.defineProperty(guarded, JOIN, { value: (other: Judge) => void judges.push(other) });
    guardMethod(stack, 'toHclTerraform', () => {
      throw hclRefused(stack);
    });
  }

  public add(gate: AdmittedGate): void {
    this.gates.push(gate);
    ExceptionWatch.of(this.stack.node.root).addStack(this.stack);
  }

  /**
   * Remembers the session of a stack that is about to be written. The verdicts are then written
   * beside it, and the warnings into its manifest.
   */
  public begin(session: SynthesisSession): void {
    if (session.manifest.hclOutput === true) throw hclRefused(this.stack);
    this.session = session;
    this.before = session.manifest.forStack(this.stack).annotations;
  }

  /** Creates the JSON. If that fails, the session ends. */
  private making(make: () => unknown): unknown {
    try {
      return make();
    } catch (error) {
      this.session = undefined;
      throw error;
    }
  }

  /**
   * Returns the session that is about to write the stack, once. cdktf sets the annotations in the
   * manifest after it has called the hooks. Before that, a hook reads the JSON, which is not
   * written.
   */
  private takeSession(): SynthesisSession | undefined {
    const session = this.session;
    if (session?.manifest.forStack(this.stack).annotations === this.before) return undefined;
    this.session = undefined;
    return session;
  }

  /** Returns the resources that a gate covered at the last judgement of the stack. */
  public coveredBy(gate: AdmittedGate): readonly ReportedResource[] {
    return this.covered.get(gate) ?? [];
  }

  /** @throws HSS_IMAGE_DENIED, or the error of an image that could not be decided */
  private admit(json: unknown): unknown {
    const session = this.takeSession();
    this.judgedIn = session ?? this.judgedIn;
    const isGated = this.ownGates().length > 0;
    if (isGated && session !== undefined) this.refuseForeignFiles(session);
    if (this.gates.some(({ judging }) => judging.isDestroying)) {
      return this.admitToDestroy(json, session, isGated);
    }
    if (isGated && session !== undefined) this.refuseSharedFolder(session);
    this.refuseUngatedStacks();
    const decision = decideStack(this.stack, json, this.gates);
    this.covered = decision.covered;
    const { document, report } = withImagesPinned(json, decision);
    if (isGated && !isRefused(report)) this.checkOutputs(json);
    this.writeSummary(report);
    if (isRefused(report)) {
      const policies = this.ownGates().map(({ judging }) => judging.policy);
      throw refusalOf(report, [
        ...timeoutTexts(report, this.gates),
        ...unusedTexts({ ...decision, policies }),
        ...this.staleFileTexts(session),
        ...(session === undefined ? [] : this.unjudgedTexts(session)),
      ]);
    }
    this.warnings.add(decision, this.gates, this.ownGates(), session);
    if (!isGated) return json;
    const guarded = naming(this.stack, () => withTokenGuards(document, decision.guards));
    const atPlan = naming(this.stack, () => decidedAtPlan(guarded, report, this.ownGates()));
    const admitted = this.withEvidence(atPlan, report);
    if (session !== undefined) this.writeVerdicts(session, decision);
    return admitted;
  }

  /** Returns a text if the folder of a refused stack still has the JSON of an earlier synth. */
  private staleFileTexts(session: SynthesisSession | undefined): string[] {
    if (session === undefined) return [];
    const file = join(this.folder(session), STACK_FILE);
    return existsSync(file)
      ? [`The file ${relative(process.cwd(), file)} is from an earlier synth: do not deploy it`]
      : [];
  }

  /**
   * Returns a text that names the gated stacks that are not judged because this one is refused. They
   * can't be judged early: cdktf runs a stack's aspects just before it writes the stack.
   */
  private unjudgedTexts(session: SynthesisSession): string[] {
    const { TerraformStack: Stack } = frameworkOf(this.stack);
    const unjudged = this.stack.node.root.node
      .findAll()
      .filter((one): one is TerraformStack => Stack.isStack(one))
      .filter((one) => {
        const admission = Admission.byStack.get(one);
        if (admission === undefined || admission.ownGates().length === 0) return false;
        // An app has one manifest, but a session for each synth.
        return admission.judgedIn !== session;
      })
      .map((one) => one.node.path);
    if (unjudged.length === 0) return [];
    const names = `${unjudged.length === 1 ? 'stack' : 'stacks'} ${enumerate(unjudged)}`;
    const were = verbFor(unjudged.length, 'was', 'were');
    return [`${names} ${were} not judged, because synthesis ends at the first refused stack`];
  }

  private writeSummary(report: StackReport): void {
    const file = environmentFrom(process.env).HSS_GATE_SUMMARY;
    if (file === undefined) return;
    const summarized = { ...report, answeredBy: answeredBy(report, this.gates) };
    summarize(this.stack.node.root, summarized, file);
  }

  /** Returns JSON that can only be destroyed. Nothing is judged or refused. */
  private admitToDestroy(
    json: unknown,
    session: SynthesisSession | undefined,
    isGated: boolean,
  ): unknown {
    this.covered = new Map();
    // The verdicts of an earlier synth don't apply to this JSON.
    if (session !== undefined) rmSync(this.verdictsPath(session), { force: true });
    const document = naming(this.stack, () => destroyOnly(json));
    return isGated ? withOutput(document, DESTROY_OUTPUT) : document;
  }

  /**
   * Refuses stacks inside the scope of a gate that have no gate, because they have separate JSON.
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
        `stack ${ungated.node.path} is inside the scope of a gate, but has no gate`,
        {
          constructPath: construct.node.path,
          advice: 'create a gate in it too, because each stack is written separately',
        },
      );
    }
  }

  /**
   * Refuses other files in the stack's folder that Terraform reads, because no gate judges them.
   * @throws HSS_INVALID_ARGUMENT with each file
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
   * Refuses two stacks with one folder. cdktf names the folder after the stack's ID only, which a
   * nested stack may share, and the last stack written would replace the other.
   * @throws HSS_INVALID_ARGUMENT
   */
  private refuseSharedFolder(session: SynthesisSession): void {
    const { root, path } = this.stack.node;
    // Tests may synthesize a stack alone, into a separate folder.
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
      `this gated stack and ${other.node.path} share the folder ${basename(folder)}, so one would overwrite the other`,
      { constructPath: path, advice: 'rename one of the stacks' },
    );
  }

  /** Returns the gates in this stack. Gates of other stacks are here only for their tokens. */
  private ownGates(): readonly AdmittedGate[] {
    return this.gates.filter(({ construct }) => nearestStack(construct) === this.stack);
  }

  /**
   * @throws HSS_INVALID_ARGUMENT if the stack already has an output with the name of the evidence
   */
  private checkOutputs(json: unknown): void {
    const { output } = json as StackDocument;
    const outputs: unknown[] = [output].flat();
    if (!outputs.some((one) => Object.hasOwn(Object(one) as object, GATE_OUTPUT))) return;
    throw new HssError(
      'HSS_INVALID_ARGUMENT',
      this.isSecondCopy
        ? 'two copies of cdktf-hss gate this stack, which can have only one output as evidence'
        : `the stack already has an output named ${GATE_OUTPUT}`,
      {
        constructPath: this.stack.node.path,
        advice: this.isSecondCopy
          ? 'install one copy. npm ls cdktf-hss lists them'
          : 'rename it: the gate writes its evidence to this output',
      },
    );
  }

  private withEvidence(json: unknown, report: StackReport): unknown {
    return withOutput(json, evidenceOutput(report, this.ownGates()));
  }

  private writeVerdicts(session: SynthesisSession, { report, uses }: StackDecision): void {
    const file = this.verdictsPath(session);
    // cdktf creates the folder before it calls hooks. Without the folder, the session ended before
    // this stack.
    if (!existsSync(dirname(file))) return;
    writeFile(file, verdictsFile(report, this.ownGates(), uses, Date.now()));
  }

  private verdictsPath(session: SynthesisSession): string {
    return join(this.folder(session), VERDICTS_FILE);
  }

  /** Returns the folder into which the stack is written. */
  private folder(session: SynthesisSession): string {
    return join(session.outdir, session.manifest.forStack(this.stack).workingDirectory);
  }
}

/**
 * Returns whether a stack with an ID is written into a folder. File systems may treat `Shop` and
 * `shop` as equal.
 */
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

function hclRefused(stack: TerraformStack): HssError {
  return new HssError('HSS_INVALID_ARGUMENT', "a gated stack can't be synthesized as HCL", {
    constructPath: stack.node.path,
    advice:
      'unset hclOutput and SYNTH_HCL_OUTPUT, because the gate evaluates the JSON that cdktf writes',
  });
}

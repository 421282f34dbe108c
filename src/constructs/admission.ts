import { TerraformStack } from 'cdktf';
import { HssError } from '../contract/error';
import { Decision, ImageVerdict } from '../policy';
import { gateMode } from './gate-mode';
import { Undecided, refusal } from './refusal';
import { Outcome } from './required-image';

/** What the admission asks a gate for. */
export interface AdmittedGate {
  /** The gate's images and what became of each, waiting for HSS. */
  outcomes(): readonly { readonly reference: string; readonly outcome: Outcome }[];
  /** Path of the gate. */
  readonly path: string;
}

/** By this a guard takes in the judge of another copy of this package. Judges can be added, never taken away. */
const JOIN = Symbol.for('cdktf-hss/join');

/**
 * Stands at the one door through which a stack's JSON leaves, `toTerraform`, and refuses what a gate denies.
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

  private constructor(private readonly stack: TerraformStack) {
    const judge = (): void => this.judge();
    const join = (stack.toTerraform as { readonly [JOIN]?: (judge: () => void) => void })[JOIN];
    if (join !== undefined) {
      // A second copy of this package has put its guard there; two can't stand in one place.
      join(judge);
      return;
    }
    const judges = [judge];
    const door = guard(stack, 'toTerraform', (make) => {
      const json = make();
      for (const each of judges) each();
      return json;
    });
    Object.defineProperty(door, JOIN, { value: (other: () => void) => void judges.push(other) });
    guard(stack, 'toHclTerraform', () => {
      throw new HssError('HSS_INVALID_ARGUMENT', 'a gated stack can’t be synthesized as HCL', {
        constructPath: stack.node.path,
        advice:
          'leave hclOutput and SYNTH_HCL_OUTPUT out: the gate judges the JSON that cdktf writes',
      });
    });
  }

  public add(gate: AdmittedGate): void {
    this.gates.push(gate);
  }

  /** @throws HSS_IMAGE_DENIED, or the code of what kept an image from being decided */
  private judge(): void {
    const denied: ImageVerdict[] = [];
    const undecided: Undecided[] = [];
    let judged = 0;
    for (const gate of this.gates) {
      for (const { reference, outcome } of gate.outcomes()) {
        judged += 1;
        if ('error' in outcome) {
          undecided.push({ reference, path: gate.path, error: outcome.error });
        } else if (outcome.verdict.decision === Decision.DENY) {
          denied.push(outcome.verdict);
        }
      }
    }
    if (denied.length + undecided.length === 0) return;
    throw refusal(
      this.stack.node.path,
      { denied, undecided, judged },
      gateMode(process.env) === 'destroy'
        ? 'HSS_GATE_MODE=destroy does not let a denied image through a synth; to destroy, run terraform destroy where the stack was synthesized last'
        : undefined,
    );
  }
}

/**
 * Puts a guard before a method of one object, for good: it can be neither deleted nor defined anew. Whoever
 * replaces the method later replaces what is behind the guard. One that wraps it calls the guard again, and
 * comes out at what it wrapped: layers, the newest outermost.
 * @throws HSS_INVALID_ARGUMENT where the method can't be guarded
 */
function guard<K extends 'toTerraform' | 'toHclTerraform'>(
  stack: TerraformStack,
  name: K,
  guarded: (make: () => unknown) => unknown,
): () => unknown {
  const layers = [stack[name] as () => unknown];
  /** The layer that runs now; none outside. */
  let running: number | undefined;
  const run = (layer: number): unknown => {
    const outer = running;
    running = layer;
    try {
      return layers[layer].call(stack);
    } finally {
      running = outer;
    }
  };
  const door = (): unknown =>
    running === undefined ? guarded(() => run(layers.length - 1)) : run(Math.max(0, running - 1));
  try {
    Object.defineProperty(stack, name, {
      configurable: false,
      enumerable: false,
      get: () => door,
      set: (replacement: () => unknown) => {
        // What was read here before is put back.
        if (replacement !== door) layers.push(replacement);
        else if (layers.length > 1) layers.pop();
      },
    });
    return door;
  } catch {
    throw new HssError(
      'HSS_INVALID_ARGUMENT',
      `${name} of this stack is fixed, and can’t be guarded`,
      {
        constructPath: stack.node.path,
        advice: 'leave it as cdktf has it: it is overridden from another language, or frozen',
      },
    );
  }
}

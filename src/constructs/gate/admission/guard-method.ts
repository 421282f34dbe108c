import { HssError } from '../../../contract/error';
import { TerraformStack } from '../../framework/framework';

/**
 * Puts a guard before a method of one object, for good: it can be neither deleted nor defined anew. Whoever
 * replaces the method later replaces what is behind the guard. One that wraps it calls the guard again, and
 * comes out at what it wrapped: layers, the newest outermost.
 * @throws HSS_INVALID_ARGUMENT where the method can't be guarded
 */
export function guardMethod<K extends 'toTerraform' | 'toHclTerraform'>(
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
  const entry = (): unknown =>
    running === undefined ? guarded(() => run(layers.length - 1)) : run(Math.max(0, running - 1));
  try {
    Object.defineProperty(stack, name, {
      configurable: false,
      enumerable: false,
      get: () => entry,
      set: (replacement: () => unknown) => {
        // What was read here before is put back.
        if (replacement !== entry) layers.push(replacement);
        else if (layers.length > 1) layers.pop();
      },
    });
    return entry;
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

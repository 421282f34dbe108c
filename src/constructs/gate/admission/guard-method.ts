import { HssError } from '../../../contract/error';
import { TerraformStack } from '../../framework/framework';

/**
 * Guards a method of one object permanently: the property can be neither deleted nor redefined.
 * Code that later replaces the method replaces only what the guard calls. Replacements form layers,
 * the newest outermost: if one calls the method that it wrapped, it reaches the layer below.
 * @throws HSS_INVALID_ARGUMENT if the method can't be guarded
 */
export function guardMethod<K extends 'toTerraform' | 'toHclTerraform'>(
  stack: TerraformStack,
  name: K,
  guarded: (make: () => unknown) => unknown,
): () => unknown {
  const layers = [stack[name] as () => unknown];
  /** The running layer. Undefined outside of a call. */
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
        // The caller restores the method that it read before.
        if (replacement !== entry) layers.push(replacement);
        else if (layers.length > 1) layers.pop();
      },
    });
    return entry;
  } catch {
    throw new HssError(
      'HSS_INVALID_ARGUMENT',
      `the method ${name} of this stack can't be guarded, because it is not configurable`,
      {
        constructPath: stack.node.path,
        advice: "don't freeze the stack, and don't override the method from another language",
      },
    );
  }
}

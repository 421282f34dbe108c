import { setFlagsFromString } from 'node:v8';

/** V8's default in Node 20, in bytes of machine code that a function runs. */
const DEFAULT_BUDGET = 1_800_000;

/**
 * The budget for the worker and for the command. Optimization would pay off only after thousands of
 * pages.
 */
const RAISED_BUDGET = 2_000_000_000;

const FLAG = '--wasm-tiering-budget';

/** The used part of WebAssembly, which the types of Node 20 lack. */
interface WebAssemblyModules {
  Module: new (...given: never) => object;
}

/**
 * Lets WebAssembly modules that this thread compiles run longer before V8 optimizes them. The flag
 * is the whole process's, but V8 reads it when a module is made: it is raised only for that moment,
 * and other threads keep theirs.
 */
export function delayWasmOptimization(
  { WebAssembly: modules } = globalThis as unknown as { WebAssembly?: WebAssemblyModules },
  setFlags = setFlagsFromString,
): void {
  // Node can be started without WebAssembly; its own error is clearer.
  if (modules === undefined) return;
  modules.Module = new Proxy(modules.Module, {
    construct(target, given: never, newTarget: never) {
      setFlags(`${FLAG}=${RAISED_BUDGET}`);
      try {
        return Reflect.construct(target, given, newTarget);
      } finally {
        setFlags(`${FLAG}=${DEFAULT_BUDGET}`);
      }
    },
  });
}

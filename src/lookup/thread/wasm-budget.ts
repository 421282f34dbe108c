import { setFlagsFromString } from 'node:v8';

/** V8's default in Node 20, in bytes of machine code that a function runs. */
const DEFAULT_BUDGET = 1_800_000;

/** The command's, too: what optimization takes would be earned back by thousands of pages. */
const RAISED_BUDGET = 2_000_000_000;

const FLAG = '--wasm-tiering-budget';

/** What is used of WebAssembly, which the types of Node 20 lack. */
interface WebAssemblyModules {
  Module: new (...given: never) => object;
}

/**
 * Lets modules of WebAssembly that this thread compiles run longer before V8 optimizes them. The flag is the whole
 * process's, but V8 reads it when a module is made: it is raised for that moment, and other threads keep theirs.
 */
export function delayWasmOptimization(
  { WebAssembly: modules } = globalThis as unknown as { WebAssembly?: WebAssemblyModules },
  setFlags = setFlagsFromString,
): void {
  // Node can be started without WebAssembly, and says so better.
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

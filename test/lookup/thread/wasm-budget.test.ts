import { delayWasmOptimization } from '../../../src/lookup/thread/wasm-budget';
import { delaysOptimization } from '../../../src/lookup/thread/thread-options';
import { run } from '../../support/processes';
import { SimulatorProcess } from '../../support/simulator';

test.each([
  { v8: '11.3.244.8-node.38', options: [], delays: true },
  { v8: '11.3.244.8-node.38', options: ['--enable-source-maps'], delays: true },
  { v8: '11.3.244.8-node.38', options: ['--wasm-tiering-budget=5'], delays: false },
  { v8: '11.3.244.8-node.38', options: ['--no-wasm-dynamic-tiering'], delays: false },
  { v8: '12.4.254.21-node.33', options: [], delays: false },
])('V8 $v8 with $options delays optimization: $delays', ({ v8, options, delays }) => {
  expect(delaysOptimization(v8, options)).toBe(delays);
});

test.each([{ fails: false }, { fails: true }])(
  'the budget is larger only while a module is made; the module fails: $fails',
  ({ fails }) => {
    const seen: string[] = [];
    class Module {
      constructor(bytes: Uint8Array) {
        seen.push(`made of ${bytes.length} bytes`);
        if (fails) throw new RangeError('too large');
      }
    }
    const modules = { Module };
    delayWasmOptimization({ WebAssembly: modules }, (flag) => seen.push(flag));
    expect(seen).toEqual([]);
    const make = (): Module => new modules.Module(new Uint8Array(3));
    if (fails) expect(make).toThrow(RangeError);
    else expect(make()).toBeInstanceOf(Module);
    expect(seen).toEqual([
      '--wasm-tiering-budget=2000000000',
      'made of 3 bytes',
      '--wasm-tiering-budget=1800000',
    ]);
  },
);

const inNode20 = process.versions.v8.startsWith('11.3.') ? describe : describe.skip;

inNode20('a process with one lookup', () => {
  const optimized = async (...options: string[]): Promise<boolean> => {
    const simulator = await SimulatorProcess.start(['--rows', '200']);
    try {
      const script = `
        const { Testing, TerraformStack } = require('cdktf');
        const { DataHssCicdImages } = require('cdktf-hss');
        const stack = new TerraformStack(Testing.app(), 'shop');
        if (new DataHssCicdImages(stack, 'images').rows.length !== 200) process.exit(1);`;
      const command = [
        process.execPath,
        '--trace-wasm-compilation-times',
        ...options,
        '-e',
        script,
      ];
      const { exitCode, stdout } = await run(command, simulator.env);
      expect(exitCode).toBe(0);
      expect(stdout).toMatch(/liftoff/i);
      return /turbofan/i.test(stdout);
    } finally {
      await simulator.stop();
    }
  };

  test('does not optimize the HTTP parser', async () => {
    expect(await optimized()).toBe(false);
  });

  test('does so where the app says when', async () => {
    expect(await optimized('--wasm-tiering-budget=1000')).toBe(true);
  });
});

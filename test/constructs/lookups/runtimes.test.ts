import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SimulatorProcess } from '../../support/simulator';
import { BAD, GOOD, PINNED, ROWS, apiRow, temporaryFolder } from '../support';

/**
 * The package as users load it: lookups wait for a worker thread in every way of running a program.
 */

const root = join(__dirname, '..', '..', '..');
const required = (name: string): string => JSON.stringify(require.resolve(name, { paths: [root] }));

const BODY = `
const app = new App({ outdir: process.argv[3] });
const stack = new TerraformStack(app, 'shop');
const gate = new hss.HssImageGate(stack, 'gate', {
  policy: new hss.ImagePolicy({ maxSeverity: hss.SeverityLevel.LOW }),
});
new TerraformOutput(stack, 'image', { value: gate.require(process.argv[2]), staticId: true });
app.synth();
console.log('rows: ' + new hss.DataHssCicdImages(stack, 'images').totalNum);
`;
const JAVASCRIPT = `
const { App, TerraformOutput, TerraformStack } = require(${required('cdktf')});
const hss = require(${JSON.stringify(join(root, 'lib', 'index.js'))});
${BODY}`;
const TYPESCRIPT = `
import { App, TerraformOutput, TerraformStack } from ${required('cdktf')};
import * as hss from ${JSON.stringify(join(root, 'lib', 'index'))};
${BODY}`;
/**
 * Types are not checked here, because compiling those of cdktf would take longer than the tests.
 */
const TS_NODE = [
  join(root, 'node_modules', '.bin', 'ts-node'),
  ...['--transpile-only', '--skipProject'],
  ...[
    '--compilerOptions',
    '{"module":"commonjs","moduleResolution":"bundler","esModuleInterop":true}',
  ],
];

const RUNTIMES: {
  readonly runtime: string;
  readonly name: string;
  readonly source: string;
  readonly command: readonly string[];
}[] = [
  { runtime: 'node', name: 'main.js', source: JAVASCRIPT, command: [process.execPath] },
  {
    runtime: 'tsx',
    name: 'main.ts',
    source: TYPESCRIPT,
    command: [join(root, 'node_modules', '.bin', 'tsx')],
  },
  { runtime: 'ts-node', name: 'main.ts', source: TYPESCRIPT, command: TS_NODE },
];

let hss: SimulatorProcess;
beforeAll(async () => {
  hss = await SimulatorProcess.serving({ cicd_images: ROWS.map(apiRow) });
});
afterAll(() => hss.stop());

interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly file: string;
}

async function run(command: readonly string[], main: string, image: string): Promise<Run> {
  const outdir = join(temporaryFolder(), 'out');
  const child = spawn(command[0], [...command.slice(1), main, image, outdir], {
    env: { PATH: process.env.PATH, HOME: '/nowhere', ...hss.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [out, err] = [child.stdout, child.stderr].map((stream) => {
    const parts: Buffer[] = [];
    stream.on('data', (part: Buffer) => parts.push(part));
    return () => Buffer.concat(parts).toString();
  });
  const status = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return {
    status,
    stdout: out(),
    stderr: err(),
    file: join(outdir, 'stacks', 'shop', 'cdk.tf.json'),
  };
}

describe.each(RUNTIMES)('under $runtime', ({ name, source, command }) => {
  const main = join(temporaryFolder(), name);
  writeFileSync(main, source);

  test('an image is pinned, and the process ends by itself', async () => {
    const { status, stdout, stderr, file } = await run(command, main, GOOD);
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: 'rows: 2\n', stderr: '' });
    expect(JSON.parse(readFileSync(file, 'utf8')).output.image.value).toBe(PINNED);
  });

  test('a denied image ends the process with the error, and nothing is written', async () => {
    const { status, stderr, file } = await run(command, main, BAD);
    expect(status).toBe(1);
    expect(stderr).toContain('HSS_IMAGE_DENIED: stack shop is refused: 1 image denied');
    expect(existsSync(file)).toBe(false);
  });
});

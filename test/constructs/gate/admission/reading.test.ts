import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { Testing } from 'cdktf';
import { Enforcement, ImagePolicy, SeverityLevel } from '../../../../src';
import { Ended, LIB, run } from '../../../support/processes';
import { BAD, Deployment, GOOD, ROWS, gated, thrown } from '../../support';

/** What the person who runs a synth reads of its outcome. */

const root = join(__dirname, '..', '..', '..', '..');

const REFUSAL =
  /^HSS_IMAGE_DENIED: stack shop is refused: 1 image denied\n[^]*\n {2}what to do: fix what the scan found, rebuild the image and scan it; or ask the owner of the policy for an exception. For details, run hss-gate policy explain IMAGE\n$/;

interface Synth {
  readonly image: string;
  readonly props?: { readonly [prop: string]: unknown };
  readonly env?: { readonly [name: string]: string };
  readonly file?: string;
}

/** Runs an app under plain node, with the package as it is published. */
function synthesize({ image, props = {}, env = {}, file = 'main.cjs' }: Synth): Promise<Ended> {
  const folder = mkdtempSync(join(tmpdir(), 'hss-synth-'));
  const imports = [
    ['cdktf', require.resolve('cdktf')],
    ['hss', join(LIB, 'bundle', 'index.js')],
  ].map(([name, path]) =>
    file.endsWith('.mjs')
      ? `import ${name} from ${JSON.stringify(path)};`
      : `const ${name} = require(${JSON.stringify(path)});`,
  );
  writeFileSync(
    join(folder, file),
    `${imports.join('\n')}
    const app = new cdktf.App({ outdir: ${JSON.stringify(join(folder, 'out'))} });
    const stack = new cdktf.TerraformStack(app, 'shop');
    const source = hss.HssSource.fixture({ cicdImages: ${JSON.stringify(ROWS)} });
    new hss.HssConnection(stack, 'hss', { source });
    const policy = new hss.ImagePolicy({ maxSeverity: hss.SeverityLevel.LOW });
    const gate = new hss.HssImageGate(stack, 'gate', { policy, ...${JSON.stringify(props)} });
    const value = gate.require(${JSON.stringify(image)});
    new cdktf.TerraformOutput(stack, 'image', { value });
    app.synth();`,
  );
  return run([process.execPath, join(folder, file)], { NO_COLOR: '1', ...env }, root, 60_000);
}

describe('a refused synth', () => {
  test.each(['main.cjs', 'main.mjs'])('prints the refusal alone: %s', async (file) => {
    const ended = await synthesize({ image: BAD, file });
    expect(ended).toEqual({ exitCode: 1, stdout: '', stderr: expect.stringMatching(REFUSAL) });
    expect(ended.stderr).not.toMatch(/^ +at |bundle|Node\.js|\^/m);
  });

  test('is an error to catch in a unit test, which leaves nothing behind', async () => {
    await setImmediate();
    const before = process.listenerCount('uncaughtExceptionMonitor');
    const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    const { app, stack } = gated();
    new Deployment(stack, 'web', BAD);
    expect(thrown(() => app.synth()).message).toMatch(/^HSS_IMAGE_DENIED: stack shop is refused/);
    expect(write).not.toHaveBeenCalled();
    write.mockRestore();
    await setImmediate();
    expect(process.listenerCount('uncaughtExceptionMonitor')).toBe(before);
  });

  test('says that the file of an earlier synth is not to be deployed', () => {
    const { app, stack } = gated();
    new Deployment(stack, 'web', BAD);
    const file = join(app.outdir, 'stacks', 'shop', 'cdk.tf.json');
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, '{}');
    expect(thrown(() => app.synth()).message).toContain(
      `. The file ${relative(process.cwd(), file)} is from an earlier synth: do not deploy it`,
    );
  });
});

describe('under WARN, a synth', () => {
  const WARNING =
    /^HSS_IMAGE_DENIED \(not refused, because enforcement is WARN\): .*web:1\.5 .*\n[^]*max-severity/;
  const props = { enforcement: Enforcement.WARN };

  test('says on stderr what would be denied, once', async () => {
    const { exitCode, stderr } = await synthesize({ image: BAD, props });
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(WARNING);
    expect(stderr.match(/HSS_IMAGE_DENIED/g)).toHaveLength(1);
  });

  test('says nothing about an image that passes', async () => {
    const ended = await synthesize({ image: GOOD, props });
    expect(ended).toEqual({ exitCode: 0, stdout: '', stderr: '' });
  });

  test('leaves it to the command line of the framework, which prints annotations', async () => {
    const env = { CDKTF_CONTEXT_JSON: '{}' };
    const ended = await synthesize({ image: BAD, props, env });
    expect(ended).toEqual({ exitCode: 0, stdout: '', stderr: '' });
  });

  test('says it once, however often the stack is written, and not in Testing.synth', () => {
    const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    const inUnitTest = gated({ props });
    new Deployment(inUnitTest.stack, 'web', BAD);
    Testing.synth(inUnitTest.stack);
    expect(write).not.toHaveBeenCalled();
    const { app, stack } = gated({ props });
    new Deployment(stack, 'web', BAD);
    app.synth();
    app.synth();
    const said = write.mock.calls.map(([text]) => String(text));
    write.mockRestore();
    expect(said).toEqual([expect.stringMatching(WARNING)]);
  });
});

test('a synth says on stderr that an exception matches nothing, and which one ends soon', () => {
  const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  const exception = { rules: ['max-severity'], owner: 'payments', reason: 'the fix ships in 1.7' };
  const expires = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10);
  const policy = new ImagePolicy({
    maxSeverity: SeverityLevel.LOW,
    exceptions: [
      { ...exception, image: 'shop/other:9', expires },
      { ...exception, image: 'shop/web:*', expires },
    ],
  });
  const { app, stack } = gated({ props: { policy } });
  new Deployment(stack, 'web', GOOD);
  app.synth();
  const said = write.mock.calls.map(([text]) => String(text)).join('');
  write.mockRestore();
  expect(said).toMatch(/shop\/other:9/);
  expect(said).toMatch(new RegExp(`shop/web:\\*.*${expires}`));
});

test('a synth says on stderr which images only exceptions allow, and writes it as information', () => {
  const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  const policy = new ImagePolicy({
    maxSeverity: SeverityLevel.LOW,
    exceptions: [
      {
        image: 'shop/web:1.5',
        rules: ['max-severity', 'max-malicious-files'],
        owner: 'payments',
        reason: 'the fix ships in 1.7',
        expires: new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10),
      },
    ],
  });
  const { app, stack } = gated({ props: { policy } });
  new Deployment(stack, 'web', BAD);
  app.synth();
  const said = write.mock.calls.map(([text]) => String(text)).join('');
  write.mockRestore();
  expect(said).toMatch(
    /^allowed only by exceptions: .*web:1\.5 .*\n[^]*– max-severity: .*, waived by owner payments/,
  );
  const { annotations } = JSON.parse(readFileSync(join(app.outdir, 'manifest.json'), 'utf8')).stacks
    .shop;
  expect(annotations).toMatchObject([
    { level: '@cdktf/info', message: expect.stringContaining('allowed only by exceptions: ') },
  ]);
});

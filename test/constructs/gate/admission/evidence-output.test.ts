import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TerraformOutput, TerraformStack, Testing } from 'cdktf';
import { Construct } from 'constructs';
import {
  Enforcement,
  HssConnection,
  HssCredentials,
  HssImageGateProps,
  HssSource,
  Pinning,
  SeverityLevel,
} from '../../../../src';
import { renderSnapshot } from '../../../../src/lookup/snapshot';
import {
  BAD,
  Deployment,
  GOOD,
  PINNED,
  ROWS,
  badImage,
  fixture,
  gate,
  gated,
  image,
  policy,
  sha,
  stackFile,
  temporaryFolder,
  thrown,
} from '../../support';
import { Output, outputOf } from './evidence-support';

/** The output hss_gate of a gated stack. */

describe('the output hss_gate', () => {
  const make = (
    props: Partial<HssImageGateProps> = {},
    rows = ROWS,
    deploy: (stack: TerraformStack) => unknown = (stack) => new Deployment(stack, 'web', GOOD),
  ): Output => {
    const { stack } = gated({ props, rows });
    deploy(stack);
    return outputOf(Testing.synth(stack));
  };
  const before = make();

  test('says by what the stack was judged', () => {
    expect(before).toEqual({
      policy_hash: policy().hash,
      source: 'fixture',
      enforcement: 'DENY',
      decision_hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  test('is the same for the same, at another time too', () => {
    expect(make()).toEqual(before);
    const later = ROWS.map((row) => ({ ...row, latestScanTime: row.latestScanTime! + 60_000 }));
    expect(make({}, later)).toEqual(before);
    const { app, stack } = gated();
    new Deployment(stack, 'web', GOOD);
    app.synth();
    const first = readFileSync(stackFile(app, 'shop'), 'utf8');
    app.synth();
    expect(readFileSync(stackFile(app, 'shop'), 'utf8')).toBe(first);
    expect(outputOf(first)).toEqual(before);
  });

  const high = { policy: policy({ maxSeverity: SeverityLevel.HIGH, maxMaliciousFiles: 9 }) };
  const web = (reference: string) => (stack: TerraformStack) =>
    new Deployment(stack, 'web', reference);
  test.each<[string, () => Output, () => Output]>([
    ['policy', () => before, () => make({ policy: policy({ maxVulnerabilities: 50 }) })],
    ['reference', () => before, () => make({}, ROWS, web(PINNED))],
    ['digest', () => before, () => make({}, [image({ imageDigest: sha('c') })])],
    [
      'digest of a tag that stays',
      () => make({ pinning: Pinning.NONE, policy: policy({ requireDigest: false }) }),
      () =>
        make({ pinning: Pinning.NONE, policy: policy({ requireDigest: false }) }, [
          image({ imageDigest: sha('c') }),
        ]),
    ],
    [
      'decision',
      () => make({ ...high, enforcement: Enforcement.WARN }, ROWS, web(BAD)),
      () =>
        make(
          { ...high, enforcement: Enforcement.WARN },
          [badImage({ maliciousFileNum: 10 })],
          web(BAD),
        ),
    ],
    ['number of images', () => before, () => make({}, ROWS, () => undefined)],
    [
      'what is undeterminable',
      () => make({ undeterminable: Enforcement.WARN }),
      () =>
        make({ undeterminable: Enforcement.WARN }, ROWS, (stack) => {
          new Deployment(stack, 'web', GOOD);
          new Deployment(stack, 'x', '${var.x}');
        }),
    ],
    [
      'what is ignored',
      () => make({ ignore: ['shop/x'] }),
      () =>
        make({ ignore: ['shop/x'] }, ROWS, (stack) => {
          new Deployment(stack, 'web', GOOD);
          new Deployment(stack, 'x', GOOD);
        }),
    ],
  ])('differs with the %s', (_, one, other) => {
    expect(one().decision_hash).not.toBe(other().decision_hash);
  });

  test.each<[string, Partial<HssImageGateProps>]>([
    ['warns of images', { enforcement: Enforcement.WARN }],
    ['warns of what is undeterminable', { undeterminable: Enforcement.WARN }],
  ])('says WARN when any gate %s', (_, props) => {
    expect(make({}, ROWS, (stack) => gate(stack, props, 'other')).enforcement).toBe('WARN');
  });

  test('names the policies of all gates, and the source that says least', () => {
    const folder = temporaryFolder();
    const file = join(folder, 'snapshot.json');
    writeFileSync(
      file,
      renderSnapshot({
        recordedAt: new Date().toISOString(),
        endpoint: 'https://hss.example',
        projectId: 'p',
        lookups: [],
      }),
    );
    const stack = new TerraformStack(Testing.app(), 'shop');
    const sources = [HssSource.live(), HssSource.replay(file), fixture()];
    const outputs = sources.map((source, index) => {
      const part = new Construct(stack, `part${index}`);
      new HssConnection(part, 'hss', { source, credentials: HssCredentials.token('t') });
      gate(part, { policy: policy({ maxVulnerabilities: index % 2 }) });
      return outputOf(Testing.synth(stack));
    });
    expect(outputs.map(({ source }) => source)).toEqual(['live', 'replay', 'fixture']);
    const hashes = [0, 1].map((n) => policy({ maxVulnerabilities: n }).hash).sort();
    expect(outputs[2].policy_hash).toBe(hashes.join(','));
  });

  test.each<[string, (stack: TerraformStack) => unknown]>([
    ['construct', (stack) => new TerraformOutput(stack, 'hss_gate', { value: 1 })],
    [
      'logical ID',
      (stack) => new TerraformOutput(stack, 'x', { value: 1 }).overrideLogicalId('hss_gate'),
    ],
    ['override', (stack) => stack.addOverride('output.hss_gate.value', '1')],
    ['override in a list', (stack) => stack.addOverride('output', [{ hss_gate: { value: 1 } }])],
  ])('must not be defined by the user (%s)', (_, deploy) => {
    const { app, stack } = gated();
    new Deployment(stack, 'web', GOOD);
    deploy(stack);
    expect(thrown(() => app.synth()).message).toMatch(
      /^HSS_INVALID_ARGUMENT: the stack already has an output named hss_gate\n {2}construct: shop\n/,
    );
    expect(existsSync(stackFile(app, 'shop', 'hss-verdicts.json'))).toBe(false);
  });

  test('is added to the outputs of the user, also in a list', () => {
    const { stack } = gated();
    stack.addOverride('output', [{ mine: { value: 1 } }]);
    const { output } = JSON.parse(Testing.synth(stack)) as { output: object[] };
    expect(output.map((one) => Object.keys(one))).toEqual([['mine'], ['hss_gate']]);
  });
});

import { evidenceProblems, readVerdicts, withVerdicts } from '../../src/plan';
import { constructPathOf } from '../../src/plan/verdicts';
import { failureOf } from '../support/failure';
import { change, gateOutput, plan, pod, read } from './support';

const sound = { policy_hash: 'a', source: 'live', enforcement: 'DENY', decision_hash: 'd' };

test.each<[string, object, string | undefined]>([
  ['all is well', gateOutput(sound), undefined],
  ['no output', {}, 'has no gate'],
  ['another policy', gateOutput({ ...sound, policy_hash: 'b' }), 'another policy: "b"'],
  ['a snapshot', gateOutput({ ...sound, source: 'replay' }), 'its source is "replay"'],
  ['warnings', gateOutput({ ...sound, enforcement: 'WARN' }), 'their enforcement is "WARN"'],
  ['no value', gateOutput(undefined), 'another policy: nothing'],
])('the evidence of a plan is read: %s', (_what, more, told) => {
  const problems = evidenceProblems(read(plan([], more as { [key: string]: unknown })), 'a');
  if (told === undefined) expect(problems).toEqual([]);
  else expect(problems.join('\n')).toContain(told);
});

describe('verdicts', () => {
  const digest = `sha256:${'a'.repeat(64)}`;
  const file = {
    version: 1,
    stack: 'shop',
    output: sound,
    images: [
      { address: 'kubernetes_pod.web', path: 'shop/web', reference: 'a/b:1' },
      {
        address: 'helm_release.db',
        path: 'shop/db',
        reference: `a/db@${digest}`,
        declared: true,
      },
      {
        address: 'helm_release.open',
        path: 'shop/open',
        reference: `a/open@${digest}`,
        declared: true,
      },
      { address: 'terraform_data.x', path: 'shop/x', reference: `a/x@${digest}` },
      { address: 'module.m', path: 'shop/m', reference: 'a/m:1', pinnedReference: `a/m@${digest}` },
      { path: 'shop/gate', reference: 'a/unused:1' },
    ],
    undeterminable: [{ address: 'helm_release.open', path: 'shop/open', reason: 'a chart' }],
    ignored: [{ address: 'kubernetes_pod.ignored', path: 'shop/ignored' }],
  };
  const verdicts = readVerdicts(JSON.stringify(file), 'hss-verdicts.json');
  const planned = read(
    plan(
      [
        change('kubernetes_pod.web[0]', ['create'], pod('a/b:1')),
        change('kubernetes_pod.ignored', ['create'], pod('a/c:1')),
        change('helm_release.db["x[0]"]', ['create'], {}, {}, { type: 'helm_release' }),
        change('helm_release.open', ['create'], {}),
        change('terraform_data.x', ['create'], { input: `a/x@${digest}` }),
        change(
          'module.m["k"].kubernetes_pod.p',
          ['create'],
          pod('a/d:1'),
          {},
          { type: 'kubernetes_pod' },
        ),
      ],
      gateOutput(sound),
    ),
  );

  const found = (settle: boolean) =>
    withVerdicts(planned, verdicts, { settle }).deployments.map(
      ({ address, found, declaredBy }) => [
        address,
        found.map(({ reference }) => reference),
        declaredBy,
      ],
    );
  const images: [string, string[]][] = [
    ['kubernetes_pod.web[0]', ['a/b:1']],
    ['kubernetes_pod.ignored', ['a/c:1']],
    ['helm_release.db["x[0]"]', [`a/db@${digest}`]],
    ['helm_release.open', [`a/open@${digest}`]],
    // What `require` gave is an image also where nothing is run.
    ['terraform_data.x', [`a/x@${digest}`]],
    ['module.m["k"].kubernetes_pod.p', ['a/d:1']],
  ];

  test('that were named add images, whatever the count, and settle what was declared', () => {
    expect(found(true)).toEqual(
      images.map(([address, references]) => [
        address,
        references,
        address.startsWith('helm_release.db') ? 'declareImages' : undefined,
      ]),
    );
  });

  test('that nobody named only add images', () => {
    expect(found(false)).toEqual(images.map((image) => [...image, undefined]));
  });

  test('know the constructs by address', () => {
    expect([...verdicts.paths]).toContainEqual(['kubernetes_pod.ignored', 'shop/ignored']);
    expect(constructPathOf(verdicts.paths, 'module.m["k"].kubernetes_pod.p')).toBe('shop/m');
    expect(constructPathOf(verdicts.paths, 'kubernetes_pod.web[0]')).toBe('shop/web');
  });

  test('of another synthesis are refused', async () => {
    const other = read(plan([], gateOutput({ ...sound, decision_hash: 'e' })));
    for (const planned of [other, read(plan([]))]) {
      expect(
        (await failureOf(() => withVerdicts(planned, verdicts, { settle: true }))).summary,
      ).toContain('different syntheses');
    }
  });

  test.each(['', '{}', '{"version":2}', '{"version":1,"stack":"s","images":[1]}'])(
    'are not read from %j',
    async (text) => {
      expect((await failureOf(() => readVerdicts(text, 'v.json'))).summary).toContain('v.json');
    },
  );
});

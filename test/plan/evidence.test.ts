import { evidenceProblems, readVerdicts, withVerdicts, casesOf } from '../../src/plan';
import { failureOf } from '../support/failure';
import { change, gateOutput, plan, pod, read } from './support';

const sound = { policy_hash: 'a', source: 'live', enforcement: 'DENY', decision_hash: 'd' };

test.each<[string, object, string | undefined]>([
  ['all is well', gateOutput(sound), undefined],
  ['no output', {}, 'without a gate'],
  ['another policy', gateOutput({ ...sound, policy_hash: 'b' }), 'another policy: "b"'],
  ['a snapshot', gateOutput({ ...sound, source: 'replay' }), 'its source is "replay"'],
  ['warnings', gateOutput({ ...sound, enforcement: 'WARN' }), 'their enforcement is "WARN"'],
  ['no value', gateOutput(undefined), 'another policy: nothing'],
])('evidence: %s', (_what, more, told) => {
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
      { address: 'helm_release.db', path: 'shop/db', reference: `a/db@${digest}` },
      { address: 'helm_release.open', path: 'shop/open', reference: `a/open@${digest}` },
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

  test('bring paths, whatever the count, and what was declared', () => {
    const both = withVerdicts(planned, verdicts);
    expect(casesOf(both, verdicts.paths)).toEqual([
      { address: 'kubernetes_pod.web[0]', reference: 'a/b:1', path: 'shop/web' },
      { address: 'kubernetes_pod.ignored', reference: 'a/c:1', path: 'shop/ignored' },
      { address: 'helm_release.db["x[0]"]', reference: `a/db@${digest}`, path: 'shop/db' },
      { address: 'module.m["k"].kubernetes_pod.p', reference: 'a/d:1', path: 'shop/m' },
    ]);
    expect(both.deployments.filter(({ reason }) => reason).map(({ address }) => address)).toEqual([
      'helm_release.open',
    ]);
  });

  test('of another synthesis are refused', async () => {
    const other = read(plan([], gateOutput({ ...sound, decision_hash: 'e' })));
    for (const planned of [other, read(plan([]))]) {
      expect((await failureOf(() => withVerdicts(planned, verdicts))).summary).toContain(
        'another synthesis',
      );
    }
  });

  test.each(['', '{}', '{"version":2}', '{"version":1,"stack":"s","images":[1]}'])(
    '%j is no file of verdicts',
    async (text) => {
      expect((await failureOf(() => readVerdicts(text, 'v.json'))).summary).toContain('v.json');
    },
  );
});

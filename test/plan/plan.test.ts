import { deploysNothing } from '../../src/plan';
import { change, gateOutput, plan, pod, read } from './support';

const WEB = 'registry.example/shop/web:1';

describe('actions', () => {
  test.each([
    [['create']],
    [['update']],
    [['delete', 'create']],
    [['create', 'delete']],
    [['create', 'forget']],
    [['something-new']],
    [[]],
  ])('%j deploys', (actions) => {
    const { deployments, passed } = read(plan([change('kubernetes_pod.web', actions, pod(WEB))]));
    expect(deployments).toEqual([
      { address: 'kubernetes_pod.web', type: 'kubernetes_pod', images: [WEB] },
    ]);
    expect(passed).toBe(0);
  });

  test.each([[['no-op']], [['delete']], [['forget']], [['read']]])('%j passes', (actions) => {
    const planned = read(plan([change('kubernetes_pod.web', actions, pod(WEB))]));
    expect(planned).toMatchObject({ deployments: [], passed: 1 });
    expect(deploysNothing(planned)).toBe(true);
  });

  test('a data source deploys nothing', () => {
    const entry = change('data.kubernetes_pod.web', ['update'], pod(WEB), {}, { mode: 'data' });
    expect(read(plan([entry])).deployments).toEqual([]);
  });

  test('a plan without changes has no list of them', () => {
    const planned = read({ format_version: '1.0', planned_values: {}, applyable: false });
    expect(deploysNothing(planned)).toBe(true);
  });
});

test.each([
  'module.shop.kubernetes_pod.web',
  'module.shop["eu.west"].kubernetes_pod.web[0]',
  'kubernetes_pod.web["a/b"]',
])('%s keeps its address', (address) => {
  const entry = change(address, ['create'], pod(WEB), {}, { type: 'kubernetes_pod' });
  expect(read(plan([entry])).deployments[0]).toMatchObject({ address, images: [WEB] });
});

describe('values', () => {
  test('an image that is not known yet can’t be determined', () => {
    const after = { spec: [{ container: [{ name: 'main' }, { image: WEB }] }] };
    const unknown = { spec: [{ container: [{ image: true }, {}] }] };
    const entry = change('kubernetes_pod.web', ['create'], after, { after_unknown: unknown });
    expect(read(plan([entry])).deployments[0]).toMatchObject({
      images: [WEB],
      reason: expect.stringContaining('spec[0].container[0].image'),
    });
  });

  test('values that are not there can’t be determined', () => {
    const entry = change('kubernetes_pod.web', ['create'], null, { after_unknown: true });
    expect(read(plan([entry])).deployments[0].reason).toBeDefined();
  });

  test('equal images of one resource are one', () => {
    const after = { spec: [{ container: [{ image: WEB }, { image: WEB }] }] };
    expect(
      read(plan([change('kubernetes_pod.web', ['create'], after)])).deployments[0].images,
    ).toEqual([WEB]);
  });

  test('an image in a sensitive value is named, what else stands there is not', () => {
    const sensitive = { after_sensitive: { spec: true } };
    const [named, hidden, unknown] = read(
      plan([
        change('kubernetes_pod.a', ['create'], pod(WEB), sensitive),
        change('kubernetes_pod.b', ['create'], pod('Hunter2 is my secret'), sensitive),
        change(
          'acme_thing.c',
          ['create'],
          { image: 'hunter2' },
          { after_sensitive: { image: true } },
        ),
      ]),
    ).deployments;
    expect(named).toEqual({ address: 'kubernetes_pod.a', type: 'kubernetes_pod', images: [WEB] });
    for (const deployment of [hidden, unknown]) {
      expect(deployment.images).toEqual([]);
      expect(deployment.reason).toContain('sensitive');
      expect(JSON.stringify(deployment)).not.toMatch(/hunter2/i);
    }
  });

  test('a Helm release can’t be determined', () => {
    const entry = change('helm_release.db', ['create'], { chart: 'mysql', repository: 'x' });
    expect(read(plan([entry])).deployments[0].reason).toBeDefined();
  });
});

describe('plans that do not show all', () => {
  test('of a run that failed', () => {
    const planned = read(plan([], { errored: true, complete: false, applyable: false }));
    expect(planned.gaps).toEqual([expect.stringContaining('a run that failed')]);
    expect(deploysNothing(planned)).toBe(false);
  });

  test('what was put off can’t be determined; what was put off to be deleted passes', () => {
    const deferred = (action: string) => ({
      reason: 'provider_config_unknown',
      resource_change: change(`kubernetes_pod.${action}`, [action], {}),
    });
    const planned = read(
      plan([], { complete: false, deferred_changes: [deferred('create'), deferred('delete')] }),
    );
    expect(planned.deployments).toEqual([
      {
        address: 'kubernetes_pod.create',
        type: 'kubernetes_pod',
        images: [],
        reason: 'Terraform has put off planning it (provider_config_unknown)',
      },
    ]);
  });

  test('with -target it is complete in itself', () => {
    const planned = read(plan([], { complete: false }));
    expect(planned).toMatchObject({ gaps: [], notes: [expect.stringContaining('a part')] });
  });
});

describe('the output hss_gate', () => {
  const value = { policy_hash: 'a', source: 'live', enforcement: 'DENY', decision_hash: 'b' };

  test('is read from what is planned', () => {
    expect(read(plan([], gateOutput(value))).evidence).toEqual({ value });
  });

  test('is read from the configuration where -target leaves it out', () => {
    const outputs = { hss_gate: { expression: { constant_value: value } } };
    expect(read(plan([], { configuration: { root_module: { outputs } } })).evidence).toEqual({
      value,
    });
  });

  test('that is there without a value is there', () => {
    const outputs = { hss_gate: { expression: { references: ['local.x'] } } };
    expect(read(plan([], { configuration: { root_module: { outputs } } })).evidence).toEqual({
      value: undefined,
    });
  });

  test('that is missing is missing', () => {
    expect(read(plan([])).evidence).toBeUndefined();
  });
});

test('5,000 resources, and 50 MB', () => {
  const long = 'x'.repeat(10_000);
  const changes = Array.from({ length: 5_000 }, (_, at) =>
    change(`kubernetes_pod.p[${at}]`, ['create'], { ...pod(`r.example/p/i${at}:1`), long }),
  );
  expect(read(plan(changes)).deployments).toHaveLength(5_000);
});

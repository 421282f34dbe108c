import { deploysNothing } from '../../src/plan';
import { failureOf } from '../support/failure';
import { change, gateOutput, plan, pod, read, reasonOf, referencesOf } from './support';

type Json = { readonly [key: string]: unknown };

const WEB = 'registry.example/shop/web:1';

describe('the actions of a change', () => {
  test.each([
    [['create']],
    [['update']],
    [['delete', 'create']],
    [['create', 'delete']],
    [['create', 'forget']],
    [['something-new']],
    [[]],
  ])('%j deploy its images', (actions) => {
    const { deployments, passed } = read(plan([change('kubernetes_pod.web', actions, pod(WEB))]));
    expect(deployments).toMatchObject([
      {
        address: 'kubernetes_pod.web',
        type: 'kubernetes_pod',
        found: [{ reference: WEB, where: 'spec[0].container[0].image' }],
        doubts: [],
      },
    ]);
    expect(passed).toEqual([]);
  });

  test.each([[['no-op']], [['delete']], [['forget']], [['read']]])(
    '%j deploy nothing',
    (actions) => {
      const planned = read(plan([change('kubernetes_pod.web', actions, pod(WEB))]));
      expect(planned).toMatchObject({
        deployments: [],
        passed: [{ address: 'kubernetes_pod.web' }],
      });
      expect(deploysNothing(planned)).toBe(true);
    },
  );

  test('of a data source deploy nothing', () => {
    const entry = change('data.kubernetes_pod.web', ['update'], pod(WEB), {}, { mode: 'data' });
    expect(read(plan([entry])).deployments).toEqual([]);
  });

  test('may be missing from a plan without changes', () => {
    const planned = read({ format_version: '1.0', planned_values: {}, applyable: false });
    expect(deploysNothing(planned)).toBe(true);
  });
});

test.each([
  'module.shop.kubernetes_pod.web',
  'module.shop["eu.west"].kubernetes_pod.web[0]',
  'kubernetes_pod.web["a/b"]',
])('leave %s at its address', (address) => {
  const entry = change(address, ['create'], pod(WEB), {}, { type: 'kubernetes_pod' });
  const [deployment] = read(plan([entry])).deployments;
  expect(deployment.address).toBe(address);
  expect(referencesOf(deployment)).toEqual([WEB]);
});

describe('the values of a plan', () => {
  test('are undeterminable where an image is not known yet', () => {
    const after = { spec: [{ container: [{ name: 'main' }, { image: WEB }] }] };
    const unknown = { spec: [{ container: [{ image: true }, {}] }] };
    const entry = change('kubernetes_pod.web', ['create'], after, { after_unknown: unknown });
    const [deployment] = read(plan([entry])).deployments;
    expect(referencesOf(deployment)).toEqual([WEB]);
    expect(reasonOf(deployment)).toContain('spec[0].container[0].image');
  });

  test('are undeterminable where they are missing', () => {
    const entry = change('kubernetes_pod.web', ['create'], null, { after_unknown: true });
    expect(reasonOf(read(plan([entry])).deployments[0])).toContain('does not show its values');
  });

  test('list equal images of one resource once', () => {
    const after = { spec: [{ container: [{ image: WEB }, { image: WEB }] }] };
    const [deployment] = read(plan([change('kubernetes_pod.web', ['create'], after)])).deployments;
    expect(deployment.found).toEqual([
      { reference: WEB, where: 'spec[0].container[0].image, spec[0].container[1].image' },
    ]);
  });

  test('are named of a sensitive value only as far as they are images', () => {
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
    expect(referencesOf(named)).toEqual([WEB]);
    expect(named.doubts).toEqual([]);
    for (const deployment of [hidden, unknown]) {
      expect(deployment.found).toEqual([]);
      expect(reasonOf(deployment)).toContain('sensitive');
      expect(JSON.stringify(deployment)).not.toMatch(/hunter2/i);
    }
  });

  test('are not named where they are sensitive, nor are the keys of their text', () => {
    const sensitive = { after_sensitive: { environment: true, data: true } };
    const [variable, text] = read(
      plan([
        change(
          'aws_lambda_function.a',
          ['create'],
          { environment: { DB: 'user.db/app:hunter2' } },
          sensitive,
        ),
        change('acme_x.b', ['create'], { data: '{"hunter2":{"image":"https://x"}}' }, sensitive),
      ]),
    ).deployments;
    expect(variable).toMatchObject({ found: [], doubts: [{ isNamed: true }] });
    expect(text.doubts).toMatchObject([{ where: 'data' }]);
    expect(JSON.stringify([variable, text])).not.toContain('hunter2');
  });

  test('are undeterminable for a Helm release', () => {
    const entry = change('helm_release.db', ['create'], { chart: 'mysql', repository: 'x' });
    expect(reasonOf(read(plan([entry])).deployments[0])).toContain('chart');
  });
});

describe('a plan that does not show all', () => {
  test('is in doubt after a failed run', () => {
    const planned = read(plan([], { errored: true, complete: false, applyable: false }));
    expect(planned.gaps).toEqual([expect.stringContaining('a run that failed')]);
    expect(deploysNothing(planned)).toBe(false);
  });

  test('is in doubt where a change is deferred, unless it deletes', () => {
    const deferred = (action: string) => ({
      reason: 'provider_config_unknown',
      resource_change: change(`kubernetes_pod.${action}`, [action], {}),
    });
    const planned = read(
      plan([], { complete: false, deferred_changes: [deferred('create'), deferred('delete')] }),
    );
    expect(planned.deployments).toMatchObject([
      { address: 'kubernetes_pod.create', type: 'kubernetes_pod', found: [] },
    ]);
    expect(reasonOf(planned.deployments[0])).toContain('deferred');
    expect(reasonOf(planned.deployments[0])).toContain('provider_config_unknown');
  });

  test('is complete in itself with -target', () => {
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

  test('is found without a value', () => {
    const outputs = { hss_gate: { expression: { references: ['local.x'] } } };
    expect(read(plan([], { configuration: { root_module: { outputs } } })).evidence).toEqual({
      value: undefined,
    });
  });

  test('is missing where the plan has none', () => {
    expect(read(plan([])).evidence).toBeUndefined();
  });
});

describe('a resource that starts nothing', () => {
  test('passes as an ephemeral resource that is opened', () => {
    const entry = change('random_password.p', ['open'], null, {}, { mode: 'ephemeral' });
    expect(read(plan([entry]))).toMatchObject({
      deployments: [],
      passed: [{ harmless: expect.stringContaining('ephemeral') }],
    });
  });
});

describe('a docker_container of an image of the plan', () => {
  const image = (name: string, more: Json = {}, entry: Json = {}) =>
    change('docker_image.web', ['create'], { name }, more, { name: 'web', ...entry });
  const container = (entry: Json = {}) =>
    change(
      'docker_container.web',
      ['create'],
      { name: 'web' },
      { after_unknown: { image: true } },
      { name: 'web', ...entry },
    );
  const expressions = (...references: string[]) => ({ image: { references } });
  const resource = (type: string, name: string, more: object) => ({
    mode: 'managed',
    type,
    name,
    ...more,
  });
  const configuration = (...references: string[]) => ({
    root_module: {
      resources: [resource('docker_container', 'web', { expressions: expressions(...references) })],
    },
  });
  const reference = ['docker_image.web.image_id', 'docker_image.web'];

  test('has the name of that image', () => {
    const planned = read(
      plan([container(), image(WEB)], { configuration: configuration(...reference) }),
    );
    expect(planned.deployments.map(referencesOf)).toEqual([[WEB], [WEB]]);
    expect(planned.deployments.map(reasonOf)).toEqual(['', '']);
  });

  test('has the names of all its instances', () => {
    const instances = [image(`${WEB}0`), image(`${WEB}1`)];
    const planned = read(
      plan([container(), ...instances], {
        configuration: configuration('docker_image.web[0].image_id', ...reference),
      }),
    );
    expect(referencesOf(planned.deployments[0])).toEqual([`${WEB}0`, `${WEB}1`]);
  });

  test('in a module is of that module', () => {
    const inModule = { module_address: 'module.shop["eu"]' };
    const planned = read(
      plan(
        [
          container(inModule),
          image(WEB, {}, inModule),
          image('evil.example/x:1', {}, { address: 'docker_image.other' }),
        ],
        {
          configuration: {
            root_module: {
              module_calls: { shop: { module: configuration(...reference).root_module } },
            },
          },
        },
      ),
    );
    expect(referencesOf(planned.deployments[0])).toEqual([WEB]);
  });

  test.each<[string, string[]]>([
    ['refers to something else, too', [...reference, 'var.x']],
    ['refers to another resource', ['docker_image.other.image_id', 'docker_image.other']],
    ['refers to nothing', []],
  ])('is in doubt where its expression %s', (_, references) => {
    const planned = read(
      plan([container(), image(WEB)], { configuration: configuration(...references) }),
    );
    expect(reasonOf(planned.deployments[0])).toContain('image');
  });
});

describe('the actions of Terraform', () => {
  const action = (values: object) => ({
    action_invocations: [
      { address: 'action.acme_run.x', type: 'acme_run', name: 'x', config_values: values },
    ],
  });

  test('with an image in their values are in doubt', () => {
    const planned = read(plan([], action({ payload: JSON.stringify({ image: WEB }) })));
    expect(planned.deployments).toMatchObject([{ address: 'action.acme_run.x', found: [] }]);
    expect(reasonOf(planned.deployments[0])).toContain('payload → image');
  });

  test('pass without an image', () => {
    const planned = read(plan([], action({ payload: '{"a":1}' })));
    expect(planned).toMatchObject({ deployments: [], passed: [{ address: 'action.acme_run.x' }] });
  });
});

test.each<[string, Json]>([
  ['no changes', { resource_changes: undefined }],
  ['an empty list of changes', {}],
])('resources that are planned with %s are an error', async (_, more) => {
  const resources = [{ address: 'a.b', mode: 'managed' }];
  const cut = plan([], {
    planned_values: { root_module: { child_modules: [{ resources }] } },
    ...more,
  });
  expect((await failureOf(() => read(cut))).summary).toContain('has no resource_changes');
});

test('a plan of outputs and data sources needs no changes', () => {
  const resources = [{ address: 'data.a.b', mode: 'data' }];
  const planned = read(plan([], { planned_values: { root_module: { resources } } }));
  expect(deploysNothing(planned)).toBe(true);
});

test('a plan of 5,000 resources and 50 MB is read', () => {
  const long = 'x'.repeat(10_000);
  const changes = Array.from({ length: 5_000 }, (_, at) =>
    change(`kubernetes_pod.p[${at}]`, ['create'], { ...pod(`r.example/p/i${at}:1`), long }),
  );
  expect(read(plan(changes)).deployments).toHaveLength(5_000);
});

import * as kubernetes from '@cdktf/provider-kubernetes';
import { TerraformStack, Testing } from 'cdktf';
import { discover, pin } from '../../src/discovery';
import { DIGEST, Json, places, references } from './support';

describe('the JSON that cdktf synthesizes', () => {
  function synthesized(): Json {
    const app = Testing.app();
    const stack = new TerraformStack(app, 'shop');
    const metadata = { name: 'web' };
    new kubernetes.podV1.PodV1(stack, 'pod', {
      metadata,
      spec: {
        container: [{ name: 'web', image: 'web:1' }],
        initContainer: [{ name: 'init', image: 'init:1' }],
      },
    });
    const deployment = new kubernetes.deploymentV1.DeploymentV1(stack, 'deployment', {
      metadata,
      spec: {
        template: { metadata, spec: { container: [{ name: 'web', image: 'web:1' }] } },
      },
    });
    deployment.addOverride('spec.template.spec.dynamic.container', {
      for_each: '${var.sidecars}',
      content: { name: 'side', image: 'side:1' },
    });
    new kubernetes.cronJobV1.CronJobV1(stack, 'cron', {
      metadata,
      spec: {
        schedule: '@daily',
        jobTemplate: {
          metadata,
          spec: { template: { metadata, spec: { container: [{ name: 'a', image: 'cron:1' }] } } },
        },
      },
    });
    new kubernetes.configMapV1.ConfigMapV1(stack, 'config', { metadata, data: { image: 'x' } });
    new kubernetes.manifest.Manifest(stack, 'manifest', {
      manifest: { kind: 'Pod', spec: { containers: [{ image: 'crd:1' }], x: deployment.id } },
    });
    return JSON.parse(JSON.stringify(stack.toTerraform()));
  }

  test('has each resource with the path of its construct', () => {
    const found = discover(synthesized());
    const table = Object.fromEntries(
      found.map((each) => [each.address, [each.outcome, ...references(each)].join(' ')]),
    );
    expect(table).toEqual({
      'kubernetes_pod_v1.pod': 'images web:1 init:1',
      'kubernetes_deployment_v1.deployment': 'images web:1 side:1',
      'kubernetes_cron_job_v1.cron': 'images cron:1',
      'kubernetes_config_map_v1.config': 'none',
      'kubernetes_manifest.manifest': 'images crd:1',
    });
    expect(found[0].constructPath).toBe('shop/pod');
  });

  test('changes in nothing else when it is pinned', () => {
    const document = synthesized();
    const before = JSON.stringify(document);
    const edits = discover(document).flatMap(({ images }) =>
      images.map(({ at, reference }) => ({
        at: at!,
        reference: `${reference.split(':')[0]}@${DIGEST}`,
      })),
    );
    const pinned = pin(document, edits);
    expect(JSON.stringify(document)).toBe(before);
    expect(JSON.stringify(pinned)).toBe(
      before.replace(/"(web|init|side|cron|crd):1"/g, `"$1@${DIGEST}"`),
    );
  });

  test('is the same by Testing.synth', () => {
    const document = JSON.parse(
      Testing.synthScope((stack) => {
        new kubernetes.podV1.PodV1(stack, 'pod', {
          metadata: {},
          spec: { container: [{ name: 'web', image: 'web:1' }] },
        });
      }),
    );
    expect(discover(document).map(references)).toEqual([['web:1']]);
  });
});

test('resources, data sources and module calls are found, each also as lists', () => {
  const document = {
    '//': { metadata: {} },
    resource: [
      { kubernetes_pod: [{ a: [{ spec: [{ container: [{ image: 'a:1' }] }] }] }] },
      { kubernetes_pod: { b: { spec: { container: { image: 'b:1' } } } } },
    ],
    data: { aws_ami: { x: { image: 'a:1' } }, '//': 'a comment' },
    module: [{ m: [{ image: 'm:1' }] }],
    output: { image: { value: 'o:1' } },
  };
  const found = discover(document);
  expect(found.map(({ address, outcome }) => `${address} ${outcome}`)).toEqual([
    'kubernetes_pod.a images',
    'kubernetes_pod.b images',
    'data.aws_ami.x none',
    'module.m images',
  ]);
  expect(found.flatMap(places)).toEqual([
    'resource[0].kubernetes_pod[0].a[0].spec[0].container[0].image',
    'resource[1].kubernetes_pod.b.spec.container.image',
    'module[0].m[0].image',
  ]);
});

test.each([undefined, null, 5, 'x', [], {}, { resource: null }, { resource: [5, { x: 'y' }] }])(
  'the document %j holds no image',
  (document) => {
    expect(discover(document).flatMap(references)).toEqual([]);
  },
);

test.each<[string, object, string]>([
  ['an image', { payload: '{"image":"a.example/b:1"}' }, 'undeterminable'],
  ['nothing of the kind', { payload: '{"a":"b"}' }, 'none'],
])('an action is judged by %s in its values', (_, config, outcome) => {
  const document = { action: { acme_run: { x: { config } } } };
  expect(discover(document)).toMatchObject([{ address: 'action.acme_run.x', outcome, images: [] }]);
});

test.each<[string, object]>([
  ['labels', { labels: { image: 'a.example/b:1' } }],
  [
    'an annotation with a copy of the object',
    { annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{"image":"a"}' } },
  ],
])('%s name nothing to run', (_, body) => {
  expect(discover({ resource: { acme_x: { it: body } } })).toMatchObject([{ outcome: 'none' }]);
});

test('values in labels that are not strings are checked', () => {
  const body = { labels: { a: { containers: [{ image: 'a.example/b:1' }] } } };
  expect(references(discover({ resource: { acme_x: { it: body } } })[0])).toEqual([
    'a.example/b:1',
  ]);
});

test('the value after an image flag in a list of arguments is an image', () => {
  const body = { args: ['--image', 'nginx:1', '--name', 'nginx:2'] };
  expect(references(discover({ resource: { acme_x: { it: body } } })[0])).toEqual(['nginx:1']);
});

import { readFileSync } from 'node:fs';
import {
  Aspects,
  TerraformElement,
  TerraformHclModule,
  TerraformOutput,
  TerraformStack,
  Testing,
} from 'cdktf';
import { Construct } from 'constructs';
import { Enforcement } from '../../../src';
import {
  BAD,
  Deployment,
  GOOD,
  Gated,
  PINNED,
  badImage,
  codeOf,
  deployed,
  deployedBy,
  gate,
  gated,
  image,
  thrown,
} from '../support';
import { Json, Resource, denial, kubernetes, ungated, warningsOf } from './stack-support';

/** What a gate makes of a stack's finished JSON: which images it finds, whose they are, and what is written. */

describe('one line gates a stack', () => {
  const TASK = `[ {"name": "web",\t"image":"${GOOD}", "memory": 512.0} ,{"image": "${GOOD}"}]`;

  function whole(): Gated {
    const all = gated();
    kubernetes(all.stack, 'web', [GOOD, GOOD]);
    new Resource(all.stack, 'task', 'aws_ecs_task_definition', { container_definitions: TASK });
    new Resource(all.stack, 'box', 'docker_container', { image: GOOD, name: `runs ${GOOD}` });
    new Resource(all.stack, 'run', 'google_cloud_run_v2_service', {
      template: { containers: [{ image: GOOD }] },
    });
    new Resource(all.stack, 'manifest', 'kubernetes_manifest', {
      manifest: { kind: 'Pod', spec: { containers: [{ name: 'x', image: GOOD }] } },
    });
    new Resource(all.stack, 'label', 'aws_sns_topic', { name: 'topic', tags: { image: GOOD } });
    new TerraformOutput(all.stack, 'out', { value: GOOD });
    new TerraformHclModule(all.stack, 'module', {
      source: 'example/web/test',
      variables: { image: GOOD, title: `runs ${GOOD}` },
    });
    return all;
  }

  test('every image is pinned, and nothing else is changed', () => {
    const { app, stack, gate } = whole();
    // It adds a backend.
    stack.prepareStack();
    const before = ungated(stack);
    app.synth();
    const { output, ...after } = JSON.parse(
      readFileSync(`${app.outdir}/stacks/shop/cdk.tf.json`, 'utf8'),
    ) as Json;
    const { hss_gate: evidence, ...outputs } = output;
    expect(Object.keys(evidence)).toEqual(['description', 'value']);

    const { resource, module } = before;
    const set = (object: Json, key: string): void =>
      void Object.assign(object, { [key]: (object[key] as string).replaceAll(GOOD, PINNED) });
    for (const container of resource.kubernetes_deployment_v1.web.spec.template.spec.container) {
      set(container as Json, 'image');
    }
    set(resource.aws_ecs_task_definition.task, 'container_definitions');
    set(resource.docker_container.box, 'image');
    set(resource.google_cloud_run_v2_service.run.template.containers[0], 'image');
    set(resource.kubernetes_manifest.manifest.manifest.spec.containers[0], 'image');
    set(module.module, 'image');
    expect({ ...after, output: outputs }).toEqual(before);
    expect(JSON.stringify(after).split(PINNED)).toHaveLength(9);
    expect(gate.verdicts).toEqual([]);
  });

  test('any bad image refuses the stack, naming where it stands', () => {
    const given = whole();
    kubernetes(new Construct(given.stack, 'part'), 'bad', [GOOD, BAD]);
    const message = denial(given);
    expect(message).toContain('stack shop is refused: 2 images in 8 places: 1 denied');
    expect(message).toContain(`${BAD} (shop/part/bad)`);
  });

  test('an empty stack passes', () => {
    const { app, stack } = gated({ rows: [] });
    new Resource(stack, 'topic', 'aws_sns_topic', { name: 'topic' });
    expect(deployedBy(app)).toEqual({});
  });
});

describe('an image is found, that', () => {
  test.each<[string, (given: Gated, reference: string) => unknown]>([
    [
      'an override sets',
      ({ stack }, reference) =>
        kubernetes(stack, 'web', [GOOD]).addOverride(
          'spec.template.spec.container.0.image',
          reference,
        ),
    ],
    [
      'an override adds',
      ({ stack }, reference) =>
        new Resource(stack, 'pod', 'kubernetes_pod_v1', {}).addOverride('spec.init_container', [
          { image: reference },
        ]),
    ],
    [
      'an aspect sets that was added after the gate',
      ({ stack }, reference) => {
        const web = new Deployment(stack, 'web', GOOD);
        Aspects.of(stack).add({
          visit: (node) => void (node === web && web.addOverride('image', reference)),
        });
      },
    ],
    [
      'an aspect makes a resource for',
      ({ stack }, reference) =>
        Aspects.of(stack).add({
          visit: (node) =>
            void (
              node === stack &&
              !stack.node.tryFindChild('late') &&
              new Deployment(stack, 'late', reference)
            ),
        }),
    ],
    [
      'a module is given',
      ({ stack }, reference) =>
        new TerraformHclModule(stack, 'module', {
          source: 'example/web/test',
          variables: { web_image: reference },
        }),
    ],
    [
      'the stack overrides for a resource without a construct',
      ({ stack }, reference) =>
        stack.addOverride('resource.docker_container.extra.image', reference),
    ],
    [
      "the stack overrides, with another's path",
      ({ stack }, reference) =>
        stack.addOverride('resource.docker_container.extra', {
          image: reference,
          '//': { metadata: { path: 'shop/ignored/extra' } },
        }),
    ],
    [
      'stands in lists of blocks',
      ({ stack }, reference) =>
        stack.addOverride('resource', [{ docker_container: [{ x: [{ image: reference }] }] }]),
    ],
    [
      'an element of another class writes',
      ({ stack }, reference) =>
        new (class extends TerraformElement {
          public override toTerraform(): unknown {
            return { resource: { docker_container: { own: { image: reference } } } };
          }
        })(stack, 'own'),
    ],
    [
      'a wrapper of toTerraform adds',
      ({ stack }, reference) => {
        const before = stack.toTerraform.bind(stack);
        stack.toTerraform = () => ({
          ...(before() as object),
          resource: { docker_container: { x: { image: reference } } },
        });
      },
    ],
    [
      'a wrapper of toTerraform shows in JSON alone',
      ({ stack }, reference) => {
        stack.toTerraform = () => ({
          resource: { docker_container: { x: { toJSON: () => ({ image: reference }) } } },
        });
      },
    ],
    [
      'a wrapper of toTerraform shows at second sight',
      ({ stack }, reference) => {
        let seen = 0;
        const x = {
          get image(): string {
            return seen++ > 0 ? BAD : reference;
          },
        };
        stack.toTerraform = () => ((seen = 0), { resource: { docker_container: { x } } });
      },
    ],
  ])('%s', (_, deploy) => {
    const props = { ignore: ['shop/ignored/**'] };
    const good = gated({ props });
    deploy(good, GOOD);
    good.app.synth();
    const written = readFileSync(`${good.app.outdir}/stacks/shop/cdk.tf.json`, 'utf8');
    expect(written).toContain(PINNED);
    expect(written).not.toContain(GOOD);
    const bad = gated({ props });
    deploy(bad, BAD);
    expect(denial(bad)).toContain('1 image denied');
  });
});

test('toTerraform that does not return an object is refused', () => {
  for (const json of [undefined, null, [], 'text']) {
    const { stack } = gated();
    stack.toTerraform = () => json;
    expect(thrown(() => stack.toTerraform()).message).toMatch(
      /^HSS_INVALID_ARGUMENT: toTerraform of this stack does not return an object\n {2}construct: shop\n/,
    );
  }
});

test('the coverage lists every resource with its outcome, also of a refused stack', () => {
  const { app, stack, gate } = gated({ props: { ignore: ['shop/skip'] } });
  expect(gate.coverage).toEqual([]);
  new Deployment(stack, 'web', GOOD);
  new Deployment(stack, 'skip', BAD);
  new Resource(stack, 'topic', 'aws_sns_topic', { name: 'x' });
  new Resource(stack, 'worker', 'acme_worker', { image: GOOD, sidecar_image: '${var.x}' });
  new TerraformHclModule(stack, 'm', { source: 'x/y/z', variables: { image: GOOD } });
  stack.addOverride('data.docker_image.d.name', GOOD);
  stack.addOverride('resource.docker_container.extra.image', GOOD);
  expect(codeOf(() => app.synth())).toBe('HSS_IMAGE_DENIED');
  const byAddress = Object.fromEntries(
    gate.coverage.map(({ found, doubts, harmless, notes, ...entry }) => {
      expect(found.map(({ reference }) => reference)).toEqual(entry.images);
      expect(doubts.length > 0).toBe(entry.reason !== undefined);
      expect(harmless).toBeTruthy();
      expect(notes).toEqual([]);
      return [entry.address, entry];
    }),
  );
  expect(byAddress).toEqual({
    'docker_container.web': {
      address: 'docker_container.web',
      type: 'docker_container',
      path: 'shop/web',
      outcome: 'IMAGES',
      images: [GOOD],
    },
    'docker_container.skip': {
      address: 'docker_container.skip',
      type: 'docker_container',
      path: 'shop/skip',
      outcome: 'IGNORED',
      images: [BAD],
    },
    'docker_container.extra': {
      address: 'docker_container.extra',
      type: 'docker_container',
      outcome: 'IMAGES',
      images: [GOOD],
    },
    'aws_sns_topic.topic': {
      address: 'aws_sns_topic.topic',
      type: 'aws_sns_topic',
      path: 'shop/topic',
      outcome: 'NONE',
      images: [],
    },
    'acme_worker.worker': {
      address: 'acme_worker.worker',
      type: 'acme_worker',
      path: 'shop/worker',
      outcome: 'UNDETERMINABLE',
      images: [GOOD],
      reason: expect.stringContaining('sidecar_image contains'),
    },
    'module.m': {
      address: 'module.m',
      type: 'module',
      path: 'shop/m',
      outcome: 'IMAGES',
      images: [GOOD],
    },
    'data.docker_image.d': {
      address: 'data.docker_image.d',
      type: 'docker_image',
      outcome: 'NONE',
      images: [],
    },
  });
});

describe('one synth after another', () => {
  test('Testing.synth then app.synth writes the same, and warns once', () => {
    const { app, stack } = gated({
      rows: [image(), badImage()],
      props: { enforcement: Enforcement.WARN },
    });
    new Deployment(stack, 'web', BAD);
    const first = deployed(Testing.synth(stack));
    expect(deployedBy(app)).toEqual(first);
    expect(warningsOf(app)).toHaveLength(1);
  });

  test('JSON that someone changes after it was made does not change the next', () => {
    const { stack } = gated();
    new Deployment(stack, 'web', GOOD);
    const json = stack.toTerraform() as Json;
    (json.resource.docker_container.web as { image: string }).image = BAD;
    expect(deployed(JSON.stringify(stack.toTerraform()))).toEqual({ web: PINNED });
  });

  test('an outer stack that is refused leaves nothing behind for the inner one', () => {
    const { app, stack } = gated();
    const inner = new TerraformStack(stack, 'inner');
    gate(inner);
    new Deployment(inner, 'web', GOOD);
    new Deployment(stack, 'bad', BAD);
    expect(codeOf(() => app.synth())).toBe('HSS_IMAGE_DENIED');
    expect(deployed(Testing.synth(inner))).toEqual({ web: PINNED });
  });
});

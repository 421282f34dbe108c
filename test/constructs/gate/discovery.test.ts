import { readFileSync } from 'node:fs';
import { DeploymentV1 } from '@cdktf/provider-kubernetes/lib/deployment-v1';
import { KubernetesProvider } from '@cdktf/provider-kubernetes/lib/provider';
import {
  Aspects,
  Fn,
  TerraformElement,
  TerraformHclModule,
  TerraformOutput,
  TerraformResource,
  TerraformStack,
  TerraformVariable,
  Testing,
} from 'cdktf';
import { Construct, IConstruct } from 'constructs';
import {
  CoverageOutcome,
  Enforcement,
  HssConnection,
  HssImageGateProps,
  Pinning,
} from '../../../src';
import {
  BAD,
  Deployment,
  GOOD,
  Gated,
  PINNED,
  REGISTRY,
  ROWS,
  badImage,
  codeOf,
  deployed,
  deployedBy,
  fixture,
  gate,
  gated,
  image,
  isWritten,
  policy,
  sha,
  thrown,
} from '../support';

/** What a gate makes of a stack's finished JSON: which images it finds, whose they are, and what is written. */

const BAD_PINNED = `${REGISTRY}/shop/web@${sha('b')}`;

/** A resource of any type, with any attributes. */
class Resource extends TerraformResource {
  constructor(
    scope: Construct,
    id: string,
    terraformResourceType: string,
    private readonly attributes: { readonly [name: string]: unknown },
  ) {
    super(scope, id, { terraformResourceType });
  }

  protected override synthesizeAttributes(): { [name: string]: unknown } {
    return { ...this.attributes };
  }
}

function kubernetes(scope: Construct, id: string, images: readonly string[]): DeploymentV1 {
  const stack = TerraformStack.of(scope);
  if (stack.node.tryFindChild('kubernetes') === undefined) {
    new KubernetesProvider(stack, 'kubernetes');
  }
  return new DeploymentV1(scope, id, {
    metadata: { name: id, labels: { image: 'busybox' } },
    spec: {
      replicas: '2',
      selector: { matchLabels: { app: id } },
      template: {
        metadata: { labels: { app: id } },
        spec: { container: images.map((one, index) => ({ name: `c${index}`, image: one })) },
      },
    },
  });
}

/** As deep as one likes; what it holds is for the test to know. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- any depth
type Json = { [key: string]: any };

function synthesized(stack: TerraformStack): Json {
  return JSON.parse(Testing.synth(stack)) as Json;
}

/** What the stack would be without a gate: what cdktf makes behind the door. */
function ungated(stack: TerraformStack): Json {
  const json = TerraformStack.prototype.toTerraform.call(stack) as unknown;
  return JSON.parse(JSON.stringify(json)) as Json;
}

const denial = (given: Gated): string => {
  const { code, message } = thrown(() => given.app.synth());
  expect(code).toBe('HSS_IMAGE_DENIED');
  expect(isWritten(given.app)).toBe(false);
  return message;
};

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

  test('and any bad one refuses it, naming where it stands', () => {
    const given = whole();
    kubernetes(new Construct(given.stack, 'part'), 'bad', [GOOD, BAD]);
    const message = denial(given);
    expect(message).toContain('stack shop is refused: 1 of 10 images denied');
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
      'the stack overrides, with another’s path',
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
    expect(denial(bad)).toContain('1 of 1 images denied');
  });
});

test('toTerraform that gives no object is refused', () => {
  for (const json of [undefined, null, [], 'text']) {
    const { stack } = gated();
    stack.toTerraform = () => json;
    expect(thrown(() => stack.toTerraform()).message).toMatch(
      /^HSS_INVALID_ARGUMENT: toTerraform of this stack gives no object\n {2}construct: shop\n/,
    );
  }
});

describe('a gate in a construct', () => {
  function parts(): Gated & { readonly inside: Construct; readonly outside: Construct } {
    const app = Testing.app();
    const stack = new TerraformStack(app, 'shop');
    new HssConnection(stack, 'hss', { source: fixture() });
    const [inside, outside] = ['a', 'ab'].map((id) => new Construct(stack, id));
    return { app, stack, inside, outside, gate: gate(inside) };
  }

  test('covers what is under it, and nothing else', () => {
    const { app, stack, inside, outside, gate } = parts();
    const web = new Deployment(inside, 'web', GOOD);
    const other = new Deployment(outside, 'web', BAD);
    new Deployment(stack, 'top', BAD);
    stack.addOverride('resource.docker_container.extra.image', 'busybox');
    expect(deployedBy(app)).toEqual({
      [web.friendlyUniqueId]: PINNED,
      [other.friendlyUniqueId]: BAD,
      top: BAD,
      extra: 'busybox',
    });
    expect(gate.coverage.map(({ path }) => path)).toEqual(['shop/a/web']);
    new Deployment(inside, 'bad', BAD);
    expect(codeOf(() => app.synth())).toBe('HSS_IMAGE_DENIED');
  });

  test.each<[string, (bad: Deployment) => unknown]>([
    ['is taken away', (bad) => bad.addOverride('//', undefined)],
    ['is null', (bad) => bad.addOverride('//', null)],
    ['is another', (bad) => bad.addOverride('//.metadata.path', 'shop/ab/web')],
  ])('covers a resource whose note by cdktf %s', (_, tamper) => {
    const given = parts();
    tamper(new Deployment(given.inside, 'bad', BAD));
    expect(denial(given)).toContain(`${BAD} (shop/a/bad)`);
  });

  test('covers what an element of another class writes, without a note', () => {
    const write = (scope: Construct, name: string): TerraformElement =>
      new (class extends TerraformElement {
        public override toTerraform(): unknown {
          return { resource: [{ docker_container: { [name]: { image: BAD } } }] };
        }
      })(scope, 'own');
    const outside = parts();
    write(outside.outside, 'x');
    expect(codeOf(() => outside.app.synth())).toBe('passed');
    const inside = parts();
    write(inside.inside, 'x');
    expect(denial(inside)).toContain(`${BAD} (shop/a/own)`);
  });

  test('refuses what two constructs make together', () => {
    const given = parts();
    new Deployment(given.inside, 'one', GOOD).overrideLogicalId('web');
    new Deployment(given.outside, 'two', BAD).overrideLogicalId('web');
    expect(denial(given)).toContain(
      "docker_container.web is made by several constructs, so which of them deploys it can't be said: shop/a/one, shop/ab/two",
    );
  });

  test('can be a resource’s own', () => {
    const { app, stack } = parts();
    const web = new Deployment(stack, 'web', GOOD);
    gate(web, { connection: stack.node.findChild('hss') as HssConnection });
    expect(deployedBy(app)).toEqual({ web: PINNED });
  });

  test('judges what it required where it stands, also outside of it', () => {
    const given = parts();
    new Deployment(given.outside, 'bad', given.gate.require(BAD));
    expect(denial(given)).toContain(`${BAD} (shop/ab/bad)`);
  });
});

describe('two gates over one resource', () => {
  /** A stack with a gate, and a construct in it with another gate, which may ask elsewhere. */
  function nested(
    props: Partial<HssImageGateProps> = {},
    rows = ROWS,
    outer: Partial<HssImageGateProps> = {},
  ): Gated & { readonly part: Construct; readonly inner: ReturnType<typeof gate> } {
    const all = gated({ props: outer });
    const part = new Construct(all.stack, 'part');
    new HssConnection(part, 'hss', { source: fixture(rows) });
    return { ...all, part, inner: gate(part, props) };
  }
  const lax = { policy: policy({ maxSeverity: 'High' as never, maxMaliciousFiles: 9 }) };
  const idOf = ({ part }: { readonly part: Construct }): string =>
    (part.node.findChild('web') as Deployment).friendlyUniqueId;

  test('both allow, and it is pinned once', () => {
    const given = nested();
    new Deployment(given.part, 'web', GOOD);
    expect(deployedBy(given.app)).toEqual({ [idOf(given)]: PINNED });
    expect(given.gate.coverage).toEqual(given.inner.coverage);
  });

  test.each<[string, Partial<HssImageGateProps>, Partial<HssImageGateProps>]>([
    ['inner', {}, lax],
    ['outer', lax, {}],
  ])('the %s one refuses', (refusing, inner, outer) => {
    const given = nested(inner, ROWS, outer);
    new Deployment(given.part, 'web', BAD);
    const message = denial(given);
    expect(message).toContain('1 of 2 images denied');
    expect(message).toContain(`${BAD} (shop/part/web)`);
    const { coverage } = refusing === 'inner' ? given.inner : given.gate;
    expect(coverage.map(({ path }) => path)).toEqual(['shop/part/web']);
  });

  test.each<[string, Partial<HssImageGateProps>, Partial<HssImageGateProps>]>([
    ['both pin', {}, {}],
    [
      'one pins, the other deploys tags',
      { pinning: Pinning.NONE, policy: policy({ requireDigest: false }) },
      {},
    ],
    ['one warns', { enforcement: Enforcement.WARN }, {}],
  ])('different digests are a refusal (%s)', (_, inner, outer) => {
    const given = nested(inner, [image({ imageDigest: sha('c') })], outer);
    new Deployment(given.part, 'web', GOOD);
    const message = denial(given);
    expect(message).toMatch(/^HSS_IMAGE_DENIED: stack shop is refused: 1 conflict\n/);
    expect(message).toContain(sha('a'));
    expect(message).toContain(sha('c'));
  });

  test('what one gave is pinned by the other, where only that one pins', () => {
    const given = nested({ pinning: Pinning.NONE, policy: policy({ requireDigest: false }) });
    new Deployment(given.part, 'web', given.inner.require(GOOD));
    // The same text, which the pinning gate has not given.
    new Deployment(given.stack, 'other', GOOD);
    expect(deployedBy(given.app)).toEqual({ [idOf(given)]: PINNED, other: PINNED });
  });

  test('what one gave has to be allowed by both', () => {
    const given = nested(lax);
    new Deployment(given.part, 'web', given.inner.require(BAD));
    const message = denial(given);
    expect(message).toContain('1 of 2 images denied');
    expect(message).toContain(`${BAD} (shop/part/web)`);
  });

  test('what the outer one would allow, the inner one required and denies', () => {
    const given = nested({}, ROWS, lax);
    new Deployment(given.stack, 'web', given.inner.require(BAD));
    const message = denial(given);
    expect(message).toContain('1 of 2 images denied');
    expect(message).not.toContain('denied.invalid');
  });
});

describe('required and literal references', () => {
  test('of one image, mixed, are all judged and pinned', () => {
    const { app, stack, gate } = gated();
    new Deployment(stack, 'a', gate.require(GOOD));
    new Deployment(stack, 'b', GOOD);
    new Deployment(stack, 'c', PINNED);
    expect(deployedBy(app)).toEqual({ a: PINNED, b: PINNED, c: PINNED });
    expect(gate.coverage.map(({ images }) => images)).toEqual([[PINNED], [GOOD], [PINNED]]);
  });

  test('a literal that looks like what a denied image becomes is an image like others', () => {
    const given = gated();
    new Deployment(given.stack, 'a', 'denied.invalid/shop/web:1.5');
    expect(denial(given)).toContain('1 of 1 images denied');
  });

  test('Pinning.NONE leaves references as they are written', () => {
    const byDigest = `${REGISTRY}/shop/web:1.4@${sha('a')}`;
    const given = gated({ props: { pinning: Pinning.NONE } });
    new Deployment(given.stack, 'a', byDigest);
    expect(deployedBy(given.app)).toEqual({ a: byDigest });
    new Deployment(given.stack, 'b', GOOD);
    expect(codeOf(() => given.app.synth())).toBe('HSS_IMAGE_DENIED');
    expect(thrown(() => given.app.synth()).message).toContain('reference-pinned: a tag would be');
  });

  test('what is no reference is denied, whatever the enforcement', () => {
    for (const enforcement of Object.values(Enforcement)) {
      for (const text of ['Not/A/Reference', `${GOOD}\nx`, 'x'.repeat(9000)]) {
        const given = gated({ props: { enforcement } });
        new Deployment(given.stack, 'a', text);
        expect(denial(given).length).toBeLessThan(1500);
      }
    }
  });

  test('WARN pins what has a digest, and warns of each place', () => {
    const { app, stack, gate } = gated({ props: { enforcement: Enforcement.WARN } });
    new Deployment(stack, 'a', BAD);
    new Deployment(stack, 'b', gate.require(BAD));
    new Deployment(stack, 'c', 'busybox');
    expect(deployedBy(app)).toEqual({ a: BAD_PINNED, b: BAD_PINNED, c: 'busybox' });
    expect(warningsOf(app)).toEqual([
      expect.stringContaining(`${BAD} (shop/a)`),
      expect.stringContaining(`${BAD} (shop/b)`),
      expect.stringContaining('busybox (shop/c)'),
    ]);
  });
});

function warningsOf(app: Gated['app'], stack = 'shop'): string[] {
  const manifest = JSON.parse(readFileSync(`${app.outdir}/manifest.json`, 'utf8')) as {
    stacks: { [id: string]: { annotations: { message: string }[] } };
  };
  return manifest.stacks[stack].annotations.map(({ message }) => message);
}

const HELM = (scope: Construct): Resource =>
  new Resource(scope, 'chart', 'helm_release', { name: 'x', chart: 'nginx' });

describe('what can’t be determined', () => {
  const cases: [string, (stack: TerraformStack) => unknown, RegExp][] = [
    [
      'a variable',
      (stack) => kubernetes(stack, 'r', [new TerraformVariable(stack, 'v', {}).stringValue]),
      /\$\{var\.v\}.*only Terraform can resolve/,
    ],
    [
      'a ternary',
      (stack) => new Deployment(stack, 'r', Fn.conditional(true, GOOD, 'busybox')),
      /only Terraform can resolve/,
    ],
    [
      'an interpolation',
      (stack) => new Deployment(stack, 'r', `${REGISTRY}/shop/web:\${var.x}`),
      /var\.x/,
    ],
    ['a Helm chart', HELM, /./],
    [
      'an unknown type',
      (stack) => new Resource(stack, 'r', 'acme_worker', { image: `docker://${GOOD}` }),
      /image names an image behind a scheme/,
    ],
    [
      'a module’s input',
      (stack) =>
        new TerraformHclModule(stack, 'r', { source: 'x/y/z', variables: { image: '${var.x}' } }),
      /var\.x/,
    ],
    [
      'container definitions that are no JSON',
      (stack) =>
        new Resource(stack, 'r', 'aws_ecs_task_definition', {
          container_definitions: `[{"image": "${GOOD}"`,
        }),
      /JSON/,
    ],
    [
      'a Nomad job',
      (stack) => new Resource(stack, 'r', 'nomad_job', { jobspec: 'job "x" {}' }),
      /./,
    ],
  ];

  test.each(cases)('%s is refused', (_, deploy, expected) => {
    const given = gated();
    deploy(given.stack);
    const message = denial(given);
    expect(message).toContain('stack shop is refused: 1 resource undeterminable');
    expect(message).toMatch(/its images can't be determined: /);
    expect(message).toMatch(expected);
    expect(message).toContain('gate.declareImages or declarations of the policy');
    expect(given.gate.coverage.at(-1)).toMatchObject({ outcome: CoverageOutcome.UNDETERMINABLE });
  });

  test.each(cases)(
    '%s is written with a warning under undeterminable: WARN',
    (_, deploy, expected) => {
      const { app, stack } = gated({ props: { undeterminable: Enforcement.WARN } });
      deploy(stack);
      app.synth();
      expect(isWritten(app)).toBe(true);
      const warnings = warningsOf(app);
      expect(warnings).toEqual([expect.stringMatching(/^the images of .* can't be determined: /)]);
      expect(warnings[0]).toMatch(expected);
      app.synth();
      expect(warningsOf(app)).toEqual(warnings);
    },
  );

  test('undeterminable: WARN lets no known bad image through', () => {
    const given = gated({ props: { undeterminable: Enforcement.WARN } });
    new Resource(given.stack, 'r', 'acme_worker', { image: BAD });
    expect(denial(given)).toContain(`${BAD} (shop/r)`);
    const other = gated({ props: { undeterminable: Enforcement.WARN } });
    kubernetes(other.stack, 'r', ['${var.x}', BAD]);
    expect(denial(other)).toContain(`${BAD} (shop/r)`);
  });

  test('an unknown type is judged by what it names, required or not', () => {
    const { app, stack, gate } = gated({ rows: [image(), badImage()] });
    new Resource(stack, 'r', 'acme_worker', { image: gate.require(GOOD), sidecar_image: GOOD });
    app.synth();
    expect(gate.coverage).toEqual([
      {
        address: 'acme_worker.r',
        type: 'acme_worker',
        path: 'shop/r',
        outcome: 'IMAGES',
        images: [PINNED, GOOD],
        found: [
          { path: 'image', reference: PINNED },
          { path: 'sidecar_image', reference: GOOD },
        ],
        doubts: [],
        harmless: 'no rule matches',
        notes: [],
      },
    ]);
    new Resource(stack, 's', 'acme_worker', { image: gate.require(GOOD), sidecar_image: BAD });
    expect(codeOf(() => app.synth())).toBe('HSS_IMAGE_DENIED');
  });

  test('what require gave is an image also in a type that runs nothing', () => {
    const { app, stack, gate } = gated({ rows: [image(), badImage()] });
    new Resource(stack, 'kept', 'terraform_data', { input: { image: BAD } });
    new Resource(stack, 'given', 'terraform_data', { input: { image: gate.require(GOOD) } });
    app.synth();
    const outcomes = gate.coverage.map(({ address, outcome, images, harmless }) => [
      address,
      outcome,
      images,
      harmless,
    ]);
    const harmless =
      'the table of types: terraform_data runs no image by itself (provisioners are not looked at)';
    expect(outcomes).toEqual([
      ['terraform_data.kept', 'NONE', [], harmless],
      ['terraform_data.given', 'IMAGES', [PINNED], harmless],
    ]);
  });

  test('an image whose later values Terraform ignores is judged and pinned, and that is noted', () => {
    const { app, stack, gate } = gated();
    const resource = new Resource(stack, 'r', 'docker_container', { image: GOOD });
    resource.addOverride('lifecycle.ignore_changes', ['image']);
    expect(deployedBy(app)).toEqual({ r: PINNED });
    expect(gate.coverage[0].notes).toEqual([expect.stringContaining('ignore_changes')]);
  });
});

describe('declareImages', () => {
  test('a digest passes and is not touched; the chart is determined', () => {
    const { app, stack, gate } = gated();
    gate.declareImages(HELM(stack), [PINNED]);
    const before = ungated(stack);
    app.synth();
    expect(gate.coverage).toEqual([
      {
        address: 'helm_release.chart',
        type: 'helm_release',
        path: 'shop/chart',
        outcome: 'IMAGES',
        images: [PINNED],
        found: [{ reference: PINNED }],
        doubts: [{ path: '', reason: expect.stringContaining('deploys a chart') }],
        declaredBy: 'declareImages',
        harmless: expect.stringContaining('helm_release'),
        notes: [],
      },
    ]);
    expect(synthesized(stack).resource.helm_release.chart).toEqual({
      chart: before.resource.helm_release.chart.chart,
      name: before.resource.helm_release.chart.name,
    });
  });

  test.each([
    ['a tag', GOOD, /reference-pinned: a tag would be deployed/],
    ['a bad digest', BAD_PINNED, /max-severity/],
    ['an unknown image', 'busybox', /image-listed/],
  ])('%s is denied', (_, reference, expected) => {
    const given = gated();
    given.gate.declareImages(HELM(given.stack), [PINNED, reference]);
    const message = denial(given);
    expect(message).toContain('1 of 2 images denied');
    expect(message).toContain(`${reference} (shop/chart)`);
    expect(message).toMatch(expected);
  });

  test('a tag passes by an exception, and where the policy requires no digest', () => {
    const exceptions = [
      {
        image: 'shop/web',
        rules: ['reference-pinned'],
        owner: 'o',
        reason: 'r',
        expires: new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10),
        scope: 'shop/chart',
      },
    ];
    for (const change of [{ exceptions }, { requireDigest: false }]) {
      const { app, stack, gate } = gated({ props: { policy: policy(change as object) } });
      gate.declareImages(HELM(stack), [GOOD]);
      expect(codeOf(() => app.synth())).toBe('passed');
    }
  });

  test('counts for a module and in several calls, and leaves the logical ID open', () => {
    const { app, stack, gate } = gated();
    const module = new TerraformHclModule(stack, 'm', { source: 'x/y/z' });
    gate.declareImages(module, [PINNED]);
    gate.declareImages(module, [`${REGISTRY}/shop/web@${sha('a')}`]);
    const chart = HELM(stack);
    gate.declareImages(chart, [PINNED]);
    chart.overrideLogicalId('renamed');
    app.synth();
    expect(gate.coverage.map(({ address, images }) => [address, images.length])).toEqual([
      ['helm_release.renamed', 1],
      ['module.m', 2],
    ]);
  });

  test.each<[string, (given: Gated) => IConstruct, unknown, RegExp]>([
    ['no resource', ({ gate }) => gate, [PINNED], /no resource or module/],
    ['a stack', ({ stack }) => stack, [PINNED], /no resource or module/],
    ['undefined', () => undefined as never, [PINNED], /no resource or module/],
    ['another stack’s', ({ app }) => HELM(new TerraformStack(app, 'o')), [PINNED], /gate’s stack/],
    ['no list', ({ stack }) => HELM(stack), PINNED, /references/],
    ['an empty list', ({ stack }) => HELM(stack), [], /references is empty/],
    ['a number', ({ stack }) => HELM(stack), [7], /reference/],
    ['a token', ({ stack }) => HELM(stack), ['${var.x}'], /token/],
    [
      'a Lazy',
      ({ stack, gate }) =>
        HELM(stack) && HELM(new Construct(stack, 'p')) && HELM(new Construct(gate, 'q')),
      [Fn.lower('A')],
      /token/,
    ],
  ])('%s is refused', (_, resource, references, expected) => {
    const given = gated();
    const { message } = thrown(() =>
      given.gate.declareImages(resource(given), references as string[]),
    );
    expect(message).toMatch(/^HSS_INVALID_ARGUMENT: /);
    expect(message).toMatch(expected);
    expect(message).toContain('construct: shop/gate');
  });
});

describe('ignore', () => {
  test('passes over, and says so', () => {
    const { app, stack, gate } = gated({ props: { ignore: ['shop/sandbox/**', 'shop/x?'] } });
    const sandbox = new Construct(new Construct(stack, 'sandbox'), 'deep');
    const bad = new Deployment(sandbox, 'bad', BAD);
    HELM(sandbox);
    new Deployment(stack, 'x1', 'busybox');
    new Deployment(stack, 'web', GOOD);
    expect(deployedBy(app)).toEqual({ [bad.friendlyUniqueId]: BAD, x1: 'busybox', web: PINNED });
    expect(gate.coverage.map(({ path, outcome }) => [path, outcome])).toEqual([
      ['shop/sandbox/deep/bad', 'IGNORED'],
      ['shop/x1', 'IGNORED'],
      ['shop/web', 'IMAGES'],
      ['shop/sandbox/deep/chart', 'IGNORED'],
    ]);
    const file = JSON.parse(
      readFileSync(`${app.outdir}/stacks/shop/hss-verdicts.json`, 'utf8'),
    ) as { ignored: { path: string }[]; images: unknown[] };
    expect(file.ignored.map(({ path }) => path)).toEqual([
      'shop/sandbox/deep/bad',
      'shop/x1',
      'shop/sandbox/deep/chart',
    ]);
    expect(file.images).toHaveLength(1);
  });

  test('does not reach what was required', () => {
    const given = gated({ props: { ignore: ['shop/**'] } });
    new Deployment(given.stack, 'web', given.gate.require(BAD));
    expect(denial(given)).toContain(`${BAD} (shop/gate)`);
  });

  test('does not reach what has no construct', () => {
    const given = gated({ props: { ignore: ['**'] } });
    given.stack.addOverride('resource.docker_container.x.image', BAD);
    expect(denial(given)).toContain('1 of 1 images denied');
  });

  test('of one gate is not that of another', () => {
    const given = gated({ props: { ignore: ['**'] } });
    new Deployment(given.stack, 'web', BAD);
    expect(codeOf(() => given.stack.toTerraform())).toBe('passed');
    gate(given.stack, {}, 'other');
    expect(codeOf(() => given.stack.toTerraform())).toBe('HSS_IMAGE_DENIED');
  });

  test.each<[unknown, RegExp]>([
    ['shop/**', /ignore is no list/],
    [{}, /ignore is no list/],
    [[7], /holds what is no glob/],
    [[''], /holds what is no glob/],
    [['shop/{a,b}'], /"\{" is not allowed/],
    [['shop/[a]'], /not allowed/],
    [['!shop'], /not allowed/],
    [['shop\\x'], /not allowed/],
    [['shop//x'], /empty path segment/],
    [['shop/a**'], /whole path segment/],
    [[`*${'/*'.repeat(9)}`], /more than 5 wildcards/],
    [['${var.x}'], /token|not allowed/],
  ])('%j is refused', (ignore, expected) => {
    const { message } = thrown(() => gated({ props: { ignore: ignore as string[] } }));
    expect(message).toMatch(/^HSS_INVALID_ARGUMENT: /);
    expect(message).toMatch(expected);
    expect(message).toContain('construct: shop/gate');
  });
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
      reason: expect.stringContaining('sidecar_image holds'),
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

import { HttpProvider } from '@cdktf/provider-http/lib/provider';
import { Lazy, TerraformHclModule, TerraformLocal, TerraformStack, Testing } from 'cdktf';
import {
  Enforcement,
  HssConnection,
  HssImageGate,
  HssImageGateProps,
  Pinning,
} from '../../../../src';
import {
  BAD,
  Deployment,
  GOOD,
  PINNED,
  REGISTRY,
  fixture,
  image,
  policy,
  sha,
  thrown,
  within,
} from '../../support';

/** What a gate with `atPlan` writes for Terraform; what Terraform makes of it is in test/terraform. */

const PROJECT = 'project-1';

interface Given {
  readonly props?: Partial<HssImageGateProps>;
  readonly connection?: ConstructorParameters<typeof HssConnection>[2];
  readonly build?: (stack: TerraformStack) => void;
}

interface Written {
  readonly resource: { readonly [type: string]: { readonly [name: string]: Resource } };
  readonly data?: { readonly http: { readonly hss_gate: { readonly [name: string]: unknown } } };
  readonly locals: { readonly [name: string]: unknown };
  readonly check?: { readonly [name: string]: { readonly assert: readonly unknown[] } };
  readonly module?: { readonly [name: string]: Resource };
  readonly variable?: { readonly [name: string]: object };
  readonly terraform: { readonly required_providers?: object };
}

interface Resource {
  readonly lifecycle?: { readonly precondition?: readonly { readonly condition: string }[] };
  readonly depends_on?: readonly string[];
}

function written({ props, connection, build }: Given = {}): Written {
  const app = Testing.app();
  const stack = new TerraformStack(app, 'shop');
  new HssConnection(stack, 'hss', {
    projectId: PROJECT,
    region: 'cn-north-4',
    source: fixture([
      image(),
      image({ namespace: '', imageName: 'shop/api', imageDigest: sha('c') }),
      image({ imageVersion: '1.5', imageDigest: sha('b'), severityLevel: 'High' as never }),
    ]),
    ...connection,
  });
  new HssImageGate(stack, 'gate', { policy: policy(), atPlan: true, ...props });
  if (build === undefined) new Deployment(stack, 'web', GOOD);
  build?.(stack);
  return JSON.parse(Testing.synth(stack)) as Written;
}

interface Question {
  readonly list: string;
  readonly path: string;
  readonly url: string | null;
  readonly only_exec: string;
}

const questionsOf = ({ locals }: Written): { [key: string]: Question } =>
  locals.hss_gate_questions as never;
const askedOf = (json: Written, list: string): Question[] =>
  Object.values(questionsOf(json)).filter((question) => question.list === list);
const conditionsOf = (resource: Resource): string[] =>
  (resource.lifecycle?.precondition ?? []).map(({ condition }) => condition);

test('a gate at plan asks each list for the digest that was judged, the proxy in all versions, HSS in one', () => {
  const json = written();
  const key = `shop/web@${sha('a')}`;
  const question = (list: string, listPath: string, names: string): Question => {
    const path = `/v5/${PROJECT}/image/${listPath}/images?${names}`;
    return {
      list,
      path: `${path}&image_digest=sha256%3A${'a'.repeat(64)}`,
      url: `https://hss.cn-north-4.myhuaweicloud.com${path}&image_version=1.4&limit=200&offset=0`,
      only_exec: '',
    };
  };
  const names = 'namespace=shop&image_name=web';
  expect(questionsOf(json)).toEqual({
    [key]: question('cicd', 'cicd', names),
    // Nothing is known of how another list would divide the path.
    [`${key} #2`]: question('registry', 'registries', names),
    [`${key} #3`]: question('registry', 'registries', 'image_name=shop%2Fweb'),
  });
  expect(conditionsOf(json.resource.docker_container.web)).toEqual([
    `\${local.hss_gate_1_verdicts["shop/web@${sha('a')}"].allowed}`,
  ]);
  expect(Object.keys(json.variable!)).toEqual(['hss_endpoint', 'hss_token']);
  expect(json.terraform.required_providers).toEqual({ http: { source: 'http', version: '3.5.0' } });
});

test('a row without a namespace is asked for without one', () => {
  const json = written({
    build: (stack) => new Deployment(stack, 'api', `${REGISTRY}/shop/api:1.4`),
  });
  expect(askedOf(json, 'cicd').map(({ path }) => path)).toEqual([
    expect.stringMatching(/images\?image_name=shop%2Fapi&image_digest=/),
  ]);
});

test('resources that deploy one image share one question, and those without have no precondition', () => {
  const json = written({
    build: (stack) => {
      new Deployment(stack, 'web', GOOD);
      new Deployment(stack, 'again', PINNED);
      new TerraformLocal(stack, 'none', 1);
    },
  });
  expect(askedOf(json, 'cicd')).toHaveLength(1);
  expect(conditionsOf(json.resource.docker_container.web)).toHaveLength(1);
  expect(conditionsOf(json.resource.docker_container.again)).toHaveLength(1);
});

test('existing preconditions and dependencies stay', () => {
  const mine = { condition: '${var.x}', error_message: 'mine' };
  const json = written({
    build: (stack) => {
      const web = new Deployment(stack, 'web', GOOD);
      web.addOverride('lifecycle', { prevent_destroy: true, precondition: [mine] });
    },
  });
  const { lifecycle } = json.resource.docker_container.web;
  expect(lifecycle).toMatchObject({ prevent_destroy: true });
  expect(lifecycle?.precondition).toEqual([
    mine,
    expect.objectContaining({ error_message: expect.any(String) }),
  ]);
});

test('a module call depends on a resource that has its preconditions', () => {
  const json = written({
    build: (stack) => {
      new TerraformHclModule(stack, 'shop', {
        source: 'registry.example/shop/shop/kubernetes',
        variables: { image: GOOD },
        dependsOn: [new Deployment(stack, 'web', GOOD)],
      });
    },
    props: { undeterminable: Enforcement.WARN },
  });
  expect(json.module?.shop.depends_on).toEqual([
    'docker_container.web',
    'terraform_data.hss_gate_shop',
  ]);
  expect(conditionsOf(json.resource.terraform_data.hss_gate_shop)).toHaveLength(1);
});

test('WARN makes a check, and no precondition', () => {
  const json = written({
    props: { enforcement: Enforcement.WARN },
    build: (stack) => new Deployment(stack, 'web', BAD),
  });
  expect(json.check?.hss_gate_1.assert).toHaveLength(1);
  expect(conditionsOf(json.resource.docker_container.web)).toEqual([]);
  // Pinned all the same, so it is this digest that is asked for.
  expect(askedOf(json, 'cicd')).toEqual([questionsOf(json)[`shop/web@${sha('b')}`]]);
});

test('an image that is not pinned is asked for by its tag', () => {
  const json = written({
    props: { pinning: Pinning.NONE, policy: policy({ requireDigest: false }) },
  });
  const [[key, { path }]] = Object.entries(questionsOf(json));
  expect([key, path]).toEqual(['shop/web:1.4', expect.not.stringContaining('image_digest')]);
});

test('an image that need not be listed is asked for in every way in which its path divides', () => {
  const excepted = policy({
    exceptions: [
      {
        image: 'library/nginx:*',
        rules: ['image-listed'],
        owner: 'platform',
        reason: 'third party',
        expires: new Date(Date.now() + 86_400_000).toISOString().slice(0, 10),
      },
    ],
  });
  const json = written({
    props: { policy: excepted },
    build: (stack) => new Deployment(stack, 'proxy', `nginx:1@${sha('d')}`),
  });
  for (const list of ['cicd', 'registry']) {
    expect(
      askedOf(json, list).map(({ path }) =>
        path.replace(/.*\?/, '').replace(/&image_digest.*/, ''),
      ),
    ).toEqual(['namespace=library&image_name=nginx', 'image_name=library%2Fnginx']);
  }
});

test('an exception with a scope is for the resources in it', () => {
  const scoped = policy({
    exceptions: [
      {
        image: 'shop/web',
        rules: ['max-severity'],
        owner: 'payments',
        reason: 'soon',
        expires: new Date(Date.now() + 86_400_000).toISOString().slice(0, 10),
        scope: 'shop/canary',
      },
    ],
  });
  const json = written({
    props: { policy: scoped },
    build: (stack) => {
      new Deployment(stack, 'canary', GOOD);
      new Deployment(stack, 'web', GOOD);
    },
  });
  const images = json.locals.hss_gate_1_images as { [key: string]: { exceptions: unknown[] } };
  expect(Object.values(images).map(({ exceptions }) => exceptions.length)).toEqual([1, 0]);
  expect(askedOf(json, 'cicd')).toHaveLength(1);
});

test('two gates each judge the image', () => {
  const json = written({
    build: (stack) => {
      new Deployment(stack, 'web', GOOD);
      new HssImageGate(stack, 'second', {
        policy: policy({ maxVulnerabilities: 9 }),
        atPlan: true,
      });
    },
  });
  expect(conditionsOf(json.resource.docker_container.web)).toEqual([
    expect.stringContaining('hss_gate_1_verdicts'),
    expect.stringContaining('hss_gate_2_verdicts'),
  ]);
});

test('the address of a signing proxy is not written down: it is another one each time', () => {
  const json = within(
    { HSS_ENDPOINT: 'http://127.0.0.1:4711/secret-path', HW_REGION_NAME: '' },
    () => written({ connection: { projectId: PROJECT, region: undefined } }),
  );
  expect(JSON.stringify(json)).not.toContain('secret-path');
  expect(Object.values(questionsOf(json)).map(({ url }) => url)).toEqual([null, null, null]);
});

test('a second synth writes the same', () => {
  expect(written()).toEqual(written());
});

test.each<[string, (stack: TerraformStack) => void, RegExp]>([
  [
    'local',
    (stack) => stack.addOverride('locals.hss_gate_now', 1),
    /already defines local\.hss_gate_now/,
  ],
  [
    'data source',
    (stack) => stack.addOverride('data.http.hss_gate.url', 'x'),
    /already defines data\.http\.hss_gate/,
  ],
])('a %s of the same name is refused', (_, add, message) => {
  expect(
    thrown(() =>
      written({
        build: (stack) => {
          new Deployment(stack, 'web', GOOD);
          add(stack);
        },
      }),
    ).message,
  ).toMatch(message);
});

test.each<[string, (stack: TerraformStack) => void, (stack: TerraformStack) => void, object[]]>([
  ['before the gate', declareHttp, () => undefined, [{ alias: 'mine' }]],
  ['after the gate', () => undefined, declareHttp, [{ alias: 'mine' }]],
  ['in a stack of the stack', (stack) => declareHttp(new TerraformStack(stack, 'in')), gated, [{}]],
  ['nowhere', () => undefined, () => undefined, [{}]],
])('the provider that a stack declares is used: %s', (_, before, after, written) => {
  const stack = new TerraformStack(Testing.app(), 'shop');
  before(stack);
  new HssConnection(stack, 'hss', { projectId: PROJECT, source: fixture() });
  new HssImageGate(stack, 'gate', { policy: policy(), atPlan: true });
  after(stack);
  new Deployment(stack, 'web', GOOD);
  const { provider, terraform } = JSON.parse(Testing.synth(stack, true)) as {
    provider: { http: object[] };
    terraform: { required_providers: object };
  };
  expect(provider.http).toEqual(written);
  expect(terraform.required_providers).toHaveProperty('http.version');
});

function declareHttp(stack: TerraformStack): void {
  new HttpProvider(stack, 'mine', { alias: 'mine' });
}

function gated(stack: TerraformStack): void {
  const inner = stack.node.findChild('in') as TerraformStack;
  new HssImageGate(inner, 'gate', { policy: policy() });
}

test.each<[string, () => unknown, RegExp]>([
  [
    'with a token',
    () => written({ props: { atPlan: Lazy.anyValue({ produce: () => true }) as never } }),
    /^HSS_INVALID_ARGUMENT: atPlan is a token/,
  ],
  [
    'with a text',
    () => written({ props: { atPlan: 'yes' as never } }),
    /^HSS_INVALID_ARGUMENT: atPlan is of type string/,
  ],
])('a gate at plan is refused at once %s', (_, make, message) => {
  expect(
    within({ HW_PROJECT_ID: '', HUAWEICLOUD_SDK_PROJECT_ID: '' }, () => thrown(make)).message,
  ).toMatch(message);
});

test('rows in memory belong to no project, so no proxy answers for them', () => {
  const json = within({ HW_PROJECT_ID: '', HUAWEICLOUD_SDK_PROJECT_ID: '' }, () =>
    written({ connection: { projectId: undefined } }),
  );
  expect(askedOf(json, 'cicd').map(({ path }) => path)).toEqual([
    expect.stringMatching(/^\/v5\/fixture\/image\/cicd\/images\?/),
  ]);
});

test('a stack without atPlan gets nothing added', () => {
  const json = written({ props: { atPlan: false } });
  expect([json.variable, json.data, json.locals]).toEqual([undefined, undefined, undefined]);
});

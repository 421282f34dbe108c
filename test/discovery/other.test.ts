import { discover, pin } from '../../src/discovery';
import { DIGEST, documentOf, only, places, references } from './support';

const WEB = 'reg.example/shop/web:1';

describe('charts', () => {
  const body = {
    chart: 'web',
    values: [
      `# the image\nimage: ${WEB}\nproxy:\n  image: {repository: envoy, tag: "1"}\n`,
      'replicas: ${var.n}\nimage: ${var.image}\n',
      '${file("values.yaml")}',
    ],
    set: [
      { name: 'sidecar.image', value: 'side:1' },
      { name: 'image.tag', value: '1.2' },
      { name: 'image.repository', value: 'nginx' },
    ],
    set_sensitive: { name: 'initImage', value: 'init:1' },
  };
  const document = documentOf('helm_release', body);

  test('are undeterminable, but what their values name is found', () => {
    const found = only(document);
    expect(found).toMatchObject({
      outcome: 'undeterminable',
      reason: expect.stringMatching(/chart/),
    });
    expect(references(found)).toEqual([WEB, 'envoy:1', 'nginx:1.2', 'side:1', 'init:1']);
    expect(places(found)[0]).toBe('resource.helm_release.it.values[0] → image');
  });

  test('with declared images they are not', () => {
    const declared = new Map([['helm_release.it', ['a:1', 'b:1']]]);
    const found = only(document, declared);
    expect(found.outcome).toBe('images');
    expect(found.reason).toBeUndefined();
    expect(references(found)).toEqual([
      WEB,
      'envoy:1',
      'nginx:1.2',
      'side:1',
      'init:1',
      'a:1',
      'b:1',
    ]);
    expect(places(found).slice(5)).toEqual(['nowhere', 'nowhere']);
    // No images at all is no declaration.
    expect(only(document, new Map([['helm_release.it', []]])).outcome).toBe('undeterminable');
  });

  test('Huawei’s releases and add-ons', () => {
    const release = { values_json: JSON.stringify({ web: { image: WEB } }) };
    expect(references(only(documentOf('huaweicloud_cce_release', release)))).toEqual([WEB]);
    const addon = { values: { custom: { image: WEB }, basic_json: '{"agent_image":"a/b:1"}' } };
    expect(references(only(documentOf('huaweicloud_cce_addon', addon)))).toEqual([WEB, 'a/b:1']);
  });

  test('values that can’t be read change nothing', () => {
    const broken = documentOf('helm_release', { values: ['image: [', 5], set: 'x' });
    expect(only(broken)).toMatchObject({ outcome: 'undeterminable', images: [] });
  });
});

describe('types that the table does not know', () => {
  test.each<[string, unknown, string[]]>([
    ['a reference', { image: WEB }, [WEB]],
    ['a bare name', { container: [{ image: 'nginx' }] }, ['nginx']],
    ['another name', { spec: { containerImage: 'org/app:1' } }, ['org/app:1']],
    ['an URI', { image_uri: WEB }, [WEB]],
    ['a list', { images: ['a:1'] }, ['a:1']],
    ['a reference under an odd name', { image_id: WEB }, [WEB]],
    ['several names', { image: WEB, image_name: 'app:1' }, [WEB, 'app:1']],
    ['parts', { image: { repository: 'nginx', tag: '1' } }, ['nginx:1']],
    ['JSON', { spec: JSON.stringify({ containers: [{ image: 'nginx' }] }) }, ['nginx']],
    ['YAML', { body: 'spec:\n  - image: nginx\n' }, ['nginx']],
    ['flow style', { spec: '{"image": "nginx", ...}' }, ['nginx']],
    ['upper case', { template_body: '{"Image":"nginx"}' }, ['nginx']],
    [
      'an image of a machine with a tag',
      { node_image: 'kindest/node:v1.31.0' },
      ['kindest/node:v1.31.0'],
    ],
  ])('%s is found', (_, body, images) => {
    const found = only(documentOf('acme_runner', body));
    expect(found.outcome).toBe('images');
    expect(references(found)).toEqual(images);
  });

  test.each<[string, unknown]>([
    ['a token', { image: '${var.image}' }],
    ['a list of tokens', { containers: '${var.containers}' }],
    ['a scheme', { image: 'docker://nginx' }],
    ['a text that is nearly JSON', { spec: '{"image": "nginx", "a": [}' }],
    ['a token that is more than an AMI', { image: '${var.a ? data.aws_ami.x.id : var.b}' }],
    ['a repository of a registry', { image: '${aws_ecr_repository.aws_ami.url}:1' }],
  ])('%s is in doubt', (_, body) => {
    const found = only(documentOf('acme_runner', body));
    expect(found).toMatchObject({ outcome: 'undeterminable', images: [] });
    expect(found.reason).toBeTruthy();
  });

  test.each<[string, unknown]>([
    ['an AMI', { image_id: 'ami-0abc', image: 'ami-0abc' }],
    ['a UUID', { image: '6ba7b810-9dad-11d1-80b4-00c04fd430c8' }],
    ['an URN', { image: 'Canonical:UbuntuServer:18.04-LTS:latest' }],
    ['a machine’s image', { source_image_reference: { publisher: 'Canonical', sku: '22' } }],
    ['a boot disk', { boot_disk: { initialize_params: { image: 'debian-cloud/debian-12' } } }],
    ['the path of one', { image: 'projects/debian-cloud/global/images/debian-12' }],
    ['a token of one', { image: '${data.google_compute_image.debian.self_link}' }],
    ['an operating system', { vm_image: 'ubuntu-22', os_image: '${var.os}' }],
    ['pull settings', { image_pull_policy: 'Always', image_pull_secrets: ['${var.s}'] }],
    ['registry settings', { imageTagMutability: 'IMMUTABLE', image_scanning_configuration: {} }],
    ['a build environment', { image: 'aws/codebuild/standard:7.0' }],
    ['a picture', { image: 'logo.png', image_url: 'https://example.com/logo.png' }],
    ['a sentence', { image: 'Ubuntu 22.04 LTS' }],
    ['labels', { tags: { image: WEB }, labels: { image: WEB } }],
    ['nothing', {}],
    ['a policy', { policy: '{"Action":["ecr:BatchGetImage"]}' }],
    ['a command', { triggers: { a: 'docker run x' } }],
  ])('%s does not', (_, body) => {
    expect(only(documentOf('acme_runner', body))).toMatchObject({ outcome: 'none', images: [] });
  });
});

test.each([
  ['portainer_stack', 'stack_file_content', '${base64decode("eA==")}'],
  ['aws_cloudformation_stack', 'template_body', '${local.t}'],
  ['azapi_resource', 'body', '${merge({}, {})}'],
])('%s: an expression as its whole content is in doubt', (type, attribute, text) => {
  expect(only(documentOf(type, { [attribute]: text })).outcome).toBe('undeterminable');
});

describe('module calls', () => {
  test('every input is one, whatever it is called', () => {
    const found = only({ module: { m: { source: './m', provisioner: WEB, lifecycle: WEB } } });
    expect(references(found)).toEqual([WEB, WEB]);
  });

  const module = (inputs: object): unknown => ({
    module: { shop: { source: './shop', ...inputs } },
  });

  test('inputs that name images are judged and pinned', () => {
    const document = module({ image: WEB, sidecar_image: 'side:1', services: [{ image: 'c:1' }] });
    const found = only(document);
    expect(found).toMatchObject({ address: 'module.shop', type: 'module', outcome: 'images' });
    expect(references(found)).toEqual([WEB, 'side:1', 'c:1']);
    const edit = { at: found.images[0].at!, reference: `reg.example/shop/web@${DIGEST}` };
    expect(pin(document, [edit])).toEqual(
      module({ image: edit.reference, sidecar_image: 'side:1', services: [{ image: 'c:1' }] }),
    );
  });

  test.each([{ name: WEB }, { image_name: 'app:1' }, { image: { repository: 'nginx', tag: '1' } }])(
    '%j: found',
    (inputs) => {
      expect(only(module(inputs))).toMatchObject({ outcome: 'images', images: [{}] });
    },
  );

  test.each([
    { image_tag: '1.2' },
    { image_pull_policy: 'Always' },
    { image_id: 'ami-0abc' },
    { ami_image: '${var.x}' },
    { version: '${var.x}' },
  ])('%j: none', (inputs) => {
    expect(only(module(inputs)).outcome).toBe('none');
  });

  test.each([{ image: '${var.image}' }, { image_repository: 'org/app' }, { image: { tag: '1' } }])(
    '%j: undeterminable',
    (inputs) => {
      expect(only(module(inputs)).outcome).toBe('undeterminable');
    },
  );
});

describe('docker', () => {
  const stack = (image: unknown, name: unknown = WEB, more: object = {}): unknown => ({
    resource: {
      docker_image: { web: { name, ...more } },
      docker_container: { it: { image } },
    },
  });
  const container = (document: unknown): ReturnType<typeof only> => discover(document)[1];

  test.each(['image_id', 'repo_digest', 'name'])(
    'a container of an image of the stack (%s)',
    (key) => {
      const found = container(stack(`\${docker_image.web.${key}}`));
      expect(found.outcome).toBe('images');
      expect(places(found)).toEqual(['resource.docker_image.web.name']);
    },
  );

  test.each([
    ['another one', stack('${docker_image.other.image_id}')],
    ['more than the reference', stack('x${docker_image.web.image_id}')],
    ['one that isn’t known', stack('${docker_image.web.image_id}', '${var.name}')],
    ['one that is built', stack('${docker_image.web.image_id}', WEB, { build: { context: '.' } })],
    [
      'one that may be built',
      stack('${docker_image.web.image_id}', WEB, { dynamic: { build: {} } }),
    ],
  ])('%s is undeterminable', (_, document) => {
    expect(container(document).outcome).toBe('undeterminable');
  });
});

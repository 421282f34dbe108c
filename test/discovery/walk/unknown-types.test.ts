import { documentOf, only, references } from '../support';

const WEB = 'reg.example/shop/web:1';

describe('a type that the table does not know', () => {
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
  ])('has its image found: %s', (_, body, images) => {
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
  ])('is in doubt with %s', (_, body) => {
    const found = only(documentOf('acme_runner', body));
    expect(found).toMatchObject({ outcome: 'undeterminable', images: [] });
    expect(found.reason).toBeTruthy();
  });

  test.each<[string, unknown]>([
    ['an AMI', { image_id: 'ami-0abc', image: 'ami-0abc' }],
    ['a UUID', { image: '6ba7b810-9dad-11d1-80b4-00c04fd430c8' }],
    ['an URN', { image: 'Canonical:UbuntuServer:18.04-LTS:latest' }],
    ["a machine's image", { source_image_reference: { publisher: 'Canonical', sku: '22' } }],
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
  ])('names no image with %s', (_, body) => {
    expect(only(documentOf('acme_runner', body))).toMatchObject({ outcome: 'none', images: [] });
  });
});

test.each([
  ['portainer_stack', 'stack_file_content', '${base64decode("eA==")}'],
  ['aws_cloudformation_stack', 'template_body', '${local.t}'],
  ['azapi_resource', 'body', '${merge({}, {})}'],
])('an expression as the whole content of %s is in doubt', (type, attribute, text) => {
  expect(only(documentOf(type, { [attribute]: text })).outcome).toBe('undeterminable');
});

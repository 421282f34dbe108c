import { discover, discoverValues, pin } from '../../../src/discovery';
import { DIGEST, Json, documentOf, only, places, references } from '../support';

const PINNED = `reg.example/shop/web@${DIGEST}`;

function ecs(text: string): unknown {
  return documentOf('aws_ecs_task_definition', { container_definitions: text });
}

function kubectl(text: string): unknown {
  return documentOf('kubectl_manifest', { yaml_body: text });
}

/** The text after all its images are pinned. */
function pinnedText(document: Json): string {
  const edits = discover(document).flatMap(({ images }) =>
    images.map(({ at }) => ({ at: at!, reference: PINNED })),
  );
  const pinned: Json = pin(document, edits);
  const [body]: Json[] = Object.values(pinned.resource).map((type: Json) => type.it);
  return body.container_definitions ?? body.yaml_body;
}

describe('JSON in a string', () => {
  test('keeps every byte that is not the image', () => {
    const text =
      ' [ {"name":"a\\u0041\\/",\t"image" :"nginx:1" , "e":"nginx:1 ünï💥", "n":1.50e+3}\n,{ "image":"nginx\\u003a1"}]\n';
    expect(references(only(ecs(text)))).toEqual(['nginx:1', 'nginx:1']);
    expect(pinnedText(ecs(text))).toBe(
      text
        .replace('"image" :"nginx:1"', `"image" :"${PINNED}"`)
        .replace('"nginx\\u003a1"', `"${PINNED}"`),
    );
  });

  test('keeps tokens elsewhere as they are', () => {
    const text =
      '[{"image":"nginx:1","environment":[{"name":"A","value":"${lookup(x.y, "a}", "${"b"}")}"}],"c":"$${no} %%{no}"}]';
    const found = only(ecs(text));
    expect(found.outcome).toBe('images');
    expect(pinnedText(ecs(text))).toBe(text.replace('nginx:1', PINNED));
  });

  test.each([
    ['the image', '[{"image":"nginx:${var.tag}"}]', /nginx:\$\{var\.tag\}/],
    ['a container', '[{"image":"a"},${jsonencode(var.sidecar)}]', /\[1\]/],
    ['all of it', '${jsonencode(merge(var.a, {"image" = "nginx"}))}', /expression/],
    ['a number', '[{"image":"nginx:1","cpu":${var.cpu}}]', /outside of a string/],
    ['a ternary', '${var.a ? "[]" : "[{}]"}', /expression/],
    ['a key', '[{"image":"a","${var.key}":"nginx"}]', /key that is not plain/],
    ['a directive', '[{"image":"%{ if var.a }a%{ else }b%{ endif }"}]', /directive/],
    ['one that never ends', '[{"image":"${var.a"}]', /directive/],
  ])('is in doubt with a token in place of %s', (_, text, reason) => {
    const found = only(ecs(text));
    expect(found.outcome).toBe('undeterminable');
    expect(found.reason).toMatch(reason);
  });

  test('has the images found that stand beside a token', () => {
    expect(references(only(ecs('[{"image":"a"},{"image":"${x}"}]')))).toEqual(['a']);
  });

  test('has keys that match in any case, and twice', () => {
    expect(references(only(ecs('[{"Image":"a","IMAGE":"b","image":"c"}]')))).toEqual([
      'a',
      'b',
      'c',
    ]);
  });

  test.each(['', '[', '[1,]', '{"a" 1}', '["\n"]', "['a']", '[{"image":"a"}] x', 'nul', '01'])(
    'is in doubt where it is not JSON: %j',
    (text) => {
      const found = only(ecs(text));
      expect(found.outcome).toBe(text === '' ? 'none' : 'undeterminable');
    },
  );

  test('keeps an escaped token as a text that no reference can be', () => {
    expect(only(ecs('[{"image":"a$${b}"}]'))).toMatchObject({
      outcome: 'images',
      images: [{ reference: 'a${b}' }],
    });
    const pod = documentOf('kubernetes_pod', { spec: { container: { image: 'a$${b}' } } });
    expect(only(pod)).toMatchObject({ outcome: 'images', images: [{ reference: 'a${b}' }] });
    // Three of them are read as a token.
    const three = documentOf('kubernetes_pod', { spec: { container: { image: 'a$$${b}' } } });
    expect(only(three).outcome).toBe('undeterminable');
  });

  test('holds no template in a plan', () => {
    const values = { container_definitions: '[{"image":"${a}"}]' };
    expect(discoverValues('aws_ecs_task_definition', values)).toMatchObject({
      outcome: 'images',
      images: [{ reference: '${a}' }],
    });
  });
});

describe('YAML in a string', () => {
  test('is read with several documents, comments and all ways to write a text', () => {
    const text = [
      '# nginx:1',
      'kind: Pod',
      'spec:',
      '  containers:',
      '  - image: nginx:1   # nginx:1',
      '    args: [nginx:1, "$${x}"]',
      '  - {image: "nginx:1", name: a}',
      "  - image: 'nginx:1'",
      '  - image: >-',
      '      nginx:1',
      '  - image: "nginx\\x3a1"',
      '---',
      'kind: Deployment',
      'spec: {template: {spec: {initContainers: [{image: nginx:1}], ephemeralContainers: [image: nginx:1]}}}',
      '---',
      '',
    ].join('\n');
    const found = only(kubectl(text));
    expect(found.outcome).toBe('images');
    expect(references(found)).toEqual(Array(7).fill('nginx:1'));
    expect(places(found)[6]).toBe(
      'resource.kubectl_manifest.it.yaml_body → [1].spec.template.spec.ephemeralContainers[0].image',
    );
    expect(pinnedText(kubectl(text))).toBe(
      text
        .replaceAll('image: nginx:1', `image: ${PINNED}`)
        .replace('image: "nginx:1"', `image: "${PINNED}"`)
        .replace("image: 'nginx:1'", `image: '${PINNED}'`)
        .replace('      nginx:1', `      ${PINNED}`)
        .replace('"nginx\\x3a1"', `"${PINNED}"`),
    );
  });

  test('has a comment in the header of a block, which is not taken for the image', () => {
    const text = 'containers:\n- image: >- # nginx:1\n    nginx:1\n';
    expect(pinnedText(kubectl(text))).toBe(`containers:\n- image: >- # nginx:1\n    ${PINNED}\n`);
  });

  test('is not quoted in an error', () => {
    const text = 'containers:\n- image: a\npassword: *Hunter2\nb: |Hunter2\n';
    expect(only(kubectl(text)).reason).not.toContain('Hunter2');
  });

  test('gets quotes around a reference that would mean something else without them', () => {
    const text = 'containers:\n- image: nginx:1\n';
    const [{ images }] = discover(kubectl(text));
    const pinned: Json = pin(kubectl(text), [{ at: images[0].at!, reference: '[::1]:5000/web:1' }]);
    expect(pinned.resource.kubectl_manifest.it.yaml_body).toBe(
      'containers:\n- image: "[::1]:5000/web:1"\n',
    );
  });

  test('is read with anchors, aliases and merge keys', () => {
    const text =
      'x: &i nginx:1\ny: &c {image: *i}\nspec:\n  containers:\n  - *c\n  - <<: *c\n    name: b\n  - image: *i\n';
    const found = only(kubectl(text));
    expect(found.outcome).toBe('images');
    expect(pinnedText(kubectl(text))).toBe(text.replaceAll('image: *i', `image: ${PINNED}`));
  });

  test.each([
    ['a tag behind which a text hides', 'containers:\n- image: !!binary bmdpbng=\n', /tag/],
    ['a broken text', 'containers: [\n', /can't be read as YAML/],
    ['an alias without an anchor', 'containers: *a\n', /can't be read/],
    ['a number', 'containers:\n- image: 5\n', /differently/],
    ['a token as the image', 'containers:\n- image: ${var.a}\n', /var\.a/],
    ['a token as containers', 'containers: ${jsonencode(var.a)}\n', /only Terraform/],
    ['a token as a block', 'spec:\n  ${indent(2, yamlencode(var.a))}\n', /only Terraform/],
    ['a token as all of it', '${file("a.yaml")}', /expression/],
    ['a text that is no manifest', 'just a text', /form/],
  ])('is in doubt with %s', (_, text, reason) => {
    const found = only(kubectl(text));
    expect(found.outcome).toBe('undeterminable');
    expect(found.reason).toMatch(reason);
  });
});

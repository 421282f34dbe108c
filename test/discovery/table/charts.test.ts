import { documentOf, only, places, references } from '../support';

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

  test('are undeterminable, but the images in their values are found', () => {
    const found = only(document);
    expect(found).toMatchObject({
      outcome: 'undeterminable',
      reason: expect.stringMatching(/chart/),
    });
    expect(references(found)).toEqual([WEB, 'envoy:1', 'nginx:1.2', 'side:1', 'init:1']);
    expect(places(found)[0]).toBe('resource.helm_release.it.values[0] → image');
  });

  test('are determined with declared images', () => {
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

  test("include Huawei's releases and add-ons", () => {
    const release = { values_json: JSON.stringify({ web: { image: WEB } }) };
    expect(references(only(documentOf('huaweicloud_cce_release', release)))).toEqual([WEB]);
    const addon = { values: { custom: { image: WEB }, basic_json: '{"agent_image":"a/b:1"}' } };
    expect(references(only(documentOf('huaweicloud_cce_addon', addon)))).toEqual([WEB, 'a/b:1']);
  });

  test("are undeterminable if their values can't be read", () => {
    const broken = documentOf('helm_release', { values: ['image: [', 5], set: 'x' });
    expect(only(broken)).toMatchObject({ outcome: 'undeterminable', images: [] });
  });
});

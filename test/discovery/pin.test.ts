import { ImagePlace, discover, pin } from '../../src/discovery';
import { DIGEST, Json, documentOf, only } from './support';

const PINNED = `web@${DIGEST}`;
const at = (...path: (string | number)[]): ImagePlace => [{ path, was: 'web:1' }];

test('the document is not changed, and values beside the path are shared', () => {
  const document = Object.freeze({ a: Object.freeze(['web:1', 'web:1']), b: Object.freeze({}) });
  const pinned: Json = pin(document, [{ at: at('a', 1), reference: PINNED }]);
  expect(pinned).toEqual({ a: ['web:1', PINNED], b: {} });
  expect(document.a[1]).toBe('web:1');
  expect(pinned.b).toBe(document.b);
});

test('pin without edits returns the very same document', () => {
  const document = {};
  expect(pin(document, [])).toBe(document);
});

test('a key called __proto__ is a key', () => {
  const document = JSON.parse('{"__proto__":{"image":"web:1"},"constructor":"web:1"}');
  const pinned = pin(document, [
    { at: at('__proto__', 'image'), reference: PINNED },
    { at: at('constructor'), reference: PINNED },
  ]);
  expect(JSON.stringify(pinned)).toBe(JSON.stringify(document).replaceAll('web:1', PINNED));
  expect(({} as Json).image).toBeUndefined();
});

test.each<{
  readonly given: string;
  readonly document: unknown;
  readonly place: ImagePlace;
  readonly message: RegExp;
}>([
  {
    given: "a place that isn't there",
    document: {},
    place: at('a', 'b'),
    message: /a\.b is not in the document/,
  },
  {
    given: 'a property that all objects have',
    document: {},
    place: at('__proto__', 'x'),
    message: /not in the document/,
  },
  { given: 'no text', document: { a: 5 }, place: at('a'), message: /contains 5, not a string/ },
  { given: 'nothing', document: {}, place: at('a'), message: /contains nothing/ },
  { given: 'another text', document: { a: 'web:2' }, place: at('a'), message: /has changed since/ },
  {
    given: 'another registry',
    document: { a: 'web:1' },
    place: [{ path: ['a'], was: 'web:1', holds: 'below', before: 'x.y/' }],
    message: /has the registry "x\.y\/"/,
  },
])('pin fails on $given', ({ document, place, message }) => {
  expect(() => pin(document, [{ at: place, reference: PINNED }])).toThrow(message);
  expect(() => pin(document, [{ at: place, reference: PINNED }])).toThrow('HSS_INVALID_ARGUMENT');
});

test('two references for one place are an error, and the same one twice is one', () => {
  const edit = { at: at('a'), reference: PINNED };
  expect(pin({ a: 'web:1' }, [edit, edit])).toEqual({ a: PINNED });
  expect(() => pin({ a: 'web:1' }, [edit, { at: at('a'), reference: 'web:2' }])).toThrow('both');
  const part: ImagePlace = [{ path: ['a'], was: 'web', span: [0, 3] }];
  expect(() => pin({ a: 'web:1' }, [edit, { at: part, reference: 'x:2' }])).toThrow('overlap');
});

test('an invalid reference is not written', () => {
  expect(() => pin({ a: 'web:1' }, [{ at: at('a'), reference: 'a"b' }])).toThrow(
    'HSS_INVALID_ARGUMENT',
  );
});

test('a name and a tag in separate attributes are pinned together', () => {
  const docker = { registry_url: 'https://reg.example', image_name: 'shop/web', image_tag: '1' };
  const document = documentOf('azurerm_linux_function_app', {
    site_config: [{ application_stack: [{ docker: [docker] }] }],
  });
  const pinned = (reference: string): Json => {
    const [image] = only(document).images;
    expect(image.reference).toBe('reg.example/shop/web:1');
    const result: Json = pin(document, [{ at: image.at!, reference }]);
    return result.resource.azurerm_linux_function_app.it.site_config[0].application_stack[0]
      .docker[0];
  };
  expect(pinned(`reg.example/shop/web@${DIGEST}`)).toEqual({
    ...docker,
    image_name: 'shop/web@sha256',
    image_tag: 'a'.repeat(64),
  });
  expect(pinned('reg.example/shop/web:2')).toEqual({ ...docker, image_tag: '2' });
});

test('a web app is read without a registry, and is in doubt with an unknown one', () => {
  const app = (stack: object): unknown =>
    documentOf('azurerm_linux_web_app', { site_config: { application_stack: stack } });
  const found = discover(app({ docker_image_name: 'org/web:1' }));
  expect(found[0].images[0].reference).toBe('org/web:1');
  const hidden = app({ docker_image_name: 'web:1', docker_registry_url: '${var.url}' });
  expect(only(hidden)).toMatchObject({ outcome: 'undeterminable', images: [] });
});

import { discover } from '../../../src/discovery';
import { only, places } from '../support';

const WEB = 'reg.example/shop/web:1';

describe('a docker_container', () => {
  const stack = (image: unknown, name: unknown = WEB, more: object = {}): unknown => ({
    resource: {
      docker_image: { web: { name, ...more } },
      docker_container: { it: { image } },
    },
  });
  const container = (document: unknown): ReturnType<typeof only> => discover(document)[1];

  test.each(['image_id', 'repo_digest', 'name'])(
    'runs the image of the stack that it refers to (%s)',
    (key) => {
      const found = container(stack(`\${docker_image.web.${key}}`));
      expect(found.outcome).toBe('images');
      expect(places(found)).toEqual(['resource.docker_image.web.name']);
    },
  );

  test.each([
    ['another one', stack('${docker_image.other.image_id}')],
    ['more than the reference', stack('x${docker_image.web.image_id}')],
    ["one that isn't known", stack('${docker_image.web.image_id}', '${var.name}')],
    ['one that is built', stack('${docker_image.web.image_id}', WEB, { build: { context: '.' } })],
    [
      'one that may be built',
      stack('${docker_image.web.image_id}', WEB, { dynamic: { build: {} } }),
    ],
  ])('is undeterminable with %s', (_, document) => {
    expect(container(document).outcome).toBe('undeterminable');
  });
});

import { pin } from '../../../src/discovery';
import { DIGEST, only, references } from '../support';

const WEB = 'reg.example/shop/web:1';

describe('a module call', () => {
  test('has inputs that are checked under any name', () => {
    const found = only({ module: { m: { source: './m', provisioner: WEB, lifecycle: WEB } } });
    expect(references(found)).toEqual([WEB, WEB]);
  });

  const module = (inputs: object): unknown => ({
    module: { shop: { source: './shop', ...inputs } },
  });

  test('has the images pinned that its inputs name', () => {
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
    'with %j names an image',
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
  ])('with %j names no image', (inputs) => {
    expect(only(module(inputs)).outcome).toBe('none');
  });

  test.each([{ image: '${var.image}' }, { image_repository: 'org/app' }, { image: { tag: '1' } }])(
    'with %j is undeterminable',
    (inputs) => {
      expect(only(module(inputs)).outcome).toBe('undeterminable');
    },
  );
});

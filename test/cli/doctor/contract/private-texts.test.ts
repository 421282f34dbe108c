import { PrivateTexts } from '../../../../src/cli/doctor/contract/private-texts';
import { REGISTRY_IMAGES } from '../../../../src/contract/registry-image';

/** What a report may quote. */

const texts = new PrivateTexts();
texts.addRow(
  {
    namespace: 'shop-team',
    image_name: 'web',
    scan_status: 'queued',
    unknown: { deep: [{ deeper: 'inner-secret' }] },
    association_images: [{ image_name: 'sidecar', scan_status: 'paused' }, 'loose-text'],
  },
  REGISTRY_IMAGES.fields,
);
texts.add('0123456789abcdef0123456789abcdef');

test.each([
  ['queued', true],
  ['paused', true],
  ['failed_to_scan_x509', true],
  ['image-oversized', true],
  ['Critical', true],
  ['x'.repeat(64), true],
  // Texts of other fields, in another case and as a part too.
  ['shop-team', false],
  ['SHOP-TEAM', false],
  ['status_of_shop-team', false],
  ['web', false],
  ['website', true],
  ['inner-secret', false],
  ['sidecar', false],
  ['loose-text', false],
  // What looks like an ID.
  ['0123456789abcdef0123456789abcdef', false],
  ['i-0a1b2c3d', false],
  ['deadbeefdeadbeef', false],
  ['task12345', false],
  // What is no word.
  ['', false],
  ['two words', false],
  ['10.0.0.7', false],
  ['a@b', false],
  ['wörter', false],
  ['x'.repeat(65), false],
  ['red\u001b[2J', false],
])('the value %j of an enum is quoted: %s', (value, isQuoted) => {
  expect(texts.word(value) === value).toBe(isQuoted);
});

test.each([
  ['risk_score', true],
  ['__proto__', true],
  ['constructor', true],
  ['riskScore', false],
  ['web', false],
  ['shop-web', false],
  ['x y', false],
  ['f_0123456789abcdef', false],
])('the name %j of a field is quoted: %s', (name, isQuoted) => {
  expect(texts.fieldName(name) === name).toBe(isQuoted);
});

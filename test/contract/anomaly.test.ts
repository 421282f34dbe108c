import * as fc from 'fast-check';
import { WHOLE_ROW, anomaliesAbout, anomalyField, anomalyText } from '../../src/contract/anomaly';
import { ENDPOINTS } from '../../src/contract/endpoints';
import { readRow } from '../../src/contract/row';
import { fieldInDoubtHcl } from '../../src/policy/hcl/row';

const specs = Object.values(ENDPOINTS);
const names = specs.flatMap(({ fields }) => Object.values(fields).map(({ name }) => name));

test('the field of an anomaly is read back, whatever the fault', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...names, WHOLE_ROW),
      fc.string({ unit: 'binary' }),
      (name, text) => {
        expect(anomalyField(anomalyText(name, text))).toBe(name);
      },
    ),
  );
});

test('no field has the name of the whole row', () => {
  expect(names).not.toContain(WHOLE_ROW);
});

test.each(specs)('each anomaly of a row of $id names a field of it, or the row', (spec) => {
  const keys = Object.values(spec.fields).map(({ name }) => name);
  const raws = fc.oneof(fc.dictionary(fc.constantFrom(...keys), fc.jsonValue()), fc.jsonValue());
  fc.assert(
    fc.property(raws, (raw) => {
      for (const anomaly of readRow(spec, raw).anomalies ?? []) {
        expect([...keys, WHOLE_ROW]).toContain(anomalyField(anomaly));
      }
    }),
  );
});

test('Terraform extracts the same field from an anomaly', () => {
  const [, pattern] = /regex\("(.*)", /.exec(fieldInDoubtHcl('it'))!;
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.tuple(fc.constantFrom(...names), fc.string()).map(([name, text]) => anomalyText(name, text)),
  );
  fc.assert(
    fc.property(texts, (text) => {
      expect(new RegExp(JSON.parse(`"${pattern}"`) as string).exec(text)?.[1] ?? WHOLE_ROW).toBe(
        anomalyField(text),
      );
    }),
  );
});

test.each([
  { anomalies: undefined, about: [] },
  { anomalies: [], about: [] },
  { anomalies: ['vul_num: odd', 'image_size: odd'], about: ['vul_num: odd'] },
  { anomalies: ['row: no object'], about: ['row: no object'] },
  { anomalies: ['of no form at all'], about: ['of no form at all'] },
  { anomalies: ['vul_number: odd'], about: [] },
])('of $anomalies about vul_num: $about', ({ anomalies, about }) => {
  expect(anomaliesAbout({ anomalies }, ['vul_num'])).toEqual(about);
});

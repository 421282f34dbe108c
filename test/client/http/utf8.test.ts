import fc from 'fast-check';
import { utf8Text } from '../../../src/client/http/utf8';

test('what is UTF-8 is read as a decoder reads it, also as part of a larger buffer', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.string({ unit: 'grapheme' }),
        fc.constantFrom('', '\ufeff{}', '扫描失败'),
      ),
      (text) => {
        const bytes = Buffer.from(text);
        const expected = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
        expect(utf8Text(bytes)).toBe(expected);
        const around = Buffer.concat([Buffer.from('é'), bytes, Buffer.from('é')]);
        expect(utf8Text(around.subarray(2, -2))).toBe(expected);
      },
    ),
  );
});

test('what is not UTF-8 is refused', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      let expected: string | undefined;
      try {
        expected = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
      } catch {
        expected = undefined;
      }
      expect(utf8Text(bytes)).toBe(expected);
    }),
  );
});

import { decodeText } from '../../src/contract/decode-text';

/** Text files as editors and shells write them. */

const TEXT = '{"扫描": "é😀"}\r\n';
const little = (text: string): Buffer => Buffer.from(text, 'utf16le');

test.each([
  ['UTF-8', Buffer.from(TEXT)],
  ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${TEXT}`)],
  ['UTF-16, little-endian', little(`\ufeff${TEXT}`)],
  ['UTF-16, big-endian', little(`\ufeff${TEXT}`).swap16()],
  ['UTF-16, little-endian, without a mark', little(TEXT)],
  ['UTF-16, big-endian, without a mark', little(TEXT).swap16()],
])('a text is decoded: %s', (_, bytes) => {
  expect(decodeText(bytes)).toBe(TEXT);
});

test('an empty file and a file of one byte are UTF-8', () => {
  expect([decodeText(Buffer.from('')), decodeText(Buffer.from('a'))]).toEqual(['', 'a']);
});

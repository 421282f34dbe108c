import { accessSecretsOf } from '../../../src/client/credentials/credential';
import { holdsSecret } from '../../../src/client/redact/echo';

const SECRET = 'abcd/efgh+12345678';

test.each([
  ['the secret', SECRET, true],
  ['escaped slashes', 'abcd\\/efgh+12345678', true],
  ['escaped characters', 'abcd/efgh\\u002B12345678', true],
  ['another text', 'abcd/efgh+1234567', false],
  ['other escapes', '\\u4e2d\\n', false],
])('a body with %s', (_, text, found) => {
  expect(holdsSecret(Buffer.from(`{"a":"x${text}y"}`), ['short', SECRET])).toBe(found);
});

test('a short secret is not searched for', () => {
  expect(holdsSecret(Buffer.from('{"image_name":"shop"}'), ['shop'])).toBe(false);
});

test("an access key's ID may occur in a list", () => {
  const key = { accessKey: 'ID', secretKey: 'KEY', securityToken: 'TOKEN' };
  expect(accessSecretsOf({ kind: 'accessKey', ...key })).toEqual(['KEY', 'TOKEN']);
  expect(accessSecretsOf({ kind: 'token', token: 'T' })).toEqual(['T']);
  expect(accessSecretsOf({ kind: 'none' })).toEqual([]);
});

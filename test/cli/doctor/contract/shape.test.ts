import {
  addressForm,
  digestForm,
  jsonTypeOf,
  textShape,
} from '../../../../src/cli/doctor/contract/shape';
import { InexactNumber } from '../../../../src/contract/exact-number';

/** Values are described, never quoted. */

const HEX = '5e0c'.repeat(16);

test.each([
  ['', 'empty'],
  [`sha256:${HEX}`, 'sha256:<64 lower-case hex>'],
  [`SHA256:${HEX}`, 'SHA256:<64 lower-case hex>'],
  [`sha256:${HEX.toUpperCase()}`, 'sha256:<64 upper-case hex>'],
  [`sha512:${'aB'.repeat(64)}`, 'sha512:<128 mixed-case hex>'],
  [HEX, '<64 lower-case hex>'],
  ['0109', '<4 lower-case hex>'],
  ['ad7552e3-1eb7-475a-b5a4-3d28262b855e', '<UUID>'],
  [`shop/web@sha256:${HEX}`, 'text of 80 characters: lower-case letters, digits, the signs / : @'],
  [`secret:${HEX}`, 'text of 71 characters: lower-case letters, digits, the signs :'],
  [` ${HEX}`, 'text of 65 characters: lower-case letters, digits, spaces'],
])('the form of digest %j is %s', (digest, form) => {
  expect(digestForm(digest)).toBe(form);
});

test.each([
  [
    '1000 单位(Bytes)',
    'text of 14 characters: lower-case letters, upper-case letters, digits, spaces, other characters, the signs ( )',
  ],
  [
    '\u0000\u001b[2J',
    'text of 5 characters: upper-case letters, digits, control characters, the signs [',
  ],
  ['😀', 'text of 1 character: other characters'],
])('the shape of %j is %s', (text, shape) => {
  expect(textShape(text)).toBe(shape);
});

test.each<[unknown, string]>([
  [null, 'null'],
  [1, 'whole number'],
  [1.5, 'number'],
  [new InexactNumber('9007199254740993'), 'whole number beyond 2^53'],
  [new InexactNumber('1.00000000000000001'), 'number'],
  [[], 'array'],
  [{}, 'object'],
  [true, 'boolean'],
  ['x', 'string'],
])('the type of %p is %s', (value, type) => {
  expect(jsonTypeOf(value)).toBe(type);
});

describe('the form of an address', () => {
  const PLAIN = {
    scheme: 'none',
    user: 'none',
    host: 'domain',
    port: 'none',
    path: 'none',
    swr: 'no',
    white_space: false,
  };

  test.each([
    ['harbor.example.com', {}],
    ['https://harbor.example.com:8443/', { scheme: 'https', port: 'given', path: 'slash' }],
    ['HTTP://10.0.0.7/v2', { scheme: 'http', host: 'IPv4', path: 'path' }],
    [
      'ftp://user:pw@harbor/a/',
      { scheme: 'other', user: 'given', host: 'single word', path: 'path with a slash at its end' },
    ],
    ['[fd00::1]:5000', { host: 'IPv6', port: 'given' }],
    ['harbor.example.com:port', { port: 'invalid' }],
    [' harbor.example.com\n', { white_space: true }],
    ['', { host: 'empty' }],
    ['仓库.例子', { host: 'other' }],
    ['swr.cn-north-4.myhuaweicloud.com', { swr: 'host of this region' }],
    ['https://SWR.cn-north-4.myhuaweicloud.com', { scheme: 'https', swr: 'host of this region' }],
    ['swr.cn-south-1.myhuaweicloud.com', { swr: 'host of a region' }],
    ['one-x.swr-pro.eu-west-101.myhuaweicloud.eu', { swr: 'below a region' }],
    ['swr.cn-north-4.myhuaweicloud.com.example.com', {}],
    ['://', { host: 'empty', port: 'invalid', path: 'path with a slash at its end' }],
  ])('%j', (address, form) => {
    expect(addressForm(address, 'cn-north-4')).toEqual({ ...PLAIN, ...form });
  });

  test('quotes nothing of the address', () => {
    const form = JSON.stringify(
      addressForm('marker://marker:marker@marker.marker:marker/marker', 'marker'),
    );
    expect(form).not.toContain('marker');
  });
});

import { BasicCredentials } from '@huaweicloud/huaweicloud-sdk-core';
import { AKSKSigner } from '@huaweicloud/huaweicloud-sdk-core/auth/AKSKSigner';
import fc from 'fast-check';
import { sign } from '../../../src/client/http/signer';

/** Our signatures are those of the official SDK. */

const UNRESERVED = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~';
const segment = fc.string({ unit: fc.constantFrom(...UNRESERVED), minLength: 1, maxLength: 20 });
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.string({ unit: fc.constantFrom(...' !"#$%&\'()*+,/:;<=>?@[\\]^`{|}~镜A'), maxLength: 10 }),
);
const header = fc.string({
  unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)),
  minLength: 1,
});

const request = fc.record({
  host: fc.constantFrom('hss.cn-north-4.myhuaweicloud.com', '127.0.0.1:8443', '[::1]:9000'),
  path: fc
    .array(segment, { minLength: 1, maxLength: 6 })
    .map((segments) => `/${segments.join('/')}`),
  slash: fc.constantFrom('', '/'),
  query: fc.uniqueArray(fc.tuple(text, fc.array(text, { minLength: 1, maxLength: 3 })), {
    selector: ([name]) => name,
    maxLength: 5,
  }),
  sent: fc.option(fc.string({ unit: 'grapheme', minLength: 1 }), { nil: undefined }),
  accessKey: header,
  secretKey: header,
  securityToken: fc.option(header, { nil: undefined }),
  now: fc.date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }),
});

test('a signature equals the official signer’s', () => {
  fc.assert(
    fc.property(request, ({ host, path, slash, query, sent, now, ...key }) => {
      const method = sent === undefined ? 'GET' : 'POST';
      const body = sent === undefined ? '' : JSON.stringify({ sent });
      const ours = sign(
        {
          method,
          host,
          path: path + slash,
          parameters: query.flatMap(([name, values]) =>
            values.map((value) => [name, value] as const),
          ),
          body,
        },
        key,
        now,
      );
      const official = AKSKSigner.sign(
        {
          method,
          ...(sent === undefined ? {} : { data: { sent } }),
          endpoint: `https://${host}${path}${slash}`,
          queryParams: Object.fromEntries(query.map(([name, values]) => [name, [...values]])),
          headers: {
            'X-Sdk-Date': ours['x-sdk-date'],
            ...(key.securityToken === undefined ? {} : { 'X-Security-Token': key.securityToken }),
          },
        },
        new BasicCredentials({ ak: key.accessKey, sk: key.secretKey, projectId: 'p' }),
      ) as { readonly [name: string]: string };
      expect(ours.authorization).toBe(official.Authorization);
      expect(ours.host).toBe(official.host);
      expect(ours['x-sdk-date']).toMatch(/^\d{8}T\d{6}Z$/);
      expect(ours['x-security-token']).toBe(key.securityToken);
    }),
    { numRuns: 300 },
  );
});

test('the date of a signature is UTC, to the second', () => {
  const date = new Date('2026-03-01T02:03:04.987+08:00');
  const signed = sign(
    { method: 'GET', host: 'h', path: '/', parameters: [], body: '' },
    { accessKey: 'a', secretKey: 's' },
    date,
  );
  expect(signed['x-sdk-date']).toBe('20260228T180304Z');
});

import fc from 'fast-check';
import { HssError } from '../../../src/contract/error';
import { judgedDigest, parseReference, pinned, pinnedDigest, splits } from '../../../src/policy';
import { sha } from '../fixtures';

const HEX64 = '0123456789abcdef'.repeat(4);
const SHA = sha('f');

// Values follow the cases of distribution/reference (Apache-2.0): [text, domain, path, tag, digest].
const sound: [string, string, string, string?, string?][] = [
  ['web', 'docker.io', 'library/web', 'latest'],
  ['web:1.4', 'docker.io', 'library/web', '1.4'],
  [`web@${SHA}`, 'docker.io', 'library/web', undefined, SHA],
  [`web:1.4@${SHA}`, 'docker.io', 'library/web', '1.4', SHA],
  ['shop/web', 'docker.io', 'shop/web', 'latest'],
  ['library/web', 'docker.io', 'library/web', 'latest'],
  ['library/foo/bar', 'docker.io', 'library/foo/bar', 'latest'],
  ['docker.io/web', 'docker.io', 'library/web', 'latest'],
  ['docker.io/library/web:2', 'docker.io', 'library/web', '2'],
  ['index.docker.io/web', 'docker.io', 'library/web', 'latest'],
  ['index.docker.io/shop/web', 'docker.io', 'shop/web', 'latest'],
  ['localhost/web', 'localhost', 'web', 'latest'],
  ['localhost/shop/web', 'localhost', 'shop/web', 'latest'],
  ['localhost:5000/web', 'localhost:5000', 'web', 'latest'],
  ['localhost', 'docker.io', 'library/localhost', 'latest'],
  ['LOCALDOMAIN/web', 'LOCALDOMAIN', 'web', 'latest'],
  ['Docker/docker', 'Docker', 'docker', 'latest'],
  ['test.com:5000', 'docker.io', 'library/test.com', '5000'],
  ['test.com:tag', 'docker.io', 'library/test.com', 'tag'],
  ['test:5000/repo', 'test:5000', 'repo', 'latest'],
  ['test:5000/repo:tag', 'test:5000', 'repo', 'tag'],
  [`test:5000/repo:tag@${SHA}`, 'test:5000', 'repo', 'tag', SHA],
  ['lowercase:Uppercase', 'docker.io', 'library/lowercase', 'Uppercase'],
  ['sub-dom1.foo.com/bar/baz/quux:long-tag', 'sub-dom1.foo.com', 'bar/baz/quux', 'long-tag'],
  [
    'b.gcr.io/a.example.com/my-app:a.example.com',
    'b.gcr.io',
    'a.example.com/my-app',
    'a.example.com',
  ],
  ['xn--n3h.com/myimage:xn--n3h.com', 'xn--n3h.com', 'myimage', 'xn--n3h.com'],
  ['foo_bar.com:8080', 'docker.io', 'library/foo_bar.com', '8080'],
  ['foo/foo_bar.com:8080', 'docker.io', 'foo/foo_bar.com', '8080'],
  ['192.168.1.1', 'docker.io', 'library/192.168.1.1', 'latest'],
  ['192.168.1.1/repo', '192.168.1.1', 'repo', 'latest'],
  ['192.168.1.1:5000/repo:5050', '192.168.1.1:5000', 'repo', '5050'],
  ['[2001:db8::1]/repo', '[2001:db8::1]', 'repo', 'latest'],
  ['[2001:db8::1]:5000/repo:tag', '[2001:db8::1]:5000', 'repo', 'tag'],
  ['[2001:db8:1:2:3:4:5:6]/repo:tag', '[2001:db8:1:2:3:4:5:6]', 'repo', 'tag'],
  ['[::1]:5000/repo', '[::1]:5000', 'repo', 'latest'],
  ['dock__er/web', 'docker.io', 'dock__er/web', 'latest'],
  ['dock---er/web', 'docker.io', 'dock---er/web', 'latest'],
  ['d/w', 'docker.io', 'd/w', 'latest'],
  [`docker.io/${HEX64}`, 'docker.io', `library/${HEX64}`, 'latest'],
  [`a/${'b'.repeat(253)}`, 'docker.io', `a/${'b'.repeat(253)}`, 'latest'],
  [`example.com/${'a'.repeat(255)}:tag`, 'example.com', 'a'.repeat(255), 'tag'],
  [`web:${'t'.repeat(128)}`, 'docker.io', 'library/web', 't'.repeat(128)],
  ['web:_x', 'docker.io', 'library/web', '_x'],
  [
    `web@sha384:${'0'.repeat(96)}`,
    'docker.io',
    'library/web',
    undefined,
    `sha384:${'0'.repeat(96)}`,
  ],
  [
    `web@sha512:${'0'.repeat(128)}`,
    'docker.io',
    'library/web',
    undefined,
    `sha512:${'0'.repeat(128)}`,
  ],
  [
    'swr.cn-north-4.myhuaweicloud.com/shop/web:1.4',
    'swr.cn-north-4.myhuaweicloud.com',
    'shop/web',
    '1.4',
  ],
];

test.each(sound.map((row) => ({ row })))('$row.0', ({ row: [text, domain, path, tag, digest] }) => {
  const reference = parseReference(text);
  expect(reference).toMatchObject({ text, domain, path });
  expect(reference.tag).toBe(tag);
  expect(reference.digest).toBe(digest);
  const rest = (text.includes('@') || text.endsWith(`:${tag}`)) && tag ? `:${tag}` : '';
  expect(`${reference.name}${rest}${digest ? `@${digest}` : ''}`).toBe(text);
});

const unsound: [text: string, says: RegExp][] = [
  ['', /it is empty/],
  [' ', /white space/],
  ['web\n', /white space/],
  ['web 1', /white space/],
  ['web\u0000', /control/],
  [':tag', /it has no name/],
  [`@${SHA}`, /it has no name/],
  ['example.com/', /it has no name/],
  ['docker/', /empty segment/],
  ['a///b', /empty segment/],
  ['/web', /empty segment/],
  ['https://github.com/a/b', /begins with "https:\/\/".*\n.*leave the scheme out/],
  ['docker://nginx', /begins with "docker:\/\/"/],
  ['${TfToken[TOKEN.3]}', /token, which only Terraform/],
  ['swr.x.com/shop/${var.image}:1', /token/],
  ['Web', /upper-case/],
  ['shop/Web', /upper-case/],
  ['test:5000/Shop/web:tag', /upper-case/],
  ['-web', /no path segment/],
  ['-docker/web', /no path segment/],
  ['docker-/web', /no path segment/],
  ['_a/_b', /no path segment/],
  ['dock..er/web', /is no registry domain/],
  ['x.io/dock_.er', /no path segment/],
  ['x.io/dock-.er', /no path segment/],
  ['x.io/dock___er', /no path segment/],
  ['aa/asdf$$^/aa', /no path segment/],
  ['-x.io/web', /no registry domain/],
  ['foo_bar.com/web', /no registry domain/],
  ['fc00::1:5000/web', /no registry domain/],
  ['[fe80::1%eth0]:5000/web', /no registry domain/],
  ['[2001:db8::192.0.2.33]:5000/web', /no registry domain/],
  ['[2001:db8::1]', /no path segment/],
  ['host:port/web', /no registry domain/],
  ['web:', /ends with a colon and no tag/],
  ['web:.x', /no tag/],
  ['web:a:b', /no tag/],
  ['web:ünicode', /no tag/],
  [`web:${'t'.repeat(129)}`, /no tag/],
  ['web@', /no digest/],
  ['web@sha256', /no digest/],
  [`web@sha256:${'g'.repeat(64)}`, /no digest/],
  [`web@${SHA}@${SHA}`, /no digest/],
  ['web@sha256:abc', /no sha256 digest[^]*64 lower-case hex digits, here are 3/],
  [`web@sha256:${'F'.repeat(64)}`, /no sha256 digest/],
  [`web@sha512:${'f'.repeat(64)}`, /no sha512 digest/],
  [`web@md5:${'f'.repeat(32)}`, /algorithm "md5" is not supported/],
  [`web@constructor:${'f'.repeat(64)}`, /not supported/],
  [HEX64, /image ID/],
  [`domain.x/${'a'.repeat(256)}:tag`, /256 characters/],
  ['b'.repeat(248), /256 characters/],
  ['a'.repeat(5000), /too long/],
];

test.each(unsound)('refuses %j', (text, says) => {
  expect(() => parseReference(text)).toThrow(says);
  expect(() => parseReference(text)).toThrow(
    expect.objectContaining({ code: 'HSS_INVALID_ARGUMENT' }) as Error,
  );
});

test('a refusal is short however long the reference', () => {
  expect.assertions(1);
  try {
    parseReference(`shop/${'A'.repeat(1000)}`);
  } catch (error) {
    expect((error as Error).message.length).toBeLessThan(500);
  }
});

test.each([undefined, null, 5, {}, []])('refuses %j from untyped code', (value) => {
  expect(() => parseReference(value as string)).toThrow(HssError);
});

test('nothing but HssError is thrown, and what is read can be read again', () => {
  const piece = fc.constantFrom(
    'a',
    'B',
    '0',
    '/',
    ':',
    '@',
    '.',
    '-',
    '_',
    '[',
    ']',
    SHA,
    'x.io',
    ' ',
  );
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(piece).map((pieces) => pieces.join('')),
  );
  fc.assert(
    fc.property(texts, (text) => {
      let reference;
      try {
        reference = parseReference(text);
      } catch (error) {
        expect(error).toBeInstanceOf(HssError);
        return;
      }
      const again = parseReference(pinned(reference, SHA));
      expect(again).toMatchObject({ domain: reference.domain, path: reference.path, digest: SHA });
      for (const { namespace, imageName } of splits(reference)) {
        expect(namespace === undefined ? imageName : `${namespace}/${imageName}`).toBe(
          reference.path,
        );
      }
    }),
    { numRuns: 2000 },
  );
});

test('pins by the name as it was written', () => {
  expect(pinned(parseReference('web:1'), SHA)).toBe(`web@${SHA}`);
  expect(pinned(parseReference('index.docker.io/web:1'), SHA)).toBe(`index.docker.io/web@${SHA}`);
  expect(pinned(parseReference(`[::1]:5000/a/b:1@${sha('0')}`), SHA)).toBe(`[::1]:5000/a/b@${SHA}`);
});

test('splits a path in every way, the likeliest first', () => {
  expect(splits(parseReference('x.io/a/b/c'))).toEqual([
    { namespace: 'a/b', imageName: 'c' },
    { namespace: 'a', imageName: 'b/c' },
    { imageName: 'a/b/c' },
  ]);
  expect(splits(parseReference('x.io/a'))).toEqual([{ imageName: 'a' }]);
  expect(splits(parseReference('a'))).toEqual([
    { namespace: 'library', imageName: 'a' },
    { imageName: 'library/a' },
  ]);
});

test.each([
  {
    of: 'a pinned image',
    verdict: { pinnedReference: `r.io:5000/shop/web@${SHA}` },
    pinned: SHA,
    judged: SHA,
  },
  {
    of: 'an image that is not pinned',
    verdict: { image: { imageDigest: SHA } },
    pinned: undefined,
    judged: SHA,
  },
  {
    of: 'a digest that is not sound',
    verdict: { image: { imageDigest: 'odd' } },
    pinned: undefined,
    judged: 'odd',
  },
  {
    of: 'a pinned image and its row',
    verdict: { pinnedReference: `web@${SHA}`, image: { imageDigest: SHA } },
    pinned: SHA,
    judged: SHA,
  },
  { of: 'an image that is not listed', verdict: {}, pinned: undefined, judged: undefined },
])('the digest of $of is $judged', ({ verdict, pinned: ofPinned, judged }) => {
  expect(pinnedDigest(verdict)).toBe(ofPinned);
  expect(judgedDigest(verdict)).toBe(judged);
});

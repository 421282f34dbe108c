import fc from 'fast-check';
import { HssError } from '../../../src/contract/error';
import { judgedDigest, parseReference, pinned, pinnedDigest, splits } from '../../../src/policy';
import { sha } from '../fixtures';

const HEX64 = '0123456789abcdef'.repeat(4);
const SHA = sha('f');

// Values follow the cases of distribution/reference (Apache-2.0).
const sound: {
  readonly text: string;
  readonly domain: string;
  readonly path: string;
  readonly tag?: string;
  readonly digest?: string;
}[] = [
  { text: 'web', domain: 'docker.io', path: 'library/web', tag: 'latest' },
  { text: 'web:1.4', domain: 'docker.io', path: 'library/web', tag: '1.4' },
  { text: `web@${SHA}`, domain: 'docker.io', path: 'library/web', digest: SHA },
  { text: `web:1.4@${SHA}`, domain: 'docker.io', path: 'library/web', tag: '1.4', digest: SHA },
  { text: 'shop/web', domain: 'docker.io', path: 'shop/web', tag: 'latest' },
  { text: 'library/web', domain: 'docker.io', path: 'library/web', tag: 'latest' },
  { text: 'library/foo/bar', domain: 'docker.io', path: 'library/foo/bar', tag: 'latest' },
  { text: 'docker.io/web', domain: 'docker.io', path: 'library/web', tag: 'latest' },
  { text: 'docker.io/library/web:2', domain: 'docker.io', path: 'library/web', tag: '2' },
  { text: 'index.docker.io/web', domain: 'docker.io', path: 'library/web', tag: 'latest' },
  { text: 'index.docker.io/shop/web', domain: 'docker.io', path: 'shop/web', tag: 'latest' },
  { text: 'localhost/web', domain: 'localhost', path: 'web', tag: 'latest' },
  { text: 'localhost/shop/web', domain: 'localhost', path: 'shop/web', tag: 'latest' },
  { text: 'localhost:5000/web', domain: 'localhost:5000', path: 'web', tag: 'latest' },
  { text: 'localhost', domain: 'docker.io', path: 'library/localhost', tag: 'latest' },
  { text: 'LOCALDOMAIN/web', domain: 'LOCALDOMAIN', path: 'web', tag: 'latest' },
  { text: 'Docker/docker', domain: 'Docker', path: 'docker', tag: 'latest' },
  { text: 'test.com:5000', domain: 'docker.io', path: 'library/test.com', tag: '5000' },
  { text: 'test.com:tag', domain: 'docker.io', path: 'library/test.com', tag: 'tag' },
  { text: 'test:5000/repo', domain: 'test:5000', path: 'repo', tag: 'latest' },
  { text: 'test:5000/repo:tag', domain: 'test:5000', path: 'repo', tag: 'tag' },
  { text: `test:5000/repo:tag@${SHA}`, domain: 'test:5000', path: 'repo', tag: 'tag', digest: SHA },
  { text: 'lowercase:Uppercase', domain: 'docker.io', path: 'library/lowercase', tag: 'Uppercase' },
  {
    text: 'sub-dom1.foo.com/bar/baz/quux:long-tag',
    domain: 'sub-dom1.foo.com',
    path: 'bar/baz/quux',
    tag: 'long-tag',
  },
  {
    text: 'b.gcr.io/a.example.com/my-app:a.example.com',
    domain: 'b.gcr.io',
    path: 'a.example.com/my-app',
    tag: 'a.example.com',
  },
  {
    text: 'xn--n3h.com/myimage:xn--n3h.com',
    domain: 'xn--n3h.com',
    path: 'myimage',
    tag: 'xn--n3h.com',
  },
  { text: 'foo_bar.com:8080', domain: 'docker.io', path: 'library/foo_bar.com', tag: '8080' },
  { text: 'foo/foo_bar.com:8080', domain: 'docker.io', path: 'foo/foo_bar.com', tag: '8080' },
  { text: '192.168.1.1', domain: 'docker.io', path: 'library/192.168.1.1', tag: 'latest' },
  { text: '192.168.1.1/repo', domain: '192.168.1.1', path: 'repo', tag: 'latest' },
  { text: '192.168.1.1:5000/repo:5050', domain: '192.168.1.1:5000', path: 'repo', tag: '5050' },
  { text: '[2001:db8::1]/repo', domain: '[2001:db8::1]', path: 'repo', tag: 'latest' },
  { text: '[2001:db8::1]:5000/repo:tag', domain: '[2001:db8::1]:5000', path: 'repo', tag: 'tag' },
  {
    text: '[2001:db8:1:2:3:4:5:6]/repo:tag',
    domain: '[2001:db8:1:2:3:4:5:6]',
    path: 'repo',
    tag: 'tag',
  },
  { text: '[::1]:5000/repo', domain: '[::1]:5000', path: 'repo', tag: 'latest' },
  { text: 'dock__er/web', domain: 'docker.io', path: 'dock__er/web', tag: 'latest' },
  { text: 'dock---er/web', domain: 'docker.io', path: 'dock---er/web', tag: 'latest' },
  { text: 'd/w', domain: 'docker.io', path: 'd/w', tag: 'latest' },
  { text: `docker.io/${HEX64}`, domain: 'docker.io', path: `library/${HEX64}`, tag: 'latest' },
  {
    text: `a/${'b'.repeat(253)}`,
    domain: 'docker.io',
    path: `a/${'b'.repeat(253)}`,
    tag: 'latest',
  },
  {
    text: `example.com/${'a'.repeat(255)}:tag`,
    domain: 'example.com',
    path: 'a'.repeat(255),
    tag: 'tag',
  },
  {
    text: `web:${'t'.repeat(128)}`,
    domain: 'docker.io',
    path: 'library/web',
    tag: 't'.repeat(128),
  },
  { text: 'web:_x', domain: 'docker.io', path: 'library/web', tag: '_x' },
  {
    text: `web@sha384:${'0'.repeat(96)}`,
    domain: 'docker.io',
    path: 'library/web',
    digest: `sha384:${'0'.repeat(96)}`,
  },
  {
    text: `web@sha512:${'0'.repeat(128)}`,
    domain: 'docker.io',
    path: 'library/web',
    digest: `sha512:${'0'.repeat(128)}`,
  },
  {
    text: 'swr.cn-north-4.myhuaweicloud.com/shop/web:1.4',
    domain: 'swr.cn-north-4.myhuaweicloud.com',
    path: 'shop/web',
    tag: '1.4',
  },
];

test.each(sound)('$text is read', ({ text, domain, path, tag, digest }) => {
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
  ['https://github.com/a/b', /starts with "https:\/\/".*\n.*remove the scheme/],
  ['docker://nginx', /starts with "docker:\/\/"/],
  ['${TfToken[TOKEN.3]}', /token, which only Terraform/],
  ['swr.x.com/shop/${var.image}:1', /token/],
  ['Web', /upper-case/],
  ['shop/Web', /upper-case/],
  ['test:5000/Shop/web:tag', /upper-case/],
  ['-web', /is not a valid path segment/],
  ['-docker/web', /is not a valid path segment/],
  ['docker-/web', /is not a valid path segment/],
  ['_a/_b', /is not a valid path segment/],
  ['dock..er/web', /is not a registry domain/],
  ['x.io/dock_.er', /is not a valid path segment/],
  ['x.io/dock-.er', /is not a valid path segment/],
  ['x.io/dock___er', /is not a valid path segment/],
  ['aa/asdf$$^/aa', /is not a valid path segment/],
  ['-x.io/web', /is not a registry domain/],
  ['foo_bar.com/web', /is not a registry domain/],
  ['fc00::1:5000/web', /is not a registry domain/],
  ['[fe80::1%eth0]:5000/web', /is not a registry domain/],
  ['[2001:db8::192.0.2.33]:5000/web', /is not a registry domain/],
  ['[2001:db8::1]', /is not a valid path segment/],
  ['host:port/web', /is not a registry domain/],
  ['web:', /ends with a colon and no tag/],
  ['web:.x', /is not a valid tag/],
  ['web:a:b', /is not a valid tag/],
  ['web:ünicode', /is not a valid tag/],
  [`web:${'t'.repeat(129)}`, /is not a valid tag/],
  ['web@', /is not a valid digest/],
  ['web@sha256', /is not a valid digest/],
  [`web@sha256:${'g'.repeat(64)}`, /is not a valid digest/],
  [`web@${SHA}@${SHA}`, /is not a valid digest/],
  [
    'web@sha256:abc',
    /not a valid sha256 digest[^]*64 lower-case hex digits, this one has 3 digits/,
  ],
  [`web@sha256:${'F'.repeat(64)}`, /not a valid sha256 digest/],
  [`web@sha512:${'f'.repeat(64)}`, /not a valid sha512 digest/],
  [`web@md5:${'f'.repeat(32)}`, /algorithm "md5" is not supported/],
  [`web@constructor:${'f'.repeat(64)}`, /not supported/],
  [HEX64, /image ID/],
  [`domain.x/${'a'.repeat(256)}:tag`, /256 characters/],
  ['b'.repeat(248), /256 characters/],
  ['a'.repeat(5000), /too long/],
];

test.each(unsound)('the reference %j is refused', (text, says) => {
  expect(() => parseReference(text)).toThrow(says);
  expect(() => parseReference(text)).toThrow(
    expect.objectContaining({ code: 'HSS_INVALID_ARGUMENT' }) as Error,
  );
});

test('a refusal is short however long the reference is', () => {
  expect.assertions(1);
  try {
    parseReference(`shop/${'A'.repeat(1000)}`);
  } catch (error) {
    expect((error as Error).message.length).toBeLessThan(500);
  }
});

test.each([undefined, null, 5, {}, []])('the value %j of untyped code is refused', (value) => {
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

test('a reference is pinned by its name as it was written', () => {
  expect(pinned(parseReference('web:1'), SHA)).toBe(`web@${SHA}`);
  expect(pinned(parseReference('index.docker.io/web:1'), SHA)).toBe(`index.docker.io/web@${SHA}`);
  expect(pinned(parseReference(`[::1]:5000/a/b:1@${sha('0')}`), SHA)).toBe(`[::1]:5000/a/b@${SHA}`);
});

test('a path is split in every way, the likeliest first', () => {
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

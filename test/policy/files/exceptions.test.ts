import { readPolicy } from '../../../src/policy';
import { NOW } from '../fixtures';
import { HEAD, parse, refusal, validatesSchema, withException } from './parse-support';

test.each([
  ['rules', '[]', 'the list is empty'],
  ['rules', '[max-severty]', 'got "max-severty": did you mean max-severity?'],
  ['rules', '[MAX-SEVERITY]', 'write max-severity'],
  ['rules', '[snapshot-fresh]', "snapshot-fresh can't be waived"],
  ['rules', '["*"]', 'expected one of image-listed'],
  ['rules', 'max-severity', 'expected a list'],
  ['owner', '" "', 'it is blank'],
  ['owner', '""', 'it is blank'],
  ['reason', '"\\t"', 'it is blank'],
  ['reason', '', 'got nothing'],
  ['image', '""', 'it is blank'],
  ['image', '"*"', 'would match every image name'],
  ['image', '"**"', 'would match every image name'],
  ['image', '"*/*:1.0"', 'would match every image name'],
  ['image', '"?*"', 'would match every image name'],
  ['image', '"shop/*:1"', 'would match every image name'],
  ['image', '"shop/**"', 'would match every image name'],
  ['image', '"shop/*-*"', 'would match every image name'],
  ['image', '"shop/web:"', 'the version after ":" is empty'],
  ['image', '":1"', 'empty path segment'],
  ['image', '"shop//web:1"', 'empty path segment'],
  ['image', '"/web:1"', 'empty path segment'],
  ['image', '"shop/../web:1"', 'path segment "." or ".."'],
  ['image', '"shop/web**:1"', '** must be a whole path segment'],
  ['image', '"shop/***/web:1"', '** must be a whole path segment'],
  ['image', '"shop/web:**"', 'a version has no path segments'],
  ['image', '"shop/{web,api}:1"', '"{" is not allowed in a glob'],
  ['image', '"shop/we[bc]:1"', '"[" is not allowed in a glob'],
  ['image', '"shop/@(web):1"', '"(" is not allowed in a glob'],
  ['image', '"!shop/web:1"', '"!" is not allowed in a glob'],
  ['image', '"shop\\\\web:1"', 'is not allowed in a glob'],
  ['image', '"shop/web 1"', '" " occurs in no image name or version'],
  ['image', '"x.io:5000/shop/web:1"', "a registry's port can't be given"],
  ['image', '"x.io:5000/shop/web"', "a registry's port can't be given"],
  ['image', '"x.io:5000/shop/web:1.4.*"', 'write shop/web:1.4.*'],
  ['image', '"x.io:5000/shop/web"', 'write shop/web'],
  ['image', '"shop/web:1:2"', 'write namespace/name:version'],
  ['image', `"x.io/shop/web@sha256:${'a'.repeat(64)}"`, 'a digest stands alone: write sha256:…'],
  ['image', '"a*b*c*d*e*f*g"', 'more than 5 wildcards'],
  ['image', '"sha256:abc"', 'is not a complete digest'],
  ['image', `"sha256:${'A'.repeat(64)}"`, 'is not a complete digest'],
  ['image', '"sha256:*"', 'is not a complete digest'],
  ['image', `"SHA256:${'a'.repeat(64)}"`, 'is not a complete digest'],
  ['scope', '"prod/{a,b}"', 'is not a valid scope'],
  ['scope', '"!prod"', 'is not a valid scope'],
  ['scope', '"/prod"', 'is not a valid scope'],
  ['scope', '"prod/"', 'is not a valid scope'],
  ['scope', '""', 'it is blank'],
])('an exception whose %s is %s is refused', (key, value, message) => {
  const lines = {
    image: 'shop/web:1',
    rules: '[max-severity]',
    owner: 'a',
    reason: 'b',
    expires: '2026-12-31',
    [key]: value,
  };
  const text = Object.entries(lines).map(
    ([name, item], i) => `  ${i ? ' ' : '-'} ${name}: ${item}\n`,
  );
  const at = Object.keys(lines).indexOf(key) + 4;
  // An empty value has its place right after the colon.
  const column = value === '' ? 6 + key.length : 7 + key.length;
  const found = refusal(`${HEAD}exceptions:\n${text.join('')}`);
  expect(found).toContain(message);
  expect(found).toMatch(
    new RegExp(`p\\.yaml:${at}:(${column}|${column + 1}): exceptions\\[0\\]\\.${key}`),
  );
});

describe('an exception is about images or about resources', () => {
  const target = (...lines: string[]) =>
    `${HEAD}exceptions:\n  - owner: a\n    reason: b\n    expires: 2026-12-31\n${lines
      .map((line) => `    ${line}\n`)
      .join('')}`;
  const DETERMINABLE = 'rules: [images-determinable]';

  test.each([
    ['an image', ['rules: [max-severity]', 'image: shop/web']],
    ['an image in a scope', ['rules: [max-severity]', 'image: shop/web', 'scope: a']],
    ['a resource', [DETERMINABLE, 'resource: helm_release.a']],
    ['a quoted resource', [DETERMINABLE, `resource: 'module.a["x.y"].**'`]],
    ['a scope', [DETERMINABLE, 'scope: prod/**']],
    ['a resource in a scope', [DETERMINABLE, 'resource: helm_release.*', 'scope: "**"']],
  ])('is accepted with %s', (_, lines) => {
    expect(parse(target(...lines)).exceptions).toHaveLength(1);
    expect(validatesSchema(target(...lines))).toBe(true);
  });

  test.each<[string, string[], string]>([
    [
      'rules of both kinds',
      ['rules: [images-determinable, max-severity, scan-fresh]', 'image: shop/web'],
      'p.yaml:7:12: exceptions[0].rules: images-determinable is about resources, and scan-fresh and max-severity are about images: write two exceptions',
    ],
    [
      'rules of both kinds for a resource',
      ['rules: [max-severity, images-determinable]', 'resource: helm_release.a'],
      'p.yaml:7:12: exceptions[0].rules: images-determinable is about resources, and max-severity is about images: write two exceptions',
    ],
    [
      'an image',
      [DETERMINABLE, 'image: shop/web'],
      'p.yaml:8:12: exceptions[0].image: images-determinable is about resources, not images: replace image with resource or scope',
    ],
    [
      'an image and a resource',
      [DETERMINABLE, 'resource: helm_release.a', 'image: shop/web'],
      'p.yaml:9:12: exceptions[0].image: images-determinable is about resources, not images',
    ],
    [
      'neither resource nor scope',
      [DETERMINABLE],
      'p.yaml:4:5: exceptions[0]: resource or scope is missing: images-determinable is about resources, so name them',
    ],
    [
      'a resource and rules about images',
      ['rules: [max-severity, scan-fresh]', 'resource: helm_release.a'],
      'p.yaml:8:15: exceptions[0].resource: scan-fresh and max-severity are about images, not resources: replace resource with image',
    ],
    [
      'an image, a resource, and a rule about images',
      ['rules: [max-severity]', 'resource: helm_release.a', 'image: shop/web'],
      'p.yaml:8:15: exceptions[0].resource: max-severity is about images, not resources: remove resource',
    ],
    [
      'no image',
      ['rules: [max-severity]', 'scope: prod/**'],
      'p.yaml:4:5: exceptions[0]: image is missing: a glob over namespace/name:version, or sha256: and 64 hex digits',
    ],
    ['nothing', ['rules: [max-severity]'], 'exceptions[0]: image is missing'],
  ])('is refused with %s', (_, lines, message) => {
    expect(refusal(target(...lines))).toContain(message);
    expect(refusal(target(...lines))).not.toContain('problems in');
    expect(validatesSchema(target(...lines))).toBe(false);
  });

  test('is refused for missing or unknown rules first', () => {
    expect(readPolicy(target('resource: helm_release.a'), NOW).problems).toMatchObject([
      { message: expect.stringContaining('rules is missing') as string },
    ]);
    expect(
      readPolicy(target('rules: [image-determinable]', 'resource: helm_release.a'), NOW).problems,
    ).toMatchObject([
      { message: expect.stringContaining('did you mean images-determinable?') as string },
    ]);
    expect(refusal(`${HEAD}exceptions: [{}]\n`)).toContain('exceptions[0]: image is missing');
  });

  test.each([
    ['resource', 'helm_release', 'is not an address glob: an address has a type and a name'],
    ['resource', '"*.*"', 'is not an address glob: it would match every resource'],
    ['resource', 'helm_release.x[a]', 'is not an address glob: an index must be'],
    ['resource', '""', 'it is blank: expected a glob over Terraform addresses'],
    ['resource', '[helm_release.x]', 'expected a text: a glob over Terraform addresses'],
    ['resource', `a.${'b'.repeat(1023)}`, 'it has more than 1024 characters'],
    ['scope', '"**"', '"**" would match every construct: add a letter or digit'],
    ['scope', '"*/*"', '"*/*" would match every construct: add a letter or digit'],
    ['scope', 'prod/{a,b}', '"prod/{a,b}" is not a valid scope: "{" is not allowed in a glob'],
    ['resorce', 'helm_release.a', 'unknown key "resorce": did you mean resource?'],
  ])('is refused for the %s %s', (key, value, message) => {
    const found = refusal(target(DETERMINABLE, `${key}: ${value}`));
    expect(found).toContain(message);
    expect(found).toMatch(/p\.yaml:8:\d+: /);
  });
});

test.each(['2026-12-31', '"2026-12-31"', '2027-02-20', '2026-11-22', '2020-02-29', '0001-01-01'])(
  'an exception that expires %s is accepted',
  (expires) => {
    expect(parse(withException(`expires: ${expires}`)).exceptions[0].expires).toBe(
      expires.replaceAll('"', ''),
    );
  },
);

test('days are counted from the UTC day, whatever the hour', () => {
  const text = withException('expires: 2027-02-20');
  const midnight = Date.parse('2026-11-22T00:00:00Z');
  expect(readPolicy(text, midnight).problems).toEqual([]);
  expect(readPolicy(text, midnight + 86_399_999).problems).toEqual([]);
  expect(readPolicy(text, midnight - 1).problems).toHaveLength(1);
  expect(readPolicy(text, NaN).problems).toHaveLength(1);
});

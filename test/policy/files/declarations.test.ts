import { HEAD, parse, refusal } from './parse-support';

describe('declarations', () => {
  const LINES = {
    resource: 'helm_release.a',
    images: '[shop/web:1]',
    owner: 'a',
    reason: 'b',
  };
  const written = (lines: { readonly [key: string]: string | undefined }): string =>
    `${HEAD}declarations:\n  -\n${Object.entries(lines)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => `    ${key}: ${value}\n`)
      .join('')}`;

  test('of whole references and digests are taken', () => {
    const images = `[shop/web, "x.io:5000/shop/web:1", shop/web@sha256:${'a'.repeat(64)}]`;
    expect(parse(written({ ...LINES, images })).declarations[0].images).toHaveLength(3);
  });

  test.each(Object.keys(LINES))('without %s are refused', (key) => {
    expect(refusal(written({ ...LINES, [key]: undefined }))).toContain(
      `p.yaml:5:5: declarations[0]: ${key} is missing: `,
    );
  });

  test.each([
    ['resource', 'helm_release', 'an address has a type and a name'],
    ['resource', '"**"', 'it would match every resource'],
    ['resource', '""', 'it is blank'],
    ['images', '[]', 'the list is empty'],
    ['images', 'shop/web:1', 'expected a list'],
    ['images', '[""]', 'it is blank: expected an image reference'],
    ['images', '[5]', 'expected a text: an image reference'],
    ['images', '["Shop/Web:1"]', 'upper-case letters'],
    ['images', '["${var.image}"]', 'it contains a token, which only Terraform can resolve'],
    ['images', '["oci://x.io/a:1"]', 'remove the scheme'],
    ['images', '["shop/web@sha256:abc"]', 'sha256 has 64 lower-case hex digits'],
    ['owner', '" "', 'it is blank: expected who answers for the declaration'],
    ['reason', '', 'got nothing'],
  ])('whose %s is %s are refused', (key, value, message) => {
    const found = refusal(written({ ...LINES, [key]: value }));
    expect(found).toContain(message);
    const line = Object.keys(LINES).indexOf(key) + 5;
    expect(found).toMatch(new RegExp(`p\\.yaml:${line}:\\d+: declarations\\[0\\]\\.${key}`));
  });

  test.each([
    ['declarations: 5', 'p.yaml:3:15: declarations: expected a list, got 5'],
    ['declarations: [5]', 'p.yaml:3:16: declarations[0]: expected a map, got 5'],
    ['declaration: []', 'p.yaml:3:1: unknown key "declaration": did you mean declarations?'],
    ['stackFiles: 5', 'p.yaml:3:13: stackFiles: expected a list, got 5'],
    ['stackFiles: [5]', 'p.yaml:3:14: stackFiles[0]: expected a text'],
    ['stackFiles: [a.tf, zz.auto.tfvars]', 'stackFiles[1]: expected the name of a file, or a glob'],
    ['stackFiles: [stacks/shop/a.tf]', 'stackFiles[0]: expected the name of a file, or a glob'],
    ["stackFiles: ['a.tf', '*']", 'stackFiles[1]: expected the name of a file, or a glob'],
    ["stackFiles: ['{a,b}.tf']", 'stackFiles[0]: "{" is not allowed in a glob'],
    ['strictDiscovery: yes', 'p.yaml:3:18: strictDiscovery: expected true or false, got "yes"'],
    ['strictdiscovery: true', 'did you mean strictDiscovery?'],
  ])('written as %s are refused', (line, message) => {
    expect(refusal(`${HEAD}${line}\n`)).toContain(message);
  });

  test('with an end or a scope are refused: they state a fact', () => {
    expect(refusal(written({ ...LINES, expires: '2026-12-31' }))).toContain(
      'p.yaml:9:5: unknown key "expires": known are resource, images, owner, reason',
    );
  });
});

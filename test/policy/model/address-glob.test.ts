import fc from 'fast-check';
import { addressGlobFault, addressMatcher } from '../../../src/policy/model/address-glob';

const matches = (glob: string, address: string): boolean => addressMatcher(glob)(address);

test.each<[glob: string, address: string, matches: boolean]>([
  ['helm_release.ingress', 'helm_release.ingress', true],
  ['helm_release.ingress', 'helm_release.ingress[0]', true],
  ['helm_release.ingress', 'helm_release.ingress["a"]', true],
  ['helm_release.ingress', 'helm_release.ingress["a.b"]', true],
  ['helm_release.ingress', 'helm_release.ingress2', false],
  ['helm_release.ingress', 'helm_release.Ingress', false],
  ['helm_release.ingress', 'module.shop.helm_release.ingress', false],
  ['helm_release.ingress', 'helm_release.ingress.ingress', false],
  ['helm_release.ingress', 'xhelm_release.ingress', false],
  ['helm_release.ingress', 'helm_release', false],
  ['helm_release.ingress', 'helm_releaseXingress', false],

  ['module.shop.helm_release.x', 'module.shop.helm_release.x', true],
  ['module.shop.helm_release.x', 'module.shop["eu"].helm_release.x', true],
  ['module.shop.helm_release.x', 'module.shop["eu"].helm_release.x[1]', true],
  ['module.shop["eu"].helm_release.x', 'module.shop["eu"].helm_release.x[1]', true],
  ['module.shop["eu"].helm_release.x', 'module.shop["us"].helm_release.x', false],
  ['module.shop["eu"].helm_release.x', 'module.shop.helm_release.x', false],

  ['helm_release.x[0]', 'helm_release.x[0]', true],
  ['helm_release.x[0]', 'helm_release.x', false],
  ['helm_release.x[0]', 'helm_release.x[00]', false],
  ['helm_release.x[0]', 'helm_release.x["0"]', false],
  ['helm_release.x["a.b/c*"]', 'helm_release.x["a.b/c*"]', true],
  ['helm_release.x["a.b/c*"]', 'helm_release.x["a.b/cd"]', false],
  ['helm_release.x["*"]', 'helm_release.x["*"]', true],
  ['helm_release.x["*"]', 'helm_release.x["a"]', false],
  ['helm_release.x["?"]', 'helm_release.x["a"]', false],
  ['helm_release.x["**"]', 'helm_release.x["a"].y', false],
  ['helm_release.x["a\\"].b"]', 'helm_release.x["a\\"].b"]', true],
  ['helm_release.x["a\\\\"]', 'helm_release.x["a\\\\"]', true],
  ['helm_release.x["]"]', 'helm_release.x["]"]', true],
  ['helm_release.x["["]', 'helm_release.x["["]', true],
  ['helm_release.x["ä\u2028"]', 'helm_release.x["ä\u2028"]', true],
  ['helm_release.*["a"]', 'helm_release.y["a"]', true],
  ['helm_release.*["a"]', 'helm_release.y["b"]', false],
  ['helm_release.*["a"]', 'helm_release.y', false],

  ['helm_release.*', 'helm_release.x', true],
  ['helm_release.*', 'helm_release.x["a.b"]', true],
  ['helm_release.*', 'module.m.helm_release.x', false],
  ['helm_release.in*', 'helm_release.ingress', true],
  ['helm_release.in*', 'helm_release.in', true],
  ['helm_release.*ss', 'helm_release.ingress', true],
  ['helm_release.i*g*s', 'helm_release.ingress', true],
  ['helm_release.i*x*s', 'helm_release.ingress', false],
  ['helm_release.ingres?', 'helm_release.ingress', true],
  ['helm_release.ingress?', 'helm_release.ingress', false],
  ['*.ingress', 'helm_release.ingress', true],
  ['helm_*.ingress', 'helm_release.ingress', true],
  ['helm_*ingress.a', 'helm_release.ingress', false],
  ['module.*.helm_release.x', 'module.m[3].helm_release.x', true],
  ['module.*.helm_release.x', 'module.m.module.n.helm_release.x', false],

  ['**.helm_release.x', 'helm_release.x', true],
  ['**.helm_release.x', 'module.m["a.b"].module.n.helm_release.x[0]', true],
  ['**.helm_release.x', 'module.m.helm_release.x.y', false],
  ['module.m.**', 'module.m["eu"].helm_release.x', true],
  ['module.m.**', 'module.m.module.n.helm_release.x', true],
  ['module.m["eu"].**', 'module.m["us"].helm_release.x', false],
  ['module.m.**', 'module.mm.helm_release.x', false],
  ['module.m.**.helm_release.*', 'module.m.helm_release.x', true],
  ['module.m.**.helm_release.*', 'module.m.module.n.helm_release.x', true],
  ['**.m.**.x', 'module.m.module.m.a.x', true],
  ['**.m.**.x', 'module.n.a.x', false],

  // Not addresses.
  ['helm_release.*', '', false],
  ['helm_release.*', 'helm_release.', false],
  ['helm_release.*', 'helm_release..x', false],
  ['helm_release.*', 'helm_release.x[', false],
  ['helm_release.*', 'helm_release.x["a]', false],
  ['helm_release.*', 'helm_release.x["a"]y', false],
  ['helm_release.*', 'helm_release.x[a]', false],
  ['helm_release.*', 'helm_release.x[]', false],
  ['helm_release.*', 'helm_release.x["a"][0]', false],
  ['helm_release.*', 'helm_release.x\n', true],
  ['helm_release.x', 'helm_release.x\n', false],
])('that the glob %j matches the address %j is %s', (glob, address, expected) => {
  expect(addressGlobFault(glob)).toBeUndefined();
  expect(matches(glob, address)).toBe(expected);
});

test.each([
  ['', 'it has an empty segment'],
  ['helm_release.', 'it has an empty segment'],
  ['.x', 'it has an empty segment'],
  ['helm_release..x', 'it has an empty segment'],
  ['helm_release["a"]', 'an address has a type and a name'],
  ['helm_release', 'an address has a type and a name'],
  ['module.shop', 'append .** for every resource in the module'],
  ['module.shop["eu"]', 'append .** for every resource in the module'],
  ['module.a.module.b', 'append .** for every resource in the module'],
  ['helm_release.x**', '** must be a whole segment'],
  ['helm_release.***', '** must be a whole segment'],
  ['**["a"].helm_release.x', '** must be a whole segment'],
  ['helm_release.x[*]', 'an index must be a number or a quoted key'],
  ['helm_release.x[a]', 'an index must be a number or a quoted key'],
  ["helm_release.x['a']", 'an index must be a number or a quoted key'],
  ['helm_release.x["a]', 'an index must be a number or a quoted key'],
  ['helm_release.x[', 'an index must be a number or a quoted key'],
  ['helm_release.["a"]', 'it has an empty segment'],
  ['helm_release.x["a"]b', 'an index must end its segment'],
  ['helm_release.x["a"][0]', 'an index must end its segment'],
  ['helm_release.{a,b}', '"{" does not occur in an address'],
  ['!helm_release.a', '"!" does not occur in an address'],
  ['helm_release/a.b', '"/" does not occur in an address'],
  ['helm_release.a ', '" " does not occur in an address'],
  ['helm_release.a]', '"]" does not occur in an address'],
  ['helm_release.@(a)', '"@" does not occur in an address'],
  ['helm_release.a\\*', '"\\\\" does not occur in an address'],
  ['**', 'it would match every resource'],
  ['*.*', 'it would match every resource'],
  ['**.*', 'it would match every resource'],
  ['module.*.**', 'it would match every resource'],
  ['module.**', 'it would match every resource'],
  ['data.*.*', 'it would match every resource'],
  ['?*.-', 'it would match every resource'],
  ['*.*["a"]', 'it would match every resource'],
])('the glob %j has a fault: %s', (glob, fault) => {
  expect(addressGlobFault(glob)).toContain(fault);
});

const identifier = fc.stringMatching(/^[a-z_][a-zA-Z0-9_-]{0,8}$/);
const key = fc
  .oneof(fc.string({ unit: 'binary', maxLength: 8 }), fc.constantFrom('*', '**', 'a.b', '"]', '\\'))
  .map((text) => `[${JSON.stringify(text)}]`);
const index = fc.oneof(
  fc.constant(''),
  fc.nat().map((number) => `[${number}]`),
  key,
);
const moduleStep = fc.tuple(fc.constant('module'), identifier, index);
/** As segments, each with its index. */
const anyAddress = fc
  .tuple(fc.array(moduleStep, { maxLength: 3 }), identifier, identifier, index)
  .map(([modules, type, name, last]): [name: string, index: string][] => [
    ...modules.flatMap(([word, module, at]): [string, string][] => [
      [word, ''],
      [module, at],
    ]),
    [type, ''],
    [name, last],
  ]);
const textOf = (segments: readonly [string, string][]): string =>
  segments.map((segment) => segment.join('')).join('.');

test('a glob that is an address matches that address and its instances, nothing else', () => {
  const seen = { matched: 0, instances: 0 };
  const pair = fc
    .tuple(anyAddress, anyAddress, fc.constantFrom('other', 'instance', 'same'), index)
    .map(([one, two, how, at]) => {
      if (how === 'other') return [one, two];
      const last = one.length - 1;
      const instance = one.map(([name, own], i): [string, string] => [name, i < last ? own : at]);
      return how === 'instance' ? [one, instance] : [one, one];
    });
  fc.assert(
    fc.property(pair, ([glob, address]) => {
      fc.pre(addressGlobFault(textOf(glob)) === undefined);
      // Worked out without a glob: the same names, and each index that is written.
      const expected =
        glob.length === address.length &&
        glob.every(
          ([name, at], i) => name === address[i][0] && (at === '' || at === address[i][1]),
        );
      expect(matches(textOf(glob), textOf(address))).toBe(expected);
      if (expected) seen.matched++;
      if (expected && textOf(glob) !== textOf(address)) seen.instances++;
    }),
    { numRuns: 1000 },
  );
  expect(Math.min(seen.matched, seen.instances)).toBeGreaterThan(20);
});

/** Tries every way in which the globs can stand for the segments. */
function everyWay([glob, ...globs]: string[], segments: string[]): boolean {
  if (glob === undefined) return segments.length === 0;
  const [segment, ...rest] = segments;
  if (glob === '**') {
    return everyWay(globs, segments) || (segments.length > 0 && everyWay([glob, ...globs], rest));
  }
  const pattern = glob.replaceAll('*', '.*').replaceAll('?', '.');
  return segments.length > 0 && new RegExp(`^${pattern}$`).test(segment) && everyWay(globs, rest);
}

test('going back to the last wildcard only finds what trying every way finds', () => {
  const part = fc.constantFrom('a', 'ab', 'b', '*', 'a*', '*b', 'a*b', '?', 'a?', '*a*', '**');
  const segment = fc.constantFrom('a', 'b', 'ab', 'aab', 'abb', 'x');
  const length = { minLength: 2, maxLength: 5 };
  let matched = 0;
  fc.assert(
    fc.property(fc.array(part, length), fc.array(segment, length), (glob, address) => {
      fc.pre(addressGlobFault(glob.join('.')) === undefined);
      const expected = everyWay(glob, address);
      expect(matches(glob.join('.'), address.join('.'))).toBe(expected);
      if (expected) matched++;
    }),
    { numRuns: 2000 },
  );
  expect(matched).toBeGreaterThan(50);
});

test('hostile globs and addresses take no time, and any text is a glob or has a fault', () => {
  const started = performance.now();
  const stars = `helm_release.${'*a'.repeat(200)}*b`;
  expect(matches(stars, `helm_release.${'a'.repeat(50_000)}`)).toBe(false);
  expect(matches(`${'**.a.'.repeat(100)}a.b`, `${'a.'.repeat(20_000)}c`)).toBe(false);
  expect(matches('**.helm_release.x', `${'module.m["'.repeat(100_000)}`)).toBe(false);
  expect(matches('helm_release.x', `helm_release.x["${'\\"'.repeat(1_000_000)}"]`)).toBe(true);
  expect(addressGlobFault('['.repeat(1_000_000))).toBeDefined();
  expect(addressGlobFault(`a.${'b['.repeat(100_000)}`)).toBeDefined();
  expect(performance.now() - started).toBeLessThan(2000);

  const piece = fc.constantFrom('a', 'module', '.', '*', '**', '[', ']', '"', '\\', '0', '\n', '!');
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join('')),
  );
  fc.assert(
    fc.property(text, text, (glob, address) => {
      const fault = addressGlobFault(glob);
      expect(fault === undefined || fault.length > 0).toBe(true);
      expect(typeof matches(glob, address)).toBe('boolean');
    }),
    { numRuns: 2000 },
  );
});

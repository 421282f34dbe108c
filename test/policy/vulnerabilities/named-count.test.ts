import fc from 'fast-check';
import { namedCount, vulnerabilityName } from '../../../src/policy/vulnerabilities/named-count';
import { cve } from './cases';

const named = (id: string, ...ids: (string | undefined)[]): string =>
  vulnerabilityName({
    id,
    cves: ids.map((cveId) => (cveId === undefined ? {} : { cveId })),
  });
const some = (count: number): string[] => Array.from({ length: count }, (_, at) => cve(at + 1));

test.each<[name: string, id: string, cves: (string | undefined)[]]>([
  ['HSS-1', 'HSS-1', []],
  ['(no ID)', '', []],
  ['(no ID)', ' \n', []],
  ['HSS-1', 'HSS-1', [' ']],
  ['HSS-1', 'HSS-1', ['', '\t']],
  ['CVE-2026-0001', 'HSS-1', some(1)],
  ['HSS-1', 'HSS-1', [undefined]],
  ['HSS-1 [CVE-2026-0001, CVE-2026-0002]', 'HSS-1', some(2)],
  ['HSS-1 [CVE-2026-0001]', 'HSS-1', [undefined, cve(1)]],
  ['CVE-2026-0001 [CVE-2026-0002]', cve(1), some(2)],
  ['HCE2-SA-2026-0042 [CVE-2026-0001 +2]', 'HCE2-SA-2026-0042', some(3)],
  ['HSS-1 [CVE-2026-0001, CVE-2026-0002 +38]', 'HSS-1', some(40)],
  [`${'x'.repeat(23)}… [CVE-2026-0001 +1]`, 'x'.repeat(128), some(2)],
])('%s', (name, id, cves) => {
  expect(named(id, ...cves)).toBe(name);
});

const blank = fc.string({ unit: fc.constantFrom(' ', '\t', '\n', '\r', '\u2028', '\u0000') });
const text = fc.oneof(fc.string(), blank);

test('a name is on one line and short, whatever HSS says', () => {
  fc.assert(
    fc.property(text, fc.array(text), (id, cves) => {
      const name = named(id, ...cves);
      expect(name.length).toBeLessThanOrEqual(64);
      expect(name).not.toMatch(/[\r\n]/);
      expect(name).not.toBe('');
    }),
  );
});

test('of many vulnerabilities three are named', () => {
  const many = some(5).map((id) => ({ id, possible: [], packages: [], isHandled: false }));
  expect(namedCount(many, vulnerabilityName)).toEqual({
    count: 5,
    names: 'CVE-2026-0001, CVE-2026-0002, CVE-2026-0003 and 2 more',
  });
});

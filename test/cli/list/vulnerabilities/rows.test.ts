import fc from 'fast-check';
import { RepairNecessity, VulnerabilitySeverity } from '../../../../src/contract/enums';
import { ListedRow } from '../../../../src/cli/list/vulnerabilities/listing';
import {
  VulnerabilityFilters,
  filterVulnerabilities,
} from '../../../../src/cli/list/vulnerabilities/rows';
import { LIBSSL, LOG4J, OPENSSL, ZLIB } from './support';

/** Filters and order of the vulnerabilities of an image. */

const { CRITICAL, HIGH, MEDIUM, LOW } = VulnerabilitySeverity;
const ROWS: readonly ListedRow[] = [LOG4J, OPENSSL, LIBSSL, ZLIB];

test.each<[VulnerabilityFilters, string[], unknown?]>([
  [{}, ['libssl', 'openssl', 'zlib', 'log4j-core']],
  [{ severity: [CRITICAL] }, ['libssl', 'openssl', 'zlib']],
  [{ severity: [HIGH] }, ['zlib']],
  [{ severity: [HIGH, MEDIUM] }, ['zlib', 'log4j-core']],
  [{ severity: [LOW] }, []],
  [{ package: 'openssl' }, ['openssl']],
  [{ package: 'ssl' }, []],
  [{ handled: true }, ['log4j-core']],
  [{ handled: false }, ['libssl', 'openssl', 'zlib']],
  [{ cve: 'cve-2026-0002' }, ['libssl', 'openssl'], 1],
  [{ cve: 'CVE-2026-9999' }, [], 1],
  [{ cve: 'CVE-2026-0002', handled: true }, []],
  [{ cve: 'CVE-2026-0002', package: 'libssl', severity: [CRITICAL] }, ['libssl']],
])('the filters %j leave %j', (filters, names, unknownCves = 0) => {
  const filtered = filterVulnerabilities(ROWS, filters);
  expect(filtered.rows.map(({ appName }) => appName)).toEqual(names);
  expect(filtered.unknownCves).toBe(unknownCves);
});

test('a CVE is found where the ID itself is one', () => {
  const row = { ...LOG4J, cves: undefined };
  expect(filterVulnerabilities([row], { cve: 'CVE-2021-44228' })).toEqual({
    rows: [row],
    unknownCves: 0,
  });
});

const row = fc.record(
  {
    vulId: fc.constantFrom('a', 'b', 'CVE-2026-0001'),
    appName: fc.constantFrom('x', 'y'),
    platform: fc.constantFrom('sha256:a', 'sha256:b'),
    severityLevel: fc.constantFrom(CRITICAL, HIGH, MEDIUM, LOW),
    repairNecessity: fc.constantFrom(...Object.values(RepairNecessity)),
    cves: fc.array(fc.record({ cveId: fc.constant('CVE-2026-0001'), cvss: fc.nat(10) }), {
      maxLength: 2,
    }),
    handled: fc.boolean(),
  },
  { requiredKeys: [] },
);

test('no row is lost or changed by the order, and a worse severity never comes later', () => {
  const rank = (one: ListedRow): number =>
    one.severityLevel === undefined ? 0 : [CRITICAL, HIGH, MEDIUM, LOW].indexOf(one.severityLevel);
  const text = (rows: readonly object[]): string[] => rows.map((one) => JSON.stringify(one)).sort();
  fc.assert(
    fc.property(fc.array(row), (rows) => {
      const sorted = filterVulnerabilities(rows, {}).rows;
      expect(text(sorted)).toEqual(text(rows));
      const known = sorted.filter(({ severityLevel }) => severityLevel !== undefined).map(rank);
      expect(known).toEqual([...known].sort());
      const reversed = filterVulnerabilities([...rows].reverse(), {}).rows;
      expect(reversed.map(rank)).toEqual(sorted.map(rank));
    }),
  );
});

test('a row passes the filter of each severity that it can have', () => {
  const all = [CRITICAL, HIGH, MEDIUM, LOW];
  const passes = (one: ListedRow): VulnerabilitySeverity[] =>
    all.filter(
      (severity) => filterVulnerabilities([one], { severity: [severity] }).rows.length > 0,
    );
  expect(passes(OPENSSL)).toEqual([CRITICAL]);
  expect(passes(ZLIB)).toEqual([CRITICAL, HIGH]);
  expect(passes({ vulId: 'silent' })).toEqual(all);
  fc.assert(fc.property(row, (one) => expect(passes(one)).not.toEqual([])));
});

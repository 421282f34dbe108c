import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { Decision, JudgedVulnerability } from '../../../src/policy';
import { render } from '../../../src/report/render';
import { RunReport } from '../../../src/report/run-report';
import { ReportedImage } from '../../../src/report/stack-report';
import { HOSTILE, run } from '../run-support';
import { report } from '../support';
import {
  EACH,
  VULNERABILITY_WAIVER,
  manyVulnerabilities,
  vulnerability,
  vulnerabilityWithText,
} from '../vulnerability-support';
import { exceptedImage, vulnerableImage } from '../vulnerable-images';
import { sarifProblems } from '../validators';

/** Vulnerabilities in SARIF and in GitLab's Code Quality report. */

interface Result {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly partialFingerprints: { readonly primaryLocationLineHash: string };
  readonly suppressions?: readonly { readonly justification: string }[];
}
interface Rule {
  readonly id: string;
  readonly helpUri?: string;
  readonly help: { readonly markdown: string };
  readonly properties: { readonly tags: string[]; readonly 'security-severity': string };
}
interface Sarif {
  readonly tool: { readonly driver: { readonly rules: readonly Rule[] } };
  readonly results: readonly Result[];
  readonly invocations: readonly { readonly toolExecutionNotifications?: readonly object[] }[];
}

const runOf = (images: readonly ReportedImage[], stacks = 1): RunReport =>
  run({ parts: Array.from({ length: stacks }, (_, at) => report({ stack: `s${at}`, images })) });

async function sarifOf(...images: ReportedImage[]): Promise<Sarif> {
  const log = JSON.parse(await render('sarif', runOf(images))) as { runs: [Sarif] };
  expect(sarifProblems(log)).toEqual([]);
  return log.runs[0];
}

const ofVulnerabilities = ({ results }: Sarif): Result[] =>
  results.filter(({ ruleId }) => ruleId.startsWith('vulnerability/'));
const ruleOf = async (change: Partial<JudgedVulnerability>): Promise<Rule> =>
  (await sarifOf(vulnerableImage([vulnerability(change)]))).tool.driver.rules.at(-1)!;

test('SARIF has a result for each that counts, is in grace or is excepted, worst first, after the rules', async () => {
  const sarif = await sarifOf(exceptedImage(), vulnerableImage());
  expect(
    sarif.results.map(
      ({ level, ruleId, suppressions }) =>
        `${level} ${ruleId}${suppressions === undefined ? '' : ' suppressed'}`,
    ),
  ).toEqual([
    'error max-vulnerabilities-by-severity',
    'error known-exploited',
    'warning max-vulnerabilities-by-severity suppressed',
    'warning known-exploited suppressed',
    'error vulnerability/HWSA-2026-1',
    'error vulnerability/HWSA-2026-2',
    'error vulnerability/CVE-2026-33',
    'error vulnerability/HWSA-2026-4',
    'note vulnerability/HWSA-2026-6',
    'note vulnerability/HWSA-2026-5',
    'warning vulnerability/HWSA-2026-7 suppressed',
    'warning vulnerability/HWSA-2026-9 suppressed',
  ]);
  for (const { ruleId, ruleIndex } of ofVulnerabilities(sarif)) {
    expect(sarif.tool.driver.rules[ruleIndex].id).toBe(ruleId);
  }
  expect(sarif.results.at(-1)!.suppressions).toEqual([
    { kind: 'external', status: 'accepted', justification: VULNERABILITY_WAIVER },
  ]);
});

test.each<[Partial<JudgedVulnerability>, string]>([
  [{ cves: [{ cvss: 5 }, { cvss: 9.81 }] }, '9.8'],
  [{ cves: [{ cvss: 0 }] }, '0.0'],
  [{ severity: 'Critical' as never, cves: [{}] }, '9.5'],
  [{ severity: 'High' as never, cves: [] }, '8.0'],
  [{ severity: 'Medium' as never, cves: undefined }, '5.5'],
  [{ severity: 'Low' as never, cves: [] }, '2.0'],
  [{ severity: undefined, cves: [] }, '9.5'],
])('the security severity of %j is %s', async (change, expected) => {
  expect((await ruleOf(change)).properties['security-severity']).toBe(expected);
});

test('a rule has the worst score of its images, at most ten tags, and a link', async () => {
  const of = (cvss: number): ReportedImage =>
    vulnerableImage([vulnerability({ cves: [{ cvss }] })], { reference: `r.io/a${cvss}:1` });
  const rule = (await sarifOf(of(3), of(9), of(4))).tool.driver.rules.at(-1)!;
  expect(rule.properties['security-severity']).toBe('9.0');
  const exploited = await ruleOf({ knownExploited: true });
  expect(exploited.properties.tags).toContain('known-exploited');
  expect(exploited.properties.tags.length).toBeLessThanOrEqual(10);
  expect(exploited.helpUri).toBe('https://advisories.example/HWSA-2026-1001');
  expect(exploited.help.markdown).toContain(
    '[Advisory](https://advisories.example/HWSA-2026-1001)',
  );
  expect(await ruleOf({ url: 'javascript:alert(1)' })).not.toHaveProperty('helpUri');
});

describe('a fingerprint', () => {
  const printsOf = async (...images: ReportedImage[]): Promise<string[]> =>
    ofVulnerabilities(await sarifOf(...images)).map(
      ({ partialFingerprints }) => partialFingerprints.primaryLocationLineHash,
    );

  test('is the same for the next build, and wherever the image is deployed', async () => {
    const first = await printsOf(vulnerableImage(EACH, { reference: 'r.io:5000/web:1' }));
    const digest = `r.io:5000/web:2@sha256:${'b'.repeat(64)}`;
    const next = vulnerableImage(
      [...EACH].reverse(),
      { reference: digest, decision: Decision.WARN },
      'x.y',
    );
    expect((await printsOf(next)).sort()).toEqual(first.sort());
    const other = await printsOf(vulnerableImage(EACH, { reference: 'r.io:5000/shop:1' }));
    expect(other.filter((print) => first.includes(print))).toEqual([]);
  });

  test('is of one result alone', async () => {
    const unnamed = vulnerability({ id: '', cves: undefined });
    const prints = await printsOf(
      vulnerableImage([...EACH, ...EACH, unnamed, unnamed]),
      vulnerableImage(EACH, { reference: 'r.io/a:1' }),
      vulnerableImage(EACH, { reference: 'r.io/a:2' }),
    );
    expect(new Set(prints).size).toBe(prints.length);
  });
});

test('an image that is deployed in many places has each vulnerability once', async () => {
  const images = ['a.b', 'a.c', 'a.d'].map((address) => vulnerableImage(EACH, {}, address));
  expect(ofVulnerabilities(await sarifOf(...images))).toHaveLength(6);
});

describe('within what GitHub takes', () => {
  test('are 500 vulnerabilities of 40 CVEs in five images', async () => {
    const images = Array.from({ length: 5 }, (_, at) =>
      vulnerableImage(manyVulnerabilities(500, 40), { reference: `r.io/app${at}:1` }, `a.b${at}`),
    );
    const text = await render('sarif', runOf(images));
    const [sarif] = (JSON.parse(text) as { runs: [Sarif] }).runs;
    expect(ofVulnerabilities(sarif)).toHaveLength(2_500);
    expect(sarif.tool.driver.rules.filter(({ id }) => id.startsWith('vuln'))).toHaveLength(500);
    expect(gzipSync(text).length).toBeLessThan(1_000_000);
  });

  test('are texts that do not compress: fewer results, still the worst', async () => {
    const noise = (at: number): string => {
      const bytes = createHash('shake256', { outputLength: 2_000 }).update(`${at}`).digest();
      return String.fromCharCode(
        ...Array.from({ length: 1_000 }, (_, k) => 0x4e00 + (bytes.readUInt16LE(2 * k) % 20_000)),
      );
    };
    const all = manyVulnerabilities(6_000, 1).map((one, at) => ({ ...one, solution: noise(at) }));
    const text = await render('sarif', runOf([vulnerableImage(all)]));
    const [sarif] = (JSON.parse(text) as { runs: [Sarif] }).runs;
    expect(gzipSync(text).length).toBeLessThanOrEqual(10_000_000);
    expect(sarif.results.length).toBeGreaterThan(3_000);
    expect(sarif.results.length).toBeLessThan(6_000);
    expect(sarif.results[3].message.text).toContain('Critical');
  });

  test('are more vulnerabilities than there may be rules: the least are left out', async () => {
    // The schema wants rules that differ, which takes its validator minutes to find out.
    const text = await render('sarif', runOf([vulnerableImage(manyVulnerabilities(26_000, 0))]));
    const [sarif] = (JSON.parse(text) as { runs: [Sarif] }).runs;
    const { tool, results, invocations } = sarif;
    expect(tool.driver.rules).toHaveLength(25_000);
    expect(results.length).toBeLessThanOrEqual(25_000);
    expect(results.at(-1)!.message.text).toContain(': Low ');
    expect(invocations[0].toolExecutionNotifications).toEqual([
      { level: 'warning', message: { text: `${26_003 - results.length} results are left out.` } },
    ]);
  });
});

test.each(HOSTILE)('a vulnerability with %s makes no link and is valid SARIF', async (_, text) => {
  const sarif = await sarifOf(
    vulnerableImage([{ ...vulnerabilityWithText(text), knownExploited: true }]),
  );
  const [{ message }] = ofVulnerabilities(sarif);
  expect(message.text).not.toMatch(/(?<!\\)\]\(/);
  const { markdown } = sarif.tool.driver.rules.at(-1)!.help;
  expect(markdown).not.toMatch(/(?<!\\)\]\(|<script|<img/);
});

test('Code Quality has an entry for each, with a severity and a fingerprint of its own', async () => {
  const entries = JSON.parse(
    await render('gitlab', runOf([vulnerableImage(), exceptedImage()], 2)),
  ) as { check_name: string; severity: string; fingerprint: string; description: string }[];
  const prints = entries.map(({ fingerprint }) => fingerprint);
  expect(new Set(prints).size).toBe(prints.length);
  const own = entries.filter(({ check_name }) => check_name.startsWith('vulnerability/'));
  expect(own).toHaveLength(16);
  expect(Object.fromEntries(own.map((one) => [one.check_name.slice(14), one.severity]))).toEqual({
    'HWSA-2026-1': 'blocker',
    'HWSA-2026-2': 'critical',
    'CVE-2026-33': 'critical',
    'HWSA-2026-4': 'major',
    'HWSA-2026-5': 'major',
    'HWSA-2026-6': 'info',
    'HWSA-2026-7': 'info',
    'HWSA-2026-9': 'info',
  });
});

test.each([
  ['Medium', 'minor'],
  ['Low', 'info'],
])('in Code Quality %s is %s', async (severity, expected) => {
  const image = vulnerableImage([vulnerability({ severity: severity as never })]);
  const entries = JSON.parse(await render('gitlab', runOf([image]))) as { severity: string }[];
  expect(entries.at(-1)!.severity).toBe(expected);
});

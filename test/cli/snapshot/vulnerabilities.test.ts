import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSnapshot } from '../../../src/lookup/snapshot';
import { folderWith, hssGate } from '../../support/gated-plans';
import { envOf, startHss } from '../../support/hss';

/** `hss-gate snapshot record --policy`, and checks by what it recorded. */

const DAY = 86_400_000;
const row = (version: string) => ({
  namespace: 'shop',
  image_name: 'web',
  image_version: version,
  image_id: `i-${version}`,
  image_digest: `sha256:${version.repeat(64)}`,
  scan_status: 'success',
  severity_level: 'High',
  vul_num: 1,
  malicious_file_num: 0,
  latest_update_time: { hoursAgo: 2 },
  latest_scan_time: { hoursAgo: 1 },
});
const vulnerability = (cve: string, daysAgo: number) => ({
  severity_level: 'High',
  cve_list: [{ cve_id: cve, cvss: 7, publish_time: Date.now() - daysAgo * DAY }],
});
const POLICY = `version: 1
imageSources: [cicd]
vulnerabilities:
  max: { critical: 0, high: 0 }
  graceDays: { high: 30 }
`;
const IMAGES = ['r.example/shop/web:1', 'r.example/shop/web:2'];

let env: { readonly [name: string]: string };
let folder: string;

beforeAll(async () => {
  const hss = await startHss({
    data: {
      cicd_images: [row('1'), row('2')],
      vulnerabilities: {
        old: vulnerability('CVE-2026-10001', 400),
        new: vulnerability('CVE-2026-10002', 3),
      },
      image_vulnerabilities: { 'i-1': ['new'], 'i-2': ['old'] },
    },
  });
  env = envOf(hss);
  folder = folderWith({ 'image-policy.yaml': POLICY });
});

const record = (file: string, ...more: string[]) =>
  hssGate(folder, ['snapshot', 'record', file, ...more], env);

/** What a check finds, by image; and its exit code. */
async function checked(
  args: readonly string[],
  environment: { readonly [name: string]: string },
): Promise<unknown> {
  const { exitCode, stdout } = await hssGate(
    folder,
    ['check', ...IMAGES, '--output', 'json', ...args],
    environment,
  );
  const { parts } = JSON.parse(stdout) as {
    parts: { images: { decision: string; findings: unknown[] }[] }[];
  };
  return {
    exitCode,
    images: parts[0].images.map(({ decision, findings }) => [decision, findings]),
  };
}

test('records what a check by the policy asks, and its replay gives the same verdicts', async () => {
  expect(await record('all.json', '--policy', 'image-policy.yaml', ...IMAGES)).toMatchObject({
    exitCode: 0,
  });
  const { lookups } = readSnapshot(readFileSync(join(folder, 'all.json'), 'utf8'), 'all.json');
  const endpoints = lookups.map(({ query }) => query.endpoint);
  expect(endpoints.filter((one) => one === 'image-vulnerabilities')).toHaveLength(4);
  expect(endpoints.filter((one) => one === 'project-vulnerabilities')).toHaveLength(4);
  expect(endpoints.filter((one) => one === 'vulnerability-cves')).toHaveLength(2);
  const live = await checked([], env);
  expect(live).toMatchObject({
    exitCode: 2,
    images: [
      ['ALLOW', []],
      ['DENY', [{ ruleId: 'max-vulnerabilities-by-severity' }]],
    ],
  });
  expect(await checked(['--snapshot', 'all.json'], {})).toEqual(live);
});

test('without the policy its lists are not recorded, and both commands say how to record them', async () => {
  const { exitCode: recorded, stderr: said } = await record('rows.json', ...IMAGES);
  expect(recorded).toBe(0);
  expect(said).toContain(
    'warning: image-policy.yaml asks for vulnerabilities, which are not recorded without --policy image-policy.yaml',
  );
  const { exitCode, stdout, stderr } = await hssGate(
    folder,
    ['check', '--snapshot', 'rows.json', ...IMAGES],
    {},
  );
  expect(exitCode).toBe(1);
  expect(stdout + stderr).toMatch(/HSS_SNAPSHOT_MISS/);
  expect(stdout + stderr).toContain('--policy POLICY');
});

test.each([['--policy', 'image-policy.yaml', IMAGES[0]], ['--quiet', IMAGES[0]], ['--all-images']])(
  'warns of no policy with %j',
  async (...args) => {
    const { exitCode, stderr } = await record('other.json', ...args);
    expect(exitCode).toBe(0);
    expect(stderr).not.toContain('asks for');
  },
);

test.each([
  ['without vulnerabilities', 'version: 1\nmaxSeverity: Low\n'],
  ['that is not valid', 'version: 1\nvulnerabilities: 5\n'],
])('records beside a policy %s as ever', async (_, policy) => {
  const beside = folderWith({ 'image-policy.yaml': policy });
  const { exitCode, stderr } = await hssGate(
    beside,
    ['snapshot', 'record', 'hss.json', IMAGES[0]],
    env,
  );
  expect({ exitCode, stderr }).toEqual({
    exitCode: 0,
    stderr: expect.stringMatching(/^hss\.json: recorded .*\n$/) as string,
  });
});

test.each([
  { args: ['--policy', 'image-policy.yaml'], problem: '--policy needs images to record' },
  {
    args: ['--policy', 'image-policy.yaml', '--image-source', 'cicd', IMAGES[0]],
    problem: '--policy and --image-source exclude each other',
  },
])('refuses $args', async ({ args, problem }) => {
  const { exitCode, stderr } = await record('none.json', ...args);
  expect({ exitCode, stderr }).toEqual({
    exitCode: 1,
    stderr: expect.stringContaining(problem) as string,
  });
});

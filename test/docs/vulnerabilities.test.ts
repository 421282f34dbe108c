import { join } from 'node:path';
import { HssImageVulnerability, ImagePolicy, ScanStatus, VulnerabilitySeverity } from '../../src';
import { bin, blocks, project, run } from './reader';

/** What docs/vulnerabilities.md shows. Its commands: commands.test.ts. */

const FEED = {
  title: 'CISA Catalog of Known Exploited Vulnerabilities',
  catalogVersion: '2026.11.27',
  dateReleased: new Date().toISOString(),
  count: 1,
  vulnerabilities: [{ cveID: 'CVE-2021-44228' }],
};

const policies = blocks('docs/vulnerabilities.md', 'yaml');

test.each(policies.map((text, index) => [index, text]))(
  'the policy %i of the page is sound',
  (_, text) => {
    const folder = project({
      'policy.yaml': text,
      'known-exploited.json': JSON.stringify(FEED),
    });
    expect(ImagePolicy.fromFile(join(folder, 'policy.yaml')).hash).toMatch(/^[0-9a-f]{64}$/);
  },
);

const IMAGE = {
  imageId: 'i-1',
  namespace: 'shop',
  imageName: 'web',
  imageVersion: '1.5.0',
  scanStatus: ScanStatus.SUCCESS,
  vulNum: 2,
};
const FOUND: HssImageVulnerability[] = [
  {
    vulId: 'EulerOS-SA-1',
    severityLevel: VulnerabilitySeverity.CRITICAL,
    cves: [{ cveId: 'CVE-2026-1' }, { cveId: 'CVE-2026-2' }],
  },
  { vulId: 'EulerOS-SA-2', severityLevel: VulnerabilitySeverity.HIGH, cves: [] },
];

test('the snippet compiles, and tells the CVEs of an image', () => {
  const folder = project({
    'snippet.ts': blocks('docs/vulnerabilities.md', 'ts')[0],
    'main.ts': `import { App, TerraformStack } from 'cdktf';
import { HssConnection, HssFixture, HssSource } from 'cdktf-hss';
import { criticalCves } from './snippet';
const rows = ${JSON.stringify({ cicdImages: [IMAGE], imageVulnerabilities: { 'i-1': FOUND } })};
const stack = new TerraformStack(new App(), 'shop');
new HssConnection(stack, 'hss', { source: HssSource.fixture(rows as HssFixture) });
console.log(criticalCves(stack).join());
`,
  });
  expect(run(folder, bin('tsc'), ['-p', '.'])).toMatchObject({ stdout: '', status: 0 });
  expect(run(folder, bin('tsx'), ['main.ts'])).toMatchObject({
    stdout: 'CVE-2026-1,CVE-2026-2\n',
    stderr: '',
    status: 0,
  });
});

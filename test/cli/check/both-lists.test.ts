import { POLICY, folderWith, hssGate } from '../../support/gated-plans';
import { envOf, startHss } from '../../support/hss';

/** What `hss-gate check` asks of the two lists of images, and what it makes of the answers. */

const sha = (index: number): string => `sha256:${index.toString(16).padStart(64, '0')}`;
const row = (index: number) => ({
  namespace: 'shop',
  image_name: `app-${index}`,
  image_version: '1',
  image_digest: sha(index),
  registry_name: 'prod',
  scan_status: 'success',
  severity_level: 'Low',
  malicious_file_num: 0,
  latest_update_time: { hoursAgo: 2 },
  latest_scan_time: { hoursAgo: 1 },
});
const ROWS = Array.from({ length: 50 }, (_, index) => row(index));
const inRegistry = (rows: readonly object[]) =>
  rows.map((one) => ({ ...one, registry_id: 'r-1', registry_type: 'Harbor' }));
const REGISTRIES = [{ id: 'r-1', registry_name: 'prod', registry_addr: 'registry.example' }];
const IMAGES = ROWS.map((_, index) => `registry.example/shop/app-${index}:1`);

interface Result {
  readonly parts: readonly { readonly undecided: readonly object[] }[];
}

const folder = folderWith({
  'image-policy.yaml': POLICY,
  'cicd.yaml': `${POLICY}imageSources: [cicd]\n`,
});

test('fifty images, half of them in each list, share a listing of each', async () => {
  const hss = await startHss({
    data: {
      cicd_images: ROWS.slice(0, 25),
      registry_images: inRegistry(ROWS.slice(25)),
      image_registries: REGISTRIES,
    },
  });
  const { exitCode, stdout } = await hssGate(folder, ['check', ...IMAGES], envOf(hss));
  expect(exitCode).toBe(0);
  expect(stdout).toContain('50 images allowed');
  // Three images by name, in two ways each, and a page, of each list; and the registries.
  expect(await hss.requests()).toHaveLength(2 * (3 * 2 + 1) + 1);
});

test.each(['registry-images', 'registries'] as const)(
  'a credential that may not read %s decides nothing, unless the policy leaves the list out',
  async (endpoint) => {
    const hss = await startHss({
      data: { cicd_images: ROWS, image_registries: REGISTRIES },
      faults: [{ kind: 'status', status: 403, endpoint }],
    });
    const check = (policy: string) =>
      hssGate(folder, ['check', '--policy', policy, '-o', 'json', ...IMAGES], envOf(hss));
    const refused = await check('image-policy.yaml');
    expect(refused.exitCode).toBe(1);
    const { undecided } = (JSON.parse(refused.stdout) as Result).parts[0];
    expect(undecided).toHaveLength(50);
    for (const error of undecided.map((one) => JSON.stringify(one))) {
      expect(error).toContain('HSS_FORBIDDEN');
      expect(error).toContain(
        'set imageSources: [cicd] in the policy to judge by CI/CD images alone',
      );
      expect(error).toContain(
        `is that of ${endpoint === 'registries' ? 'ListRegistry' : 'ListRegistryImages'};`,
      );
    }
    expect(await check('cicd.yaml')).toMatchObject({ exitCode: 0 });
  },
);

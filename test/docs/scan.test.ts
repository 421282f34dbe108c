import { SimulatorProcess } from '../support/simulator';
import { asInstalled, blocks, brokenLinks, project, run } from './reader';

/** The commands of the page on scans, run one after the other against an HSS that carries them out. */

const DOCUMENT = 'docs/scan.md';

const SWR = { registry_id: 'r-1', registry_name: 'swr', registry_type: 'SwrPrivate' };
const DATA = {
  image_registries: [{ id: 'r-1', registry_name: 'swr', registry_type: 'SwrPrivate' }],
  on_demand: {
    free_quota_num: 5,
    registries: {
      'r-1': {
        brings: [
          {
            ...{ ...SWR, id: 7, namespace: 'shop', image_name: 'web', image_version: '1.4.2' },
            ...{ image_digest: `sha256:${'5e0c'.repeat(16)}`, scan_status: 'unscan' },
          },
        ],
      },
    },
  },
};

test('the page shows what a dry run prints, and its command scans the image', async () => {
  const simulator = await SimulatorProcess.serving(DATA);
  try {
    const folder = project({ 'image-policy.yaml': 'version: 1\nmaxSeverity: Low\n' });
    const [dryRun, scan] = blocks(DOCUMENT, 'sh');
    const shell = (command: string) =>
      run(folder, 'sh', ['-c', asInstalled(command)], simulator.env);
    expect(shell(dryRun).stdout).toBe(blocks(DOCUMENT, 'text')[0]);
    expect(shell(scan).stderr).toContain('shop/web:1.4.2: scanned\n');
  } finally {
    await simulator.stop();
  }
});

test('its links lead somewhere', () => {
  expect(brokenLinks(DOCUMENT)).toEqual([]);
});

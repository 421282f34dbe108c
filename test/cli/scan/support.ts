import type { JournalEntry, SimulatorData, SimulatorOptions } from '../../../src/simulator';
import { POLICY, digest, folderWith, hssGate } from '../../support/gated-plans';
import { Hss, envOf, startHss } from '../../support/hss';
import type { Ended } from '../../support/processes';

/** An HSS with a few registries and images, and `hss-gate scan` run against it. */

/** An int64 that a JavaScript number can't hold. */
export const ID = '9007199254740993';
export const WEB = 'harbor.example/shop/web:1';
export const NEW = 'harbor.example/shop/new:1';
export const ALLOWED = `registry.example/shop/fine@${digest('f')}`;

/** A row under the API's names of its fields. */
interface ApiRow {
  readonly [field: string]: unknown;
}

export const harbor = (id: string, addr: string, more: object = {}): ApiRow => ({
  id,
  registry_name: `name-${id}`,
  registry_type: 'Harbor',
  registry_addr: addr,
  status: 'success',
  ...more,
});
export const row = (id: unknown, image_name: string, char: string, more: object = {}): ApiRow => ({
  id,
  registry_id: 'r-1',
  registry_name: 'name-r-1',
  registry_type: 'Harbor',
  namespace: 'shop',
  image_name,
  image_version: '1',
  image_digest: digest(char),
  scan_status: 'unscan',
  ...more,
});

export const DATA = {
  image_registries: [
    harbor('r-1', 'harbor.example'),
    harbor('r-2', 'second.example'),
    harbor('r-3', 'third.example'),
    harbor('r-4', 'closed.example', { status: 'fail', fail_reason: 'SERVER_ERROR' }),
  ],
  registry_images: [row(BigInt(ID), 'web', 'a')],
  cicd_images: [
    {
      ...{ namespace: 'shop', image_name: 'fine', image_version: '1' },
      ...{ image_digest: digest('f'), scan_status: 'success', severity_level: 'Low' },
      ...{ malicious_file_num: 0, latest_scan_time: { hoursAgo: 2 } },
    },
  ],
} as unknown as SimulatorData;

const QUICK = { sync_ms: 50, scan_ms: 50 };

export const startScanned = (
  on_demand: SimulatorData['on_demand'] = {},
  settings: SimulatorOptions = {},
  data: SimulatorData = DATA,
): Promise<Hss> =>
  startHss({ data: { ...data, on_demand: { ...QUICK, ...on_demand } }, ...settings });

export const folder = folderWith({
  'image-policy.yaml': POLICY,
  'cicd.yaml': `${POLICY}imageSources: [cicd]\n`,
});

export const scan = (hss: Hss, ...args: string[]): Promise<Ended> =>
  hssGate(folder, ['scan', ...args], envOf(hss));

export const posts = async (hss: Hss): Promise<JournalEntry[]> =>
  (await hss.requests()).filter(({ method }) => method === 'POST');
export const kindsOf = async (hss: Hss): Promise<string[]> =>
  (await posts(hss)).map(({ path }) => (path.includes('image-sync') ? 'synchronize' : 'scan'));

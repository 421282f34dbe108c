import { SimulatorData } from './data';
import { SimulatedRow } from './rows';

/**
 * The images in the documents. `shop/web:1.4.2` and `shop/worker:3.1.0` pass, `shop/web:1.5.0` has
 * malicious files, `shop/web:1.6.0` only has too many vulnerabilities, and `shop/api:2.0.0` was
 * never scanned.
 */
export const DEMO_DATA: SimulatorData = {
  cicd_images: [
    image('web', '1.4.2', '5e0c', { severity_level: 'Low', vul_num: 3 }),
    image('web', '1.5.0', 'bad1', {
      severity_level: 'High',
      vul_num: 57,
      unsafe_setting_num: 4,
      malicious_file_num: 2,
    }),
    image('web', '1.6.0', '60d0', { severity_level: 'Medium', vul_num: 57 }),
    image('api', '2.0.0', 'a91a', { scan_status: 'unscan', latest_scan_time: undefined }),
  ],
  registry_images: [
    {
      ...image('worker', '3.1.0', '3a5e', { severity_level: 'Low', vul_num: 3 }),
      id: 1,
      registry_id: 'prod-swr',
      registry_type: 'SwrPrivate',
      latest_sync_time: { hoursAgo: 4 },
    },
  ],
  image_registries: [
    {
      id: 'prod-swr',
      registry_name: 'prod-swr',
      registry_type: 'SwrPrivate',
      registry_addr: 'swr.cn-north-4.myhuaweicloud.com',
      protocol: 'https',
      status: 'success',
      images_num: 1,
      latest_sync_time: { hoursAgo: 4 },
    },
  ],
  generate_vulnerabilities: true,
};

function image(name: string, version: string, digest: string, found: SimulatedRow): SimulatedRow {
  const row: SimulatedRow = {
    image_id: `${name}-${version}`,
    namespace: 'shop',
    image_name: name,
    image_version: version,
    image_digest: `sha256:${digest.repeat(16)}`,
    registry_name: 'prod-swr',
    scan_status: 'success',
    unsafe_setting_num: 1,
    malicious_file_num: 0,
    latest_update_time: { hoursAgo: 3 },
    latest_scan_time: { hoursAgo: 2 },
    ...found,
  };
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined));
}

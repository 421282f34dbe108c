/** The two versions of shop/web that the documents speak of: one that passes, one that does not. */
export const ROWS = [
  row('1.4.2', '5e0c', { severity_level: 'Low', malicious_file_num: 0, vul_num: 3 }),
  row('1.5.0', 'bad1', { severity_level: 'High', malicious_file_num: 2, vul_num: 57 }),
];

function row(version: string, digest: string, found: object): { [field: string]: unknown } {
  return {
    namespace: 'shop',
    image_name: 'web',
    image_version: version,
    image_digest: `sha256:${digest.repeat(16)}`,
    registry_name: 'prod-swr',
    scan_status: 'success',
    unsafe_setting_num: 1,
    latest_update_time: { hoursAgo: 3 },
    latest_scan_time: { hoursAgo: 2 },
    ...found,
  };
}

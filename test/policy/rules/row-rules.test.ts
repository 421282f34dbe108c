import { HssCicdImage } from '../../../src/contract/cicd-image';
import { ScanStatus, SeverityLevel } from '../../../src/contract/enums';
import { ImagePolicyProps } from '../../../src/policy';
import { DAY, HOUR, NOW, row, sha, violated } from '../fixtures';

/** What each rule makes of one row under one policy. */

type Change = Partial<HssCicdImage>;
const { SECURITY, LOW, MEDIUM, HIGH } = SeverityLevel;

const table: {
  readonly rule: string;
  readonly change: Change;
  readonly policy: Partial<ImagePolicyProps>;
  readonly fails: boolean;
}[] = [
  { rule: 'scan-completed', change: { scanStatus: ScanStatus.SUCCESS }, policy: {}, fails: false },
  ...Object.values(ScanStatus)
    .filter((status) => status !== ScanStatus.SUCCESS)
    .map((scanStatus) => ({
      rule: 'scan-completed',
      change: { scanStatus },
      policy: {},
      fails: true,
    })),
  { rule: 'scan-completed', change: { scanStatus: undefined }, policy: {}, fails: true },

  { rule: 'scan-fresh', change: { latestScanTime: NOW }, policy: {}, fails: false },
  { rule: 'scan-fresh', change: { latestScanTime: NOW - 168 * HOUR }, policy: {}, fails: false },
  { rule: 'scan-fresh', change: { latestScanTime: NOW - 168 * HOUR - 1 }, policy: {}, fails: true },
  { rule: 'scan-fresh', change: { latestScanTime: 0 }, policy: {}, fails: true },
  { rule: 'scan-fresh', change: { latestScanTime: undefined }, policy: {}, fails: true },
  { rule: 'scan-fresh', change: { latestScanTime: NaN }, policy: {}, fails: true },
  {
    rule: 'scan-fresh',
    change: { latestScanTime: NOW },
    policy: { maxScanAgeHours: 0 },
    fails: false,
  },
  {
    rule: 'scan-fresh',
    change: { latestScanTime: NOW - 1 },
    policy: { maxScanAgeHours: 0 },
    fails: true,
  },
  {
    rule: 'scan-fresh',
    change: { latestScanTime: NOW - 2 * HOUR },
    policy: { maxScanAgeHours: 2 },
    fails: false,
  },

  {
    rule: 'max-severity',
    change: { severityLevel: SECURITY },
    policy: { maxSeverity: SECURITY },
    fails: false,
  },
  {
    rule: 'max-severity',
    change: { severityLevel: LOW },
    policy: { maxSeverity: SECURITY },
    fails: true,
  },
  {
    rule: 'max-severity',
    change: { severityLevel: LOW },
    policy: { maxSeverity: LOW },
    fails: false,
  },
  {
    rule: 'max-severity',
    change: { severityLevel: MEDIUM },
    policy: { maxSeverity: LOW },
    fails: true,
  },
  {
    rule: 'max-severity',
    change: { severityLevel: MEDIUM },
    policy: { maxSeverity: MEDIUM },
    fails: false,
  },
  {
    rule: 'max-severity',
    change: { severityLevel: HIGH },
    policy: { maxSeverity: MEDIUM },
    fails: true,
  },
  {
    rule: 'max-severity',
    change: { severityLevel: HIGH },
    policy: { maxSeverity: HIGH },
    fails: false,
  },
  {
    rule: 'max-severity',
    change: { severityLevel: undefined },
    policy: { maxSeverity: HIGH },
    fails: true,
  },
  {
    rule: 'max-severity',
    change: { severityLevel: 'Critical' as SeverityLevel },
    policy: { maxSeverity: HIGH },
    fails: true,
  },

  { rule: 'max-vulnerabilities', change: { vulNum: undefined }, policy: {}, fails: false },
  { rule: 'max-vulnerabilities', change: { vulNum: 999999 }, policy: {}, fails: false },
  {
    rule: 'max-vulnerabilities',
    change: { vulNum: 50 },
    policy: { maxVulnerabilities: 50 },
    fails: false,
  },
  {
    rule: 'max-vulnerabilities',
    change: { vulNum: 51 },
    policy: { maxVulnerabilities: 50 },
    fails: true,
  },
  {
    rule: 'max-vulnerabilities',
    change: { vulNum: 1 },
    policy: { maxVulnerabilities: 0 },
    fails: true,
  },
  {
    rule: 'max-vulnerabilities',
    change: { vulNum: undefined },
    policy: { maxVulnerabilities: 50 },
    fails: true,
  },
  {
    rule: 'max-vulnerabilities',
    change: { vulNum: -1 },
    policy: { maxVulnerabilities: 50 },
    fails: true,
  },
  {
    rule: 'max-vulnerabilities',
    change: { vulNum: NaN },
    policy: { maxVulnerabilities: 50 },
    fails: true,
  },
  {
    rule: 'max-vulnerabilities',
    change: { vulNum: '5' as unknown as number },
    policy: { maxVulnerabilities: 50 },
    fails: true,
  },

  {
    rule: 'max-unsafe-settings',
    change: { unsafeSettingNum: undefined },
    policy: {},
    fails: false,
  },
  {
    rule: 'max-unsafe-settings',
    change: { unsafeSettingNum: 5 },
    policy: { maxUnsafeSettings: 5 },
    fails: false,
  },
  {
    rule: 'max-unsafe-settings',
    change: { unsafeSettingNum: 6 },
    policy: { maxUnsafeSettings: 5 },
    fails: true,
  },
  {
    rule: 'max-unsafe-settings',
    change: { unsafeSettingNum: undefined },
    policy: { maxUnsafeSettings: 5 },
    fails: true,
  },

  { rule: 'max-malicious-files', change: { maliciousFileNum: 0 }, policy: {}, fails: false },
  { rule: 'max-malicious-files', change: { maliciousFileNum: 1 }, policy: {}, fails: true },
  {
    rule: 'max-malicious-files',
    change: { maliciousFileNum: 1 },
    policy: { maxMaliciousFiles: 1 },
    fails: false,
  },
  { rule: 'max-malicious-files', change: { maliciousFileNum: undefined }, policy: {}, fails: true },

  { rule: 'digest-known', change: { imageDigest: sha('0') }, policy: {}, fails: false },
  {
    rule: 'digest-known',
    change: { imageDigest: `sha512:${'0'.repeat(128)}` },
    policy: {},
    fails: false,
  },
  ...[undefined, '', 'sha256:abc', 'a'.repeat(64), sha('A'), `${sha('a')}\n`, 'latest'].map(
    (imageDigest) => ({
      rule: 'digest-known',
      change: { imageDigest },
      policy: {},
      fails: true,
    }),
  ),
  {
    rule: 'digest-known',
    change: { imageDigest: undefined },
    policy: { requireDigest: false },
    fails: false,
  },

  { rule: 'row-sound', change: { latestScanTime: NOW + 5 * 60_000 }, policy: {}, fails: false },
  { rule: 'row-sound', change: { latestScanTime: NOW + 5 * 60_000 + 1 }, policy: {}, fails: true },
  { rule: 'row-sound', change: { latestScanTime: NOW + 3 * DAY }, policy: {}, fails: true },
  {
    rule: 'row-sound',
    change: { latestScanTime: Number.MAX_SAFE_INTEGER },
    policy: {},
    fails: true,
  },
  { rule: 'row-sound', change: { anomalies: [] }, policy: {}, fails: false },
  {
    rule: 'row-sound',
    change: { anomalies: ['image_size: expected a whole number, got "1000 单位(Bytes)"'] },
    policy: {},
    fails: false,
  },
  { rule: 'row-sound', change: { anomalies: ['vul_num: odd'] }, policy: {}, fails: false },
  {
    rule: 'row-sound',
    change: { anomalies: ['vul_num: odd'] },
    policy: { maxVulnerabilities: 1 },
    fails: true,
  },
  {
    rule: 'row-sound',
    change: { anomalies: ['unsafe_setting_num: odd'] },
    policy: {},
    fails: false,
  },
  {
    rule: 'row-sound',
    change: { anomalies: ['unsafe_setting_num: odd'] },
    policy: { maxUnsafeSettings: 1 },
    fails: true,
  },
  { rule: 'row-sound', change: { anomalies: ['image_digest: odd'] }, policy: {}, fails: true },
  {
    rule: 'row-sound',
    change: { anomalies: ['image_digest: odd'] },
    policy: { requireDigest: false },
    fails: false,
  },
  { rule: 'row-sound', change: { anomalies: ['registry_name: odd'] }, policy: {}, fails: false },
  ...[
    'severity_level',
    'scan_status',
    'latest_scan_time',
    'malicious_file_num',
    'latest_update_time',
  ].map((field) => ({
    rule: 'row-sound',
    change: { anomalies: [`${field}: odd`] },
    policy: {},
    fails: true,
  })),
  {
    rule: 'row-sound',
    change: {
      anomalies: ['scan_status: missing, so the filter scan_status could not be checked'],
    },
    policy: {},
    fails: true,
  },
  // It could be about the name, so there is no telling which image the row is.
  { rule: 'image-listed', change: { anomalies: ['names no field'] }, policy: {}, fails: true },
];

test.each(table)(
  'that $rule fails for $change under $policy is $fails (case $#)',
  ({ rule, change, policy, fails }) => {
    expect(violated({ rows: [row(change)], policy }).includes(rule)).toBe(fails);
  },
);

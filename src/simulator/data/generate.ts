import { hash } from 'node:crypto';
import { ListEndpoint } from '../query/routes';
import { ExactNumber } from './exact-json';
import { OnDemand } from '../on-demand/on-demand';
import { pickNumber } from './pick';
import { RowList, SimulatedRow } from './rows';
import { Store } from './store';
import { projectVulnerabilityRow } from '../vulnerabilities/derive';
import { generatedFinding } from '../vulnerabilities/generated-findings';
import {
  TIERS,
  vulnerabilityId,
  vulnerabilityOf,
} from '../vulnerabilities/generated-vulnerabilities';
import { SimulatedVulnerabilities } from '../vulnerabilities/vulnerabilities';

/**
 * Generates rows from their index: the same count gives the same rows, except for their times.
 * These are relative to the start, so that a demo's scans never become stale. Every function makes
 * one row on demand, and only some rows are kept, so 200,000 rows take no more memory than 20,000.
 */

/** The one synchronization task of generated data. */
export const DEMO_TASK_ID = 'demo-task';

const HOUR_MS = 3_600_000;
const NAMESPACES = ['shop', 'payments', 'platform', 'search', 'data', 'mobile', 'edge', 'ops'];
const IMAGES = [
  ...['web', 'api', 'worker', 'gateway', 'auth', 'catalog', 'checkout', 'billing'],
  ...['mailer', 'reports', 'scheduler', 'proxy'],
];
/** The number of images per version: the next round through all names has the next version. */
const KINDS = NAMESPACES.length * IMAGES.length;
const REGISTRIES = ['prod-swr', 'staging-swr', 'shared-swr', 'harbor', 'jfrog', 'enterprise-swr'];
const REGISTRY_TYPES = [
  ...['SwrPrivate', 'SwrPrivate', 'SwrShared', 'Harbor', 'Jfrog', 'SwrEnterprise', 'Other'],
];
const FAILURES: readonly (readonly [status: string, code: string, text: string])[] = [
  ['failed', 'response_timed_out', '响应超时'],
  ['failed', 'failed_to_scan_vulnerability', '漏洞扫描失败'],
  ['download_failed', 'download_failed', '镜像下载失败。请向技术人员寻求帮助。'],
  ['image_oversized', 'image_over_sized', '镜像大小超限,不支持扫描。建议精简镜像。'],
];

/**
 * The number of generated rows to keep for each endpoint, because each query filters all rows
 * again.
 */
const KEPT_ROWS = 20_000;

/** Generates `count` rows for each endpoint. */
export function generateStore(count: number, now: number): Store {
  const list = (endpoint: ListEndpoint): RowList => {
    const kept: SimulatedRow[] = [];
    const make = (index: number): SimulatedRow => generateRow(endpoint, index, count, now);
    return new RowList(
      count,
      (index) => (index < KEPT_ROWS ? (kept[index] ??= make(index)) : make(index)),
      true,
      endpoint === 'cicd' ? (index) => imageJson(index, count, now) : undefined,
    );
  };
  const lists = {
    registries: list('registries'),
    cicd: list('cicd'),
    'registry-images': list('registry-images'),
    sync: new Map([[DEMO_TASK_ID, list('sync')]]),
    tasks: RowList.of([]),
  };
  const vulnerabilities = new SimulatedVulnerabilities(
    lists,
    { known: new Map(), found: new Map(), generates: true },
    now,
  );
  return { ...lists, vulnerabilities, onDemand: new OnDemand(lists, vulnerabilities, {}) };
}

/** Generates one row. An index beyond the count gives a row that is not in the list. */
export function generateRow(
  endpoint: ListEndpoint,
  index: number,
  count: number,
  now: number,
): SimulatedRow {
  switch (endpoint) {
    case 'registries':
      return registry(index, now);
    case 'cicd':
      return image(index, count, now);
    case 'registry-images':
      return registryImage(index, count, now);
    case 'sync':
      return syncRegistry(index);
    case 'tasks':
      return { type: 'image_scan', task_id: `task-${index}`, task_type: 'manual', begin_time: now };
    case 'image-vulnerabilities':
      return generatedFinding(index % TIERS, index, false);
    case 'project-vulnerabilities':
      return projectVulnerabilityRow(vulnerabilityId(index), vulnerabilityOf(index, now), {
        type: 'linux_vul',
        handled: false,
        imageType: 'cicd',
        imageCount: 1,
      });
    case 'vulnerability-cves':
      return {
        cve_id: `CVE-2026-${`${index}`.padStart(4, '0')}`,
        cvss_score: 5,
        publish_time: now,
      };
  }
}

function image(index: number, count: number, now: number): SimulatedRow {
  return JSON.parse(imageJson(index, count, now)) as SimulatedRow;
}

/**
 * Returns a row as JSON. Rows of the longest lists are made as texts, because writing JSON takes
 * longer than everything else.
 */
function imageJson(index: number, count: number, now: number): string {
  const round = Math.floor(index / KINDS);
  const hex = hash('sha256', `cdktf-hss simulator image ${index}`);
  // Later rounds are newer. The newest is some minutes old, so that its scan can be younger.
  const roundsAgo = Math.max(0, Math.floor((count - 1) / KINDS) - round);
  const updated = roundsAgo * 3 * HOUR_MS + (30 + pickNumber(index, 1, 100)) * 60_000;
  const scanned = Math.min(updated * 0.9, (1 + pickNumber(index, 2, 96)) * HOUR_MS);
  const namespace = NAMESPACES[index % NAMESPACES.length];
  const version = `${1 + Math.floor(round / 100)}.${Math.floor(round / 10) % 10}.${round % 10}`;
  return (
    `{"image_id":"${hex}"` +
    `,"cicd_name":"${namespace}-pipeline"` +
    `,"pipeline_type":"${index % 3 === 0 ? 'codearts' : 'jenkins'}"` +
    `,"namespace":"${namespace}"` +
    `,"image_name":"${IMAGES[Math.floor(index / NAMESPACES.length) % IMAGES.length]}"` +
    `,"image_digest":"sha256:${hex}"` +
    `,"image_version":"${version}"` +
    `,"registry_name":"${registryName(registryOf(index, count))}"` +
    `,"image_type":"cicd"` +
    `,"registry_type":"cicd"` +
    `,"latest_version":${index + KINDS >= count}` +
    `,${scanJson(index, scanned, now)}` +
    `,"image_size":${5_000_000 + pickNumber(index, 3, 400_000_000)}` +
    `,"latest_update_time":${Math.round(now - updated)}}`
  );
}

const IMAGE_TYPES: { readonly [name: string]: string } = {
  SwrPrivate: 'private_image',
  SwrShared: 'shared_image',
  SwrEnterprise: 'instance_image',
  Harbor: 'harbor',
  Jfrog: 'jfrog',
};
const ASSOCIATED = [
  ...['id', 'image_id', 'image_name', 'image_version', 'image_type', 'namespace', 'image_digest'],
  ...['scan_status', 'vul_num', 'unsafe_setting_num', 'malicious_file_num'],
];
/** Fields that the rows of an image share in both lists. */
const SHARED = [
  ...['image_digest', 'namespace', 'image_name', 'image_version', 'latest_version'],
  ...['registry_name', 'image_size', 'latest_update_time', 'latest_scan_time', 'scan_status'],
  ...['scan_failed_code', 'scan_failed_desc', 'severity_level'],
  ...['vul_num', 'unsafe_setting_num', 'malicious_file_num'],
];
/** IDs of rows are int64, beyond the exact range of JavaScript numbers. */
const FIRST_ROW_ID = 9_007_199_254_740_993n;
/** Every tenth image is an index of two platforms, whose own rows follow it. */
const INDEX_EVERY = 10;

/**
 * Returns the image of the CI/CD row with the same index, with the same digest and scan. Some are
 * indexes of two platforms, whose rows replace the two images that follow.
 */
function registryImage(index: number, count: number, now: number): SimulatedRow {
  const platform = index % INDEX_EVERY;
  const first = index - platform;
  if (platform >= 3 || first + 2 >= count) return registryRow(index, index, count, now);
  const row = registryRow(first, index, count, now);
  if (platform !== 0) return row;
  return {
    ...row,
    is_multiple_arch: true,
    association_images: [index + 1, index + 2].map((at) =>
      only(registryRow(first, at, count, now), ASSOCIATED),
    ),
  };
}

/**
 * Generates the row of a registry image.
 * @param named the index of the CI/CD row with its names and scan: a platform has those of its
 * index, and its own digest
 */
function registryRow(named: number, index: number, count: number, now: number): SimulatedRow {
  const like = image(named, count, now);
  const hex = hash('sha256', `cdktf-hss simulator registry image ${index}`);
  const registry = registryOf(named, count);
  const type = registryType(registry);
  return {
    ...only(like, SHARED),
    ...(named === index ? {} : { image_digest: `sha256:${hex}` }),
    image_id: hex,
    id: new ExactNumber(String(FIRST_ROW_ID + BigInt(index))),
    image_type: IMAGE_TYPES[type] ?? 'private_image',
    registry_id: registryId(registry),
    registry_type: type,
    latest_sync_time: now - (1 + pickNumber(index, 15, 23)) * HOUR_MS,
    scannable: true,
    is_multiple_arch: false,
    ...(type === 'SwrShared' ? { domain_name: 'demo-partner', shared_status: 'effective' } : {}),
    ...(type === 'SwrEnterprise'
      ? { instance_id: registryId(registry), instance_name: registryName(registry) }
      : {}),
  };
}

function only(row: SimulatedRow, fields: readonly string[]): SimulatedRow {
  return Object.fromEntries(
    fields.filter((field) => row[field] !== undefined).map((field) => [field, row[field]]),
  );
}

/**
 * Returns the scan fields of a row, as JSON. Four of five images are fine, and the others show
 * everything that can be wrong with an image.
 */
function scanJson(index: number, age: number, now: number): string {
  const luck = pickNumber(index, 4, 100);
  // One of fifty was scanned long ago.
  const time = Math.round(now - (pickNumber(index, 5, 50) === 0 ? age + 30 * 24 * HOUR_MS : age));
  if (luck < 65) return scannedJson(time, 'Security', 0, pickNumber(index, 6, 2));
  if (luck < 80)
    return scannedJson(time, 'Low', 1 + pickNumber(index, 7, 12), pickNumber(index, 6, 4));
  if (luck < 87)
    return scannedJson(time, 'Medium', 5 + pickNumber(index, 7, 40), pickNumber(index, 6, 8));
  if (luck < 93)
    return scannedJson(
      time,
      'High',
      10 + pickNumber(index, 7, 200),
      pickNumber(index, 6, 20),
      pickNumber(index, 8, 3),
    );
  if (luck < 96) {
    return `"scan_status":"${['unscan', 'waiting_for_scan', 'scanning'][luck - 93]}"`;
  }
  const [status, code, text] = FAILURES[luck - 96];
  return `"scan_status":"${status}","scan_failed_code":"${code}","scan_failed_desc":"${text}"`;
}

function scannedJson(
  time: number,
  level: string,
  vulnerabilities: number,
  unsafe: number,
  malware = 0,
): string {
  return (
    `"scan_status":"success","latest_scan_time":${time},"vul_num":${vulnerabilities}` +
    `,"unsafe_setting_num":${unsafe},"malicious_file_num":${malware},"severity_level":"${level}"`
  );
}

function registryId(index: number): string {
  const hex = hash('sha256', `cdktf-hss simulator registry ${index}`);
  return [
    [0, 8],
    [8, 12],
    [12, 16],
    [16, 20],
    [20, 32],
  ]
    .map(([from, to]) => hex.slice(from, to))
    .join('-');
}

/** Returns the registry of an image: one of the first few, so that it is always listed. */
function registryOf(index: number, count: number): number {
  return index % Math.max(1, Math.min(count, REGISTRIES.length));
}

/** Returns the name of a registry. The first few have the names that the images refer to. */
function registryName(index: number): string {
  return REGISTRIES[index] ?? `${REGISTRIES[index % REGISTRIES.length]}-${index}`;
}

function registryType(index: number): string {
  const byName = ['SwrPrivate', 'SwrPrivate', 'SwrShared', 'Harbor', 'Jfrog', 'SwrEnterprise'];
  return byName[index] ?? REGISTRY_TYPES[pickNumber(index, 10, REGISTRY_TYPES.length)];
}

function registry(index: number, now: number): SimulatedRow {
  const luck = pickNumber(index, 11, 20);
  const type = registryType(index);
  const isSwr = type.startsWith('Swr');
  const state: SimulatedRow =
    luck === 0
      ? { status: 'fail', fail_reason: 'REQUEST_API_ERROR' }
      : { status: luck === 1 ? 'accessing' : 'success' };
  return {
    id: registryId(index),
    registry_name: registryName(index),
    registry_type: type,
    api_version: isSwr || index % 2 === 0 ? 'V2' : 'V1',
    protocol: isSwr || index % 3 === 0 ? 'https' : 'http',
    registry_addr: isSwr
      ? `swr-${index}.cn-north-4.myhuaweicloud.com`
      : `${registryName(index)}.example.com:8443`,
    registry_username: isSwr ? 'cn-north-4@demo' : 'scanner',
    ...(isSwr ? {} : { namespace: 'hss-scan' }),
    connect_cluster_id: registryId(index + 1_000_000_000),
    get_scan_image_channel: isSwr ? 'Swr' : 'Other',
    ...state,
    images_num: luck === 0 ? 0 : pickNumber(index, 12, 20_001),
    latest_sync_time: now - (1 + pickNumber(index, 13, 48)) * HOUR_MS,
  };
}

function syncRegistry(index: number): SimulatedRow {
  const luck = pickNumber(index, 14, 20);
  return {
    registry_id: registryId(index),
    registry_name: registryName(index),
    registry_type: registryType(index),
    sync_status: luck === 0 ? 'failed' : luck === 1 ? 'running' : 'finished',
    ...(luck === 0 ? { failed_reason: 'REQUEST_API_ERROR' } : {}),
  };
}

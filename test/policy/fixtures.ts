import { resolve } from 'node:path';
import { HssCicdImage } from '../../src/contract/cicd-image';
import {
  RegistryImageType,
  RegistryType,
  ScanStatus,
  SeverityLevel,
} from '../../src/contract/enums';
import { HssImageRegistry } from '../../src/contract/registry';
import { HssRegistryImage } from '../../src/contract/registry-image';
import { HssImageVulnerability } from '../../src/contract/vulnerabilities/hss-image-vulnerability';
import { VulnerabilityCveRow } from '../../src/contract/vulnerabilities/vulnerability-cve';
import {
  Enforcement,
  ImageDeclaration,
  ImagePolicyException,
  ImagePolicyProps,
  JudgeInput,
  Judgement,
  Pinning,
  Policy,
  PolicyFiles,
  ScanRecord,
  judgeInFull,
  parseReference,
  policyFromProps,
} from '../../src/policy';
import { scanRecords } from '../../src/policy/records';
import type { Digest } from '../../src/policy/model/digest';
import { normalise } from '../../src/policy/model/policy';
import { KnownExploitedFeed } from '../../src/policy/vulnerabilities/feed';
import { VulnerabilityAnswers } from '../../src/policy/vulnerabilities/judgement';
import { vulnerabilityKey } from '../../src/policy/vulnerabilities/questions';

/** The time of every test: a Sunday, at noon UTC. */
export const NOW = Date.parse('2026-11-22T12:00:00.000Z');
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

/** A digest of one hex digit, repeated. */
export const sha = (digit: string): Digest => `sha256:${digit.repeat(64)}`;

/** A row of shop/web:1.4 that passes the strictest policy, changed as told. */
export function row(change: Partial<HssCicdImage> = {}): HssCicdImage {
  const full = {
    namespace: 'shop',
    imageName: 'web',
    imageVersion: '1.4',
    imageDigest: sha('a'),
    registryName: 'prod-swr',
    scanStatus: ScanStatus.SUCCESS,
    latestUpdateTime: NOW - 2 * DAY,
    latestScanTime: NOW - DAY,
    vulNum: 0,
    unsafeSettingNum: 0,
    maliciousFileNum: 0,
    severityLevel: SeverityLevel.SECURITY,
    ...change,
  };
  return Object.fromEntries(Object.entries(full).filter(([, value]) => value !== undefined));
}

/** A registry image of shop/web:1.4 at swr.example.com that passes the strictest policy, changed as told. */
export function registryRow(change: Partial<HssRegistryImage> = {}): HssRegistryImage {
  const full: HssRegistryImage = {
    ...row(),
    id: '9223372036854775807',
    imageType: RegistryImageType.HARBOR,
    registryType: RegistryType.HARBOR,
    registryId: '7',
    latestSyncTime: NOW - HOUR,
    scannable: true,
    isMultipleArch: false,
    ...change,
  };
  return Object.fromEntries(Object.entries(full).filter(([, value]) => value !== undefined));
}

/** The registries of `registryRow` and of one at another host. */
export const REGISTRIES: readonly HssImageRegistry[] = [
  { id: '7', registryName: 'prod-swr', registryAddr: 'swr.example.com' },
  { id: '8', registryName: 'mirror', registryAddr: 'mirror.example.com:8443' },
];

export function policyProps(change: Partial<ImagePolicyProps> = {}): ImagePolicyProps {
  return { maxSeverity: SeverityLevel.LOW, ...change };
}

export function exception(change: Partial<ImagePolicyException> = {}): ImagePolicyException {
  return {
    image: 'shop/web:*',
    rules: ['max-severity'],
    owner: 'payments',
    reason: 'fix ships in 1.5',
    expires: '2026-12-31',
    ...change,
  };
}

/** An exception about resources. */
export function resourceException(
  change: Partial<ImagePolicyException> = {},
): ImagePolicyException {
  return {
    resource: 'helm_release.ingress',
    rules: ['images-determinable'],
    owner: 'platform',
    reason: 'chart 4.11 was reviewed',
    expires: '2026-12-31',
    ...change,
  };
}

export function declaration(change: Partial<ImageDeclaration> = {}): ImageDeclaration {
  return {
    resource: 'helm_release.ingress',
    images: [`swr.example.com/platform/ingress@${sha('e')}`],
    owner: 'platform',
    reason: 'chart 4.11 deploys nothing else',
    ...change,
  };
}

/** A feed of known exploited CVEs that was released a day ago. */
export function feed(
  cves: readonly string[] = [],
  change: Partial<KnownExploitedFeed> = {},
): KnownExploitedFeed {
  return {
    file: 'known-exploited.json',
    releasedAt: NOW - DAY,
    sha256: 'f'.repeat(64),
    cves: new Set(cves),
    ...change,
  };
}

export interface Case {
  readonly reference?: string;
  readonly rows?: readonly HssCicdImage[];
  readonly registryRows?: readonly HssRegistryImage[];
  readonly policy?: Partial<ImagePolicyProps>;
  readonly input?: Partial<JudgeInput>;
  /** What HSS lists of the vulnerabilities of each image, or of the one with an image ID. */
  readonly listed?:
    | readonly HssImageVulnerability[]
    | { readonly [imageId: string]: readonly HssImageVulnerability[] };
  /** What HSS says of the CVEs of a vulnerability, by its ID. */
  readonly published?: { readonly [vulId: string]: readonly VulnerabilityCveRow[] };
  readonly feed?: KnownExploitedFeed;
}

/** Judges swr.example.com/shop/web:1.4, or what the case says. Without any rows by one CI/CD image that passes. */
export function judged(given: Case = {}): Judgement {
  return judgeInFull(judgeInput(given));
}

/** What `judged` judges. */
export function judgeInput(given: Case = {}): JudgeInput {
  const { reference, rows, registryRows, input } = given;
  const policy = checkedPolicy(given);
  const records = scanRecords(
    {
      cicdImages: rows ?? (registryRows === undefined ? [row()] : []),
      registryImages: registryRows ?? [],
      imageRegistries: REGISTRIES,
    },
    policy,
  );
  return {
    reference: parseReference(reference ?? 'swr.example.com/shop/web:1.4'),
    records,
    policy,
    ...(given.listed === undefined ? {} : { vulnerabilities: answersOf(given, records) }),
    now: NOW,
    source: 'fixture',
    enforcement: Enforcement.DENY,
    pinning: Pinning.DIGEST,
    ...input,
  };
}

/** The policy of a case. */
export function checkedPolicy({ policy, feed: own }: Pick<Case, 'policy' | 'feed'>): Policy {
  const props = policyProps(policy);
  return props.vulnerabilities === undefined
    ? policyFromProps(props, NOW)
    : normalise(props, undefined, undefined, own);
}

function answersOf(
  { listed = [], published = {} }: Case,
  records: readonly ScanRecord[],
): VulnerabilityAnswers {
  const lists = records.flatMap((record): [string, readonly HssImageVulnerability[]][] => {
    const list = isList(listed) ? listed : listed[record.row.imageId ?? ''];
    return list === undefined ? [] : [[vulnerabilityKey(record), list]];
  });
  return { lists: new Map(lists), publishTimes: new Map(Object.entries(published)) };
}

function isList(listed: Case['listed']): listed is readonly HssImageVulnerability[] {
  return Array.isArray(listed);
}

/** The ids of the findings that count, in order. */
export function violated(given: Case = {}): string[] {
  return judged(given)
    .verdict.findings.filter(({ waivedBy }) => waivedBy === undefined)
    .map(({ ruleId }) => ruleId);
}

/** Policy files in memory under /repo, by absolute path; `links` are other names of some. */
export function filesOf(
  texts: { readonly [path: string]: string },
  links: { readonly [path: string]: string } = {},
  root = '/repo',
): PolicyFiles & { readonly reads: string[] } {
  const reads: string[] = [];
  const read: PolicyFiles['read'] = (path) => {
    reads.push(path);
    const absolute = resolve('/repo', path);
    const realPath = links[absolute] ?? absolute;
    if (!Object.hasOwn(texts, realPath)) {
      throw Object.assign(new Error(`ENOENT: ${absolute}`), { code: 'ENOENT' });
    }
    return { text: texts[realPath], realPath };
  };
  return {
    root,
    reads,
    read,
    readBytes: (path, most) => {
      const { text, realPath } = read(path);
      return { bytes: Buffer.from(text).subarray(0, most + 1), realPath };
    },
  };
}

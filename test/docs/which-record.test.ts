import { ScanStatus, SeverityLevel, SharedImageStatus } from '../../src/contract/enums';
import { HssCicdImage } from '../../src/contract/cicd-image';
import { HssRegistryImage } from '../../src/contract/registry-image';
import { ImagePolicyProps } from '../../src/policy';
import { DAY, HOUR, NOW, judged, registryRow, row, sha } from '../policy/fixtures';
import { textOf } from './reader';

/** The table "Which row decides" of the page about policies: each of its situations is judged here as it says. */

interface Situation {
  readonly cicd?: Partial<HssCicdImage>[];
  readonly registry?: Partial<HssRegistryImage>[];
  readonly policy?: Partial<ImagePolicyProps>;
  readonly reference?: string;
  /** The rules that deny, and the digest that is deployed. */
  readonly denies?: string[];
  readonly pins?: string;
}

const [INDEX, AMD, ARM] = [sha('f'), sha('a'), sha('b')];
const HIGH = { severityLevel: SeverityLevel.HIGH };
const LATER = { latestScanTime: NOW - HOUR };
const names = (imageDigest: string) => ({ namespace: 'shop', imageName: 'web', imageDigest });
const index: Partial<HssRegistryImage> = {
  imageDigest: INDEX,
  scanStatus: ScanStatus.UNSCAN,
  latestScanTime: undefined,
  severityLevel: undefined,
  isMultipleArch: true,
  associationImages: [names(AMD), names(ARM)],
};
const platform = (imageDigest: string, change: Partial<HssRegistryImage> = {}) => ({
  imageDigest,
  imageVersion: '',
  ...change,
});
const ELSEWHERE = { registryId: '8', registryName: 'mirror' };
const EXPIRED = { sharedStatus: SharedImageStatus.EXPIRED };
const maxSyncAgeHours = 48;
const STALE = { latestSyncTime: NOW - 3 * DAY };

const SITUATIONS: { readonly [situation: string]: Situation[] } = {
  'The tag is in the CI/CD images only': [
    {
      cicd: [
        { imageDigest: ARM, latestUpdateTime: 1 },
        {},
        { imageVersion: '1.3', ...LATER, ...HIGH },
      ],
      denies: ['max-severity'],
      pins: AMD,
    },
  ],
  'The tag is in the registry images only': [
    {
      registry: [
        { imageDigest: ARM, latestUpdateTime: 1 },
        {},
        { imageVersion: '1.3', ...LATER, ...HIGH },
      ],
      denies: ['max-severity'],
      pins: AMD,
    },
  ],
  'Both lists have the tag with the same digest': [
    { cicd: [{}], registry: [{ ...LATER, ...HIGH }], denies: ['max-severity'] },
    { cicd: [{ ...LATER, ...HIGH }], registry: [{}], denies: ['max-severity'] },
    { cicd: [HIGH], registry: [LATER] },
  ],
  'Both lists have the tag with different digests': [
    ...[1, NOW].map((latestUpdateTime) => ({
      cicd: [{ imageDigest: ARM, latestUpdateTime }],
      registry: [{}],
      denies: ['image-listed'],
    })),
    {
      cicd: [{ imageDigest: ARM, registryName: 'dev' }],
      registry: [{}],
      policy: { registryNames: ['prod-swr'] },
      pins: AMD,
    },
  ],
  'Both lists have the digest with opposite severities': [
    { cicd: [HIGH], registry: [{}], denies: ['max-severity'] },
    { cicd: [{}], registry: [HIGH], denies: ['max-severity'] },
    { cicd: [{ ...LATER }], registry: [HIGH] },
  ],
  'The registry image is at another host': [
    { registry: [ELSEWHERE], denies: ['image-listed'] },
    { cicd: [{}], registry: [{ ...ELSEWHERE, imageDigest: ARM }], pins: AMD },
    { cicd: [{}], registry: [{ ...ELSEWHERE, ...LATER, ...HIGH }], denies: ['max-severity'] },
  ],
  'The registry image is of an expired share': [
    { registry: [EXPIRED], denies: ['image-listed'] },
    { cicd: [{}], registry: [{ ...EXPIRED, ...LATER, ...HIGH }], denies: ['max-severity'] },
  ],
  'The tag is an index with platforms': [
    { registry: [index, platform(AMD), platform(ARM)], pins: INDEX },
    { registry: [index, platform(AMD), platform(ARM, HIGH)], denies: ['max-severity'] },
    { registry: [{ ...index, ...HIGH }, platform(AMD), platform(ARM)], denies: ['max-severity'] },
  ],
  'A pipeline had one platform of the index scanned': [
    { cicd: [{}], registry: [index, platform(ARM)], pins: INDEX },
    { cicd: [HIGH], registry: [index, platform(ARM)], denies: ['max-severity'] },
    { cicd: [HIGH], registry: [index, platform(ARM), platform(AMD, LATER)] },
  ],
  'The index names attestations of `docker buildx build`': [
    { registry: [index, platform(AMD)], denies: ['image-listed'], pins: INDEX },
  ],
  'The reference has the digest of a platform': [
    {
      registry: [index, platform(AMD), platform(ARM, HIGH)],
      reference: `swr.example.com/shop/web@${AMD}`,
      pins: AMD,
    },
  ],
  'The synchronization is older than `maxSyncAgeHours`': [
    { registry: [STALE], policy: { maxSyncAgeHours }, denies: ['sync-fresh'] },
    { cicd: [{}], registry: [STALE], policy: { maxSyncAgeHours }, denies: ['sync-fresh'] },
    {
      registry: [STALE],
      policy: { maxSyncAgeHours },
      reference: `swr.example.com/shop/web@${AMD}`,
    },
  ],
};

const [, section] = textOf('docs/policy.md').split('### Which row decides\n');
const lines = section
  .split('\n### ')[0]
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .slice(2)
  .map((line) => line.split('|').map((cell) => cell.trim()));

test('the table has these situations', () => {
  expect(lines.map(([, situation]) => situation)).toEqual(Object.keys(SITUATIONS));
});

test.each(lines.map(([, situation, , decides]) => [situation, decides]))(
  '%s: %s',
  (situation, decides) => {
    const named = [...decides.matchAll(/`([a-z-]+)` denies/g)].map(([, rule]) => rule);
    const cases = SITUATIONS[situation];
    for (const { cicd = [], registry = [], policy, reference, denies = [], pins } of cases) {
      const { verdict } = judged({
        rows: cicd.map(row),
        registryRows: registry.map(registryRow),
        policy,
        reference,
      });
      expect(verdict.findings.map(({ ruleId }) => ruleId)).toEqual(denies);
      if (pins !== undefined)
        expect(verdict.pinnedReference).toBe(`swr.example.com/shop/web@${pins}`);
    }
    // What the line says denies does so in one of the cases.
    expect(cases.flatMap(({ denies = [] }) => denies)).toEqual(expect.arrayContaining(named));
  },
);

test('what a tag means is denied when HSS read it too long ago', () => {
  const denied = (latestSyncTime: number | undefined): string[] =>
    judged({
      registryRows: [registryRow({ latestSyncTime })],
      policy: { maxSyncAgeHours },
    }).verdict.findings.map(({ ruleId }) => ruleId);
  expect(denied(NOW - maxSyncAgeHours * HOUR)).toEqual([]);
  expect(denied(NOW - maxSyncAgeHours * HOUR - 1)).toEqual(['sync-fresh']);
  expect(denied(undefined)).toEqual(['sync-fresh']);
});

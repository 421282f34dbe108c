import fc from 'fast-check';
import { HssRegistryImage } from '../../../src/contract/registry-image';
import { SeverityLevel } from '../../../src/contract/enums';
import {
  ImagePolicyException,
  ImagePolicyProps,
  OVERRIDABLE_SETTINGS,
  Policy,
  WAIVABLE_RULE_IDS,
  loadPolicy,
} from '../../../src/policy';
import { ImageSource } from '../../../src/policy/model/image-source';
import { ScanRecord } from '../../../src/policy/model/scan-record';
import { scanRecords } from '../../../src/policy/records';
import { anyCaseWithoutVulnerabilities, anyNearCase, anyProps } from '../arbitrary';
import { DAY, NOW, filesOf } from '../fixtures';

/** Policies that extend each other, and an oracle of what one may say below another. */

/** Settings as a file has them. */
export type Settings = Partial<ImagePolicyProps> & {
  readonly overridable?: string[];
  readonly waivable?: string[];
};

/** What a policy says once nothing is left out; undefined is no limit. */
export type Effective = { readonly [setting: string]: unknown };

export const DEFAULTS: Effective = {
  maxScanAgeHours: 168,
  maxSnapshotAgeHours: 24,
  maxMaliciousFiles: 0,
  requireDigest: true,
  maxExceptionDays: 90,
  strictDiscovery: false,
  stackFiles: [],
  imageSources: ['cicd', 'registry'],
};

// Independent of src/policy: whether `own` lets through what `given` doesn't, or could.
export function isLooser(setting: string, own: unknown, given: unknown): boolean {
  const words = (value: unknown) =>
    [...new Set((value as string[]).map((item) => item.toLowerCase()))].sort();
  switch (setting) {
    case 'maxSeverity': {
      const order = ['Security', 'Low', 'Medium', 'High'];
      return order.indexOf(own as string) > order.indexOf(given as string);
    }
    case 'requireDigest':
    case 'strictDiscovery':
      return given === true && own === false;
    case 'registryNames':
      if (own === undefined || given === undefined) return own !== given;
      return words(own).join() !== words(given).join();
    case 'imageSources':
      return words(own).join() !== words(given).join();
    case 'registryHosts':
      return hostsText(own) !== hostsText(given);
    case 'stackFiles':
      return words(own).some((file) => !words(given).includes(file));
    case 'allowedRegistries':
      return given !== undefined && words(own).some((domain) => !words(given).includes(domain));
    default:
      return (
        ((own as number | undefined) ?? Infinity) > ((given as number | undefined) ?? Infinity)
      );
  }
}

const hostsText = (hosts: unknown): string =>
  Object.entries((hosts ?? {}) as { readonly [name: string]: readonly string[] })
    .flatMap(([name, of]) =>
      of.map((host) => `${name} ${host.toLowerCase().replace('index.docker.io', 'docker.io')}`),
    )
    .sort()
    .join();

export const isSetting = (key: string): boolean =>
  !['exceptions', 'declarations', 'overridable', 'waivable'].includes(key);

export const effective = (settings: Settings, parent: Effective): Effective => ({
  ...parent,
  ...Object.fromEntries(Object.entries(settings).filter(([key]) => isSetting(key))),
});

/** Leaves out of a child what its parent does not let it say. */
export function tamed(child: Settings, parent: Settings, above: Effective): Settings {
  const { overridable = [], waivable = [] } = parent;
  const kept = Object.entries(child).filter(
    ([key, value]) =>
      overridable.includes(key) ||
      (isSetting(key) ? !isLooser(key, value, above[key]) : key !== 'declarations'),
  );
  const exceptions = child.exceptions?.filter(({ rules = [] }) =>
    rules.every((rule) => waivable.includes(rule)),
  );
  return {
    ...Object.fromEntries(kept),
    ...(exceptions === undefined ? {} : { exceptions }),
    ...(child.overridable && {
      overridable: child.overridable.filter((name) => overridable.includes(name)),
    }),
    ...(child.waivable && { waivable: child.waivable.filter((name) => waivable.includes(name)) }),
  };
}

const grants = {
  overridable: fc.oneof(
    fc.constant<string[]>([]),
    fc.subarray([...OVERRIDABLE_SETTINGS] as string[]),
    fc.constant([...OVERRIDABLE_SETTINGS] as string[]),
  ),
  waivable: fc.oneof(
    fc.constant<string[]>([]),
    fc.subarray([...WAIVABLE_RULE_IDS] as string[]),
    fc.constant([...WAIVABLE_RULE_IDS] as string[]),
  ),
};

/** What makes a registry image of a CI/CD image. */
const anyPlace: fc.Arbitrary<Partial<HssRegistryImage>> = fc.record({
  registryId: fc.constantFrom('1', '2'),
  latestSyncTime: fc.constantFrom(NOW, NOW, NOW - 9 * DAY, undefined),
});

/** Rows of either list; most of them fail in one thing or two. */
export const someCase = fc
  .tuple(
    fc.oneof(
      { weight: 1, arbitrary: anyCaseWithoutVulnerabilities },
      { weight: 3, arbitrary: anyNearCase },
    ),
    fc.constantFrom('cicd', 'cicd', 'registry', 'both'),
    anyPlace,
  )
  .map(([given, list, place]) => ({
    ...given,
    rows: list === 'registry' ? [] : given.rows,
    registryRows:
      list === 'cicd'
        ? []
        : given.rows.map((row): HssRegistryImage => ({ ...(row as HssRegistryImage), ...place })),
  }));

export type AnyCase = typeof someCase extends fc.Arbitrary<infer Case> ? Case : never;

const REGISTRIES = [
  { id: '1', registryName: 'x', registryAddr: 'swr.example.com' },
  { id: '2', registryName: 'y', registryAddr: 'other.io' },
];

/** The records of the lists that a policy asks. */
export function recordsUnder(
  policy: Policy,
  { rows, registryRows }: Pick<AnyCase, 'rows' | 'registryRows'>,
): ScanRecord[] {
  const asked = <Row>(list: ImageSource, listed: Row[]): Row[] =>
    policy.imageSources.includes(list) ? listed : [];
  return scanRecords(
    {
      cicdImages: asked(ImageSource.CICD, rows),
      registryImages: asked(ImageSource.REGISTRY, registryRows),
      imageRegistries: asked(ImageSource.REGISTRY, REGISTRIES),
    },
    policy,
  );
}

export const anyBase: fc.Arbitrary<Settings> = fc
  .tuple(anyProps, fc.record(grants, { requiredKeys: [] }))
  .map(([props, given]) => ({ ...props, ...given }));

const without = (settings: Settings, keys: readonly string[]): Settings =>
  Object.fromEntries(Object.entries(settings).filter(([key]) => !keys.includes(key)));

/** One that a clean image mostly passes, so that a case fails in what it is meant to fail in. */
export const mildBase: fc.Arbitrary<Settings> = fc.oneof(
  { weight: 1, arbitrary: anyBase },
  {
    weight: 3,
    arbitrary: anyBase.map((settings) =>
      without(settings, [
        'allowedRegistries',
        'registryNames',
        'imageSources',
        'maxScanAgeHours',
        'maxSyncAgeHours',
      ]),
    ),
  },
);

const aChild: fc.Arbitrary<Settings> = fc
  .tuple(anyBase, fc.subarray([...OVERRIDABLE_SETTINGS, 'exceptions'] as string[]))
  .map(([settings, silent]) => without(settings, silent));

/** What somebody would write who wants everything allowed; `tamed` leaves what they get away with. */
const ADVERSARY: Settings = {
  maxSeverity: SeverityLevel.HIGH,
  maxScanAgeHours: 2147483647,
  maxSnapshotAgeHours: 2147483647,
  maxVulnerabilities: 2147483647,
  maxUnsafeSettings: 2147483647,
  maxMaliciousFiles: 2147483647,
  requireDigest: false,
  registryNames: ['x'],
  imageSources: [ImageSource.CICD],
  registryHosts: { x: ['swr.example.com', 'evil.io'], y: ['swr.example.com', 'docker.io'] },
  maxSyncAgeHours: 2147483647,
  allowedRegistries: ['swr.example.com', 'docker.io', 'x.io', 'evil.io'],
  overridable: [...OVERRIDABLE_SETTINGS],
  waivable: [...WAIVABLE_RULE_IDS],
  exceptions: WAIVABLE_RULE_IDS.map((rule) => ({
    ...(rule === 'images-determinable' ? { resource: 'helm_release.*' } : { image: '**/web' }),
    rules: [rule],
    owner: 'mallory',
    reason: 'because',
    expires: '2026-12-31',
  })),
  declarations: [
    { resource: 'helm_release.*', images: ['x:1'], owner: 'mallory', reason: 'because' },
  ],
  strictDiscovery: false,
  stackFiles: ['*.tf', '*.tf.json'],
};

export const anyChild: fc.Arbitrary<Settings> = fc.oneof(
  aChild,
  fc.subarray(Object.keys(ADVERSARY)).map((silent) => without(ADVERSARY, silent)),
  fc.constant(ADVERSARY),
);

/** Loads policies that extend each other, the last one given extending none. */
export function load(...chain: Settings[]): Policy {
  const texts = chain.map((settings, i): [string, string] => [
    `/repo/p${i}.json`,
    JSON.stringify({
      version: 1,
      ...(i < chain.length - 1 ? { extends: `p${i + 1}.json` } : {}),
      ...settings,
    }),
  ]);
  return loadPolicy('p0.json', filesOf(Object.fromEntries(texts)), NOW);
}

export function isTaken(...chain: Settings[]): boolean {
  try {
    load(...chain);
    return true;
  } catch (error) {
    expect((error as Error).message).toMatch(/^HSS_POLICY_INVALID: /);
    return false;
  }
}

/** Whether the days that exceptions last are no more than a policy lets them. */
export const isShortEnough = (
  exceptions: readonly ImagePolicyException[] = [],
  days: unknown,
): boolean =>
  exceptions.every(({ expires }) => {
    const last = (Date.parse(expires) - Date.parse('2026-11-22')) / 86_400_000;
    return last <= (days as number);
  });

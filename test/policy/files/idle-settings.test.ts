import { ImagePolicyProps, policyFromProps } from '../../../src/policy';
import { idleSettings } from '../../../src/policy/files/idle-settings';
import { ImageSource } from '../../../src/policy/model/image-source';
import { NOW, policyProps } from '../fixtures';

const hosts = (...names: string[]) => ({
  registryHosts: Object.fromEntries(names.map((name) => [name, ['a.io']])),
});
const onlyCicd = { imageSources: [ImageSource.CICD] };

const idle = (change: Partial<ImagePolicyProps>): string[] =>
  idleSettings(policyFromProps(policyProps(change), NOW)).map(
    ({ setting, what, because, how, advice }) =>
      `${setting}: ${what}: ${because} ${how}; ${advice}`,
  );

test.each<[what: string, change: Partial<ImagePolicyProps>]>([
  ['none of the settings', {}],
  ['only the CI/CD images', onlyCicd],
  ['hosts and an age', { ...hosts('a'), maxSyncAgeHours: 0 }],
  [
    'hosts and an age for registry images alone',
    { ...hosts('a'), maxSyncAgeHours: 0, imageSources: [ImageSource.REGISTRY] },
  ],
  ['hosts of the registries that count', { ...hosts('b', 'a'), registryNames: ['a', 'b', 'c'] }],
])('nothing is idle in a policy with %s', (_, change) => {
  expect(idle(change)).toEqual([]);
});

test.each<[what: string, change: Partial<ImagePolicyProps>, said: string[]]>([
  [
    'hosts without registry images',
    { ...onlyCicd, ...hosts('a') },
    [
      'registryHosts: registryHosts: imageSources leaves registry out; add registry there, or remove registryHosts',
    ],
  ],
  [
    'an age of synchronization without registry images',
    { ...onlyCicd, maxSyncAgeHours: 0 },
    [
      'maxSyncAgeHours: maxSyncAgeHours: imageSources leaves registry out; add registry there, or remove maxSyncAgeHours',
    ],
  ],
  [
    'both, where no name counts either',
    { ...onlyCicd, ...hosts('a'), registryNames: ['b'], maxSyncAgeHours: 1 },
    [expect.stringMatching(/^registryHosts: /), expect.stringMatching(/^maxSyncAgeHours: /)],
  ],
  [
    'hosts of a registry that does not count',
    { ...hosts('prod-harbor', 'elsewhere'), registryNames: ['prod-harbor'] },
    [
      'registryHosts: registryHosts for elsewhere: registryNames leaves elsewhere out; add it there, or remove its hosts',
    ],
  ],
  [
    'hosts of a misspelt registry',
    { ...hosts('prod-harbr'), registryNames: ['prod-harbor', 'swr'] },
    [
      'registryHosts: registryHosts for prod-harbr: registryNames leaves prod-harbr out; did you mean prod-harbor?',
    ],
  ],
  [
    'grace without a limit',
    { vulnerabilities: { max: { high: 0 }, graceDays: { low: 1 } } },
    [
      'vulnerabilities.graceDays.low: vulnerabilities.graceDays.low: vulnerabilities.max has no low; set vulnerabilities.max.low, or remove low from graceDays',
    ],
  ],
  [
    'hosts of registries with odd names',
    { ...hosts('constructor', 'a\nb'), registryNames: ['swr-of-production'] },
    [
      expect.stringContaining('registryHosts for "a\\nb": registryNames leaves "a\\nb" out; add'),
      expect.stringContaining('registryNames leaves constructor out; add'),
    ],
  ],
])('idle is what has no effect: %s', (_, change, said) => {
  expect(idle(change)).toEqual(said);
});

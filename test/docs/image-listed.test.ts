import { HssCicdImage } from '../../src/contract/cicd-image';
import { RegistryType, SharedImageStatus } from '../../src/contract/enums';
import { HssRegistryImage } from '../../src/contract/registry-image';
import { ImagePolicyProps } from '../../src/policy';
import { judged, registryRow, row, sha } from '../policy/fixtures';
import { textOf } from './reader';

/** Checks the table of `image-listed` in troubleshooting.md: each message is the gate's message for such an image. */

interface Listed {
  readonly cicd?: Partial<HssCicdImage>[];
  readonly registry?: Partial<HssRegistryImage>[];
  readonly policy?: Partial<ImagePolicyProps>;
}

const index = (...platforms: HssRegistryImage['associationImages'] & object): Listed => ({
  registry: [{ imageDigest: sha('f'), isMultipleArch: true, associationImages: platforms }],
});
const platform = { namespace: 'shop', imageName: 'web' };

/** For each row of the table, what HSS lists; one entry for each message of the row. */
const LISTED: readonly (readonly Listed[])[] = [
  [{}],
  [{ registry: [{ imageVersion: '1.3' }] }],
  [{ registry: [{ registryId: '8', registryName: 'mirror' }] }],
  [{ registry: [{ registryId: '9' }] }],
  [{ registry: [{ registryId: '9', registryType: RegistryType.SWR_PRIVATE }] }],
  [{ registry: [{ sharedStatus: SharedImageStatus.EXPIRED }] }],
  [{ registry: [{}], policy: { registryNames: ['other'] } }],
  [{ cicd: [{}], registry: [{ imageDigest: sha('b') }] }],
  [{ cicd: [{}, { registryName: 'dev', imageDigest: sha('b') }] }],
  [{ cicd: [{ anomalies: ['image_version: odd'] }] }],
  [index({ ...platform, imageDigest: sha('b') })],
  [index(), index(platform)],
];

const [, section] = textOf('docs/troubleshooting.md').split('### HSS does not list it\n');
const messages = section
  .split('\n### ')[0]
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .slice(2)
  .map((line) => line.split('|')[1].trim());

test('the table has a row for each of these cases', () => {
  expect(messages).toHaveLength(LISTED.length);
});

test.each(
  messages.flatMap((message, at): [string, Listed][] =>
    message.startsWith('`')
      ? [...message.matchAll(/`([^`]+)`/g)].map(([, words], one) => [words, LISTED[at][one]])
      : [['HSS does not list shop/web:1.4', LISTED[at][0]]],
  ),
)('%s', (words, { cicd = [], registry = [], policy }) => {
  const { findings } = judged({
    rows: cicd.map(row),
    registryRows: registry.map(registryRow),
    policy,
  }).verdict;
  const [listing] = findings.filter(({ ruleId }) => ruleId === 'image-listed');
  for (const part of words.split('…')) expect(listing.message).toContain(part.trim());
});

import { HssCicdImage, ScanStatus } from '../../../src';
import {
  Deployment,
  GOOD,
  HOUR,
  PINNED,
  REGISTRY,
  ROWS,
  deployedBy,
  gated,
  image,
  isWritten,
  sha,
  thrown,
} from '../support';

/** Which row of HSS is the image of a reference. */

describe('the image of a reference', () => {
  const digest = (digit: string): string => `${REGISTRY}/shop/web@${sha(digit)}`;
  const nested = (namespace: string | undefined, imageName: string): HssCicdImage =>
    image({ namespace, imageName });

  test.each<{
    readonly given: string;
    readonly rows: readonly HssCicdImage[];
    readonly reference: string;
    readonly expected: string;
  }>([
    { given: 'by tag', rows: ROWS, reference: GOOD, expected: PINNED },
    { given: 'by digest', rows: ROWS, reference: digest('a'), expected: digest('a') },
    {
      given: 'by digest, whatever the tag',
      rows: ROWS,
      reference: `${REGISTRY}/shop/web:9@${sha('a')}`,
      expected: digest('a'),
    },
    {
      given: 'domain with a port',
      rows: ROWS,
      reference: 'localhost:5000/shop/web:1.4',
      expected: `localhost:5000/shop/web@${sha('a')}`,
    },
    {
      given: 'namespace a, name b/c',
      rows: [nested('a', 'b/c')],
      reference: 'r.io/a/b/c:1.4',
      expected: `r.io/a/b/c@${sha('a')}`,
    },
    {
      given: 'namespace a/b, name c',
      rows: [nested('a/b', 'c')],
      reference: 'r.io/a/b/c:1.4',
      expected: `r.io/a/b/c@${sha('a')}`,
    },
    {
      given: 'no namespace',
      rows: [nested(undefined, 'a/b/c')],
      reference: 'r.io/a/b/c:1.4',
      expected: `r.io/a/b/c@${sha('a')}`,
    },
    {
      given: 'empty namespace',
      rows: [nested('', 'web')],
      reference: 'r.io/web:1.4',
      expected: `r.io/web@${sha('a')}`,
    },
    {
      given: 'library on Docker Hub',
      rows: [nested('library', 'web')],
      reference: 'web:1.4',
      expected: `web@${sha('a')}`,
    },
    {
      given: 'docker.io written out',
      rows: [nested('library', 'web')],
      reference: 'docker.io/web:1.4',
      expected: `docker.io/web@${sha('a')}`,
    },
    {
      given: "Docker Hub's other paths",
      rows: [nested('shop', 'web')],
      reference: 'shop/web:1.4',
      expected: `shop/web@${sha('a')}`,
    },
    {
      given: 'latest, where no tag is',
      rows: [image({ imageVersion: 'latest' })],
      reference: 'r.io/shop/web',
      expected: `r.io/shop/web@${sha('a')}`,
    },
    {
      given: 'the newest row',
      rows: [image({ imageDigest: sha('c'), latestUpdateTime: Date.now() - 9 * HOUR }), image()],
      reference: GOOD,
      expected: PINNED,
    },
    {
      given: 'two registries, one digest',
      rows: [image(), image({ registryName: 'b' })],
      reference: GOOD,
      expected: PINNED,
    },
  ])('is found by the case: $given', ({ rows, reference, expected }) => {
    const { app, stack, gate } = gated({ rows });
    new Deployment(stack, 'web', gate.require(reference));
    expect(deployedBy(app)).toEqual({ web: expected });
    expect(gate.verdicts.map(({ decision }) => decision)).toEqual(['ALLOW']);
  });

  test.each<{
    readonly given: string;
    readonly rows: readonly HssCicdImage[];
    readonly reference: string;
    readonly expected: RegExp;
  }>([
    {
      given: 'an empty listing',
      rows: [],
      reference: GOOD,
      expected: /image-listed: HSS does not list shop\/web:1.4/,
    },
    {
      given: 'another tag',
      rows: ROWS,
      reference: `${REGISTRY}/shop/web:1.6`,
      expected: /image-listed: .*of shop\/web it lists 1.4/,
    },
    {
      given: 'no library/ elsewhere',
      rows: [nested('library', 'web')],
      reference: 'r.io/web:1.4',
      expected: /image-listed/,
    },
    {
      given: 'half a name',
      rows: ROWS,
      reference: `${REGISTRY}/hop/web:1.4`,
      expected: /image-listed/,
    },
    { given: 'another digest', rows: ROWS, reference: digest('e'), expected: /image-listed/ },
    {
      given: "another image's digest",
      rows: [image({ imageName: 'api' })],
      reference: digest('a'),
      expected: /image-listed/,
    },
    {
      given: 'one tag in two registries',
      rows: [image(), image({ registryName: 'b', imageDigest: sha('c') })],
      reference: GOOD,
      expected: /image-listed: .*ambiguous: the registries prod-swr and b/,
    },
    {
      given: 'two newest with different digests',
      rows: [image(), image({ imageDigest: sha('c') })],
      reference: GOOD,
      expected: /image-listed: .*ambiguous/,
    },
    {
      given: 'no digest',
      rows: [image({ imageDigest: undefined })],
      reference: GOOD,
      expected: /digest-known/,
    },
    {
      given: 'not scanned',
      rows: [image({ scanStatus: ScanStatus.UNSCAN })],
      reference: GOOD,
      expected: /scan-completed/,
    },
    {
      given: 'scanned in three days',
      rows: [image({ latestScanTime: Date.now() + 72 * HOUR })],
      reference: GOOD,
      expected: /row-sound/,
    },
    {
      given: 'scanned long ago',
      rows: [image({ latestScanTime: Date.now() - 200 * HOUR })],
      reference: GOOD,
      expected: /scan-fresh/,
    },
    {
      given: 'a row with a riddle',
      rows: [image({ severityLevel: 'Critical' as never })],
      reference: GOOD,
      expected: /row-sound/,
    },
  ])('is denied in the case: $given', ({ rows, reference, expected }) => {
    const { app, stack, gate } = gated({ rows });
    new Deployment(stack, 'web', gate.require(reference));
    const { message } = thrown(() => app.synth());
    expect(message).toMatch(/^HSS_IMAGE_DENIED: /);
    expect(message).toMatch(expected);
    expect(isWritten(app)).toBe(false);
  });
});

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Manifest, manifestIn, newFolder, pack, packedTarball, root, unpack } from './support';

/** The lifecycle scripts that npm runs, or warns of, at the side of who installs a package. */
const AT_INSTALL = ['preinstall', 'install', 'postinstall'];

/** What package.json says for those alone who work on the package. */
const WORKSHOP = ['scripts', 'devDependencies', 'overrides'];

/** What the bundles hold need not be installed. */
const IN_THE_BUNDLES = ['dependencies', 'bundledDependencies'];

interface Component {
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  readonly hashes?: readonly { readonly alg: string; readonly content: string }[];
}

interface Bill {
  readonly bomFormat: string;
  readonly specVersion: string;
  readonly serialNumber: string;
  readonly metadata: { readonly component: Component };
  readonly components: readonly Component[];
}

const idOf = ({ name, version }: { name: string; version: string }): string => `${name}@${version}`;

/** The packages of which the bundles hold a file, by the comments before each file. */
function packagesIn(folder: string): string[] {
  const bundles = join(folder, 'lib', 'bundle');
  const texts = (readdirSync(bundles, { recursive: true }) as string[])
    .filter((name) => name.endsWith('.js'))
    .map((name) => readFileSync(join(bundles, name), 'utf8'));
  const comment = /^ *\/\/ .*?(node_modules\/(?:\S*\/node_modules\/)?(?:@[^/]+\/)?[^/\s]+)\//gm;
  const paths = texts.flatMap((text) => [...text.matchAll(comment)].map(([, path]) => path));
  return [...new Set(paths)].map((path) => idOf(manifestIn(join(root, path))));
}

describe('the packed package', () => {
  let folder: string;
  let manifest: Manifest;
  let bill: Bill;
  beforeAll(() => {
    folder = unpack(packedTarball());
    manifest = manifestIn(folder);
    bill = JSON.parse(readFileSync(join(folder, 'sbom.cdx.json'), 'utf8')) as Bill;
  }, 120_000);

  test('has no scripts and nothing of the workshop, and else what package.json says', () => {
    const { optionalPeerDependencies: optional, ...all } = manifestIn(root);
    const kept = Object.entries(all).filter(
      ([key]) => ![...WORKSHOP, ...IN_THE_BUNDLES].includes(key),
    );
    expect(Object.keys(optional)).toContain('cdktn');
    expect(manifest).toEqual({
      ...Object.fromEntries(kept),
      peerDependencies: { ...all.peerDependencies, ...optional },
      peerDependenciesMeta: Object.fromEntries(
        Object.keys(optional).map((name) => [name, { optional: true }]),
      ),
    });
  });

  test('runs nothing where it is installed, nor does what it bundles', () => {
    expect(AT_INSTALL.filter((name) => name in (manifest.scripts ?? {}))).toEqual([]);
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    expect(files.filter((name) => /node_modules|binding[.]gyp/.test(name))).toEqual([]);
  });

  test('has a bill of materials of everything that it bundles, with version and hash', () => {
    expect(bill).toMatchObject({ bomFormat: 'CycloneDX', specVersion: expect.any(String) });
    expect(bill.metadata.component).toMatchObject({
      name: 'cdktf-hss',
      version: manifest.version,
      purl: `pkg:npm/cdktf-hss@${manifest.version}`,
    });
    const packed = packagesIn(folder);
    expect(packed.length).toBeGreaterThan(10);
    expect(bill.components.map(idOf).sort()).toEqual(packed.sort());
    const { dependencies } = manifestIn(root);
    expect(bill.components.map(({ name }) => name)).toEqual(
      expect.arrayContaining(Object.keys(dependencies)),
    );
    for (const { hashes } of bill.components) {
      expect(hashes).toEqual([
        { alg: 'SHA-512', content: expect.stringMatching(/^[0-9a-f]{128}$/) },
      ]);
    }
  });

  test('has the license of everything that it bundles', () => {
    const text = readFileSync(join(folder, 'THIRD_PARTY_LICENSES'), 'utf8');
    for (const { name, version } of bill.components) {
      expect(text).toMatch(new RegExp(`^${name} ${version} \\([A-Z]`, 'm'));
    }
    expect(text).toContain('Copyright (c) Matteo Collina and Undici contributors');
  });

  test('is the same each time, without times, random numbers and folders of this machine', () => {
    const again = readFileSync(join(unpack(pack(newFolder())), 'sbom.cdx.json'), 'utf8');
    expect(JSON.parse(again)).toEqual(bill);
    expect(bill.metadata).not.toHaveProperty('timestamp');
    expect(again).not.toContain(root);
  }, 60_000);
});

test('comes of scripts that need no syntax of a shell that Windows lacks', () => {
  const { scripts } = manifestIn(root);
  // A variable for one command, another one's value, single quotes.
  const needy = Object.entries(scripts!).filter(([, script]) => /(^|&& )\w+=|\$|'/.test(script));
  expect(needy).toEqual([]);
});

test('is the only way to publish: the tree itself can’t be published', () => {
  const { scripts } = manifestIn(root);
  expect(scripts?.prepublishOnly).toBe('node scripts/refuse-publish.mjs');
});

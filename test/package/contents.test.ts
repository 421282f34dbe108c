import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Manifest, manifestIn, newFolder, pack, packagesUnder, root, unpack } from './support';

/** The lifecycle scripts that npm runs, or warns of, at the side of who installs a package. */
const AT_INSTALL = ['preinstall', 'install', 'postinstall'];

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

describe('the packed package', () => {
  let folder: string;
  let manifest: Manifest;
  let bill: Bill;
  beforeAll(() => {
    folder = unpack(pack(newFolder()));
    manifest = manifestIn(folder);
    bill = JSON.parse(readFileSync(join(folder, 'sbom.cdx.json'), 'utf8')) as Bill;
  }, 120_000);

  test('has no scripts and nothing of the workshop, and else what package.json says', () => {
    const kept = Object.entries(manifestIn(root)).filter(
      ([key]) => !['scripts', 'devDependencies', 'overrides'].includes(key),
    );
    expect(manifest).toEqual(Object.fromEntries(kept));
  });

  test('runs nothing where it is installed, nor does what it bundles', () => {
    const bundled = packagesUnder(folder);
    expect(bundled.length).toBeGreaterThan(manifest.bundledDependencies.length);
    const running = [{ path: folder, manifest }, ...bundled].filter(
      ({ path, manifest: { scripts = {} } }) =>
        AT_INSTALL.some((name) => name in scripts) || existsSync(join(path, 'binding.gyp')),
    );
    expect(running.map(({ path }) => path)).toEqual([]);
  });

  test('has a bill of materials of everything that it bundles, with version and hash', () => {
    expect(bill).toMatchObject({ bomFormat: 'CycloneDX', specVersion: expect.any(String) });
    expect(bill.metadata.component).toMatchObject({
      name: 'cdktf-hss',
      version: manifest.version,
      purl: `pkg:npm/cdktf-hss@${manifest.version}`,
    });
    const packed = packagesUnder(folder).map((one) => idOf(one.manifest));
    expect(bill.components.map(idOf).sort()).toEqual([...new Set(packed)].sort());
    expect(bill.components.map(({ name }) => name)).toEqual(
      expect.arrayContaining([...manifest.bundledDependencies]),
    );
    for (const { hashes } of bill.components) {
      expect(hashes).toEqual([
        { alg: 'SHA-512', content: expect.stringMatching(/^[0-9a-f]{128}$/) },
      ]);
    }
  });

  test('is the same each time: no time, no random number, no folder of this machine', () => {
    const again = readFileSync(join(unpack(pack(newFolder())), 'sbom.cdx.json'), 'utf8');
    expect(JSON.parse(again)).toEqual(bill);
    expect(bill.metadata).not.toHaveProperty('timestamp');
    expect(again).not.toContain(root);
  }, 60_000);
});

test('no script needs the syntax of a shell that Windows lacks', () => {
  const { scripts } = manifestIn(root);
  // A variable for one command, another one's value, single quotes.
  const needy = Object.entries(scripts!).filter(([, script]) => /(^|&& )\w+=|\$|'/.test(script));
  expect(needy).toEqual([]);
});

test('the tree itself can’t be published', () => {
  const { scripts } = manifestIn(root);
  expect(scripts?.prepublishOnly).toBe('node scripts/refuse-publish.mjs');
});

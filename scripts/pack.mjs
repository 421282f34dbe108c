// Packs the published package: `node scripts/pack.mjs [DIRECTORY]` writes the tarball there and
// prints its path.
//
// First, npm packs the built tree with its bundled dependencies. From a copy of that package, this
// script removes everything that only development needs, including the scripts (npm would warn
// users about `prepare`), and the dependencies, which the bundles already contain. It adds a bill
// of materials and the licenses of the dependencies, and packs the copy.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Keys without a meaning in an installed package. */
const WORKSHOP = ['scripts', 'devDependencies', 'overrides'];

/**
 * Keys of dependencies that need not be installed, because the bundles contain the parts that are
 * used.
 */
const DEPENDENCIES = ['dependencies', 'bundledDependencies'];

const root = fileURLToPath(new URL('..', import.meta.url));
const directory = resolve(process.argv[2] ?? '.');

const built = ['.jsii', 'lib/bundled-packages.json'];
if (!built.every((file) => existsSync(join(root, file)))) {
  console.error('nothing is built: npm run build');
  process.exit(1);
}
/** The folders of the packages of which the bundles contain a file. */
const bundled = JSON.parse(readFileSync(join(root, 'lib', 'bundled-packages.json'), 'utf8'));
const staging = mkdtempSync(join(tmpdir(), 'cdktf-hss-pack-'));
try {
  const copy = unpacked(pack(root, staging));
  const manifest = manifestIn(copy);
  for (const key of WORKSHOP) delete manifest[key];
  // Without the peers, which users install themselves: npm would report them as missing here.
  const { peerDependencies, optionalPeerDependencies, ...withoutPeers } = manifest;
  write('package.json', withoutPeers);
  write('sbom.cdx.json', billOfMaterials());
  writeFileSync(join(copy, 'THIRD_PARTY_LICENSES'), bundled.map(licenseOf).join('\n'));
  rmSync(join(copy, 'node_modules'), { recursive: true });
  for (const key of DEPENDENCIES) delete withoutPeers[key];
  write('package.json', {
    ...withoutPeers,
    // jsii turns each peer that it finds into a dependency, but an app has only one of the
    // frameworks.
    peerDependencies: { ...peerDependencies, ...optionalPeerDependencies },
    peerDependenciesMeta: Object.fromEntries(
      Object.keys(optionalPeerDependencies).map((name) => [name, { optional: true }]),
    ),
  });
  console.log(pack(copy, directory));

  function write(name, json) {
    writeFileSync(join(copy, name), `${JSON.stringify(json, undefined, 2)}\n`);
  }

  /** Returns a CycloneDX bill of the packages of which the bundles contain a file. */
  function billOfMaterials() {
    const bill = JSON.parse(npm(['sbom', '--sbom-format', 'cyclonedx', '--omit', 'dev'], copy));
    const ids = bundled.map((path) => idOf(manifestIn(join(copy, path))));
    bill.components = bill.components.filter((component) => ids.includes(idOf(component)));
    const refs = new Set(
      [bill.metadata.component, ...bill.components].map((one) => one['bom-ref']),
    );
    bill.dependencies = bill.dependencies
      .filter(({ ref }) => refs.has(ref))
      .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((one) => refs.has(one)) }));
    const integrities = lockedIntegrities();
    for (const component of bill.components) {
      const integrity = integrities.get(idOf(component));
      if (integrity !== undefined) component.hashes = [integrity];
    }
    const { component } = bill.metadata;
    component.name = manifest.name;
    // The same package gives the same bill: without a time, and with a hash as its serial number.
    delete bill.metadata.timestamp;
    delete bill.serialNumber;
    return { ...bill, serialNumber: uuidOf(JSON.stringify(bill)) };
  }

  /**
   * Returns the license texts of a package; without any, only the license name from its
   * package.json.
   */
  function licenseOf(path) {
    const folder = join(copy, path);
    const { name, version, license, author } = manifestIn(folder);
    const texts = readdirSync(folder)
      .filter((file) => /^(licen[cs]e|copying|notice)/i.test(file))
      .map((file) => readFileSync(join(folder, file), 'utf8').trim());
    const by = author === undefined ? '' : `, by ${author.name ?? author}`;
    return [`${'='.repeat(80)}\n${name} ${version} (${license}${by})`, ...texts, ''].join('\n\n');
  }
} finally {
  rmSync(staging, { recursive: true, force: true });
}

function manifestIn(folder) {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}

function idOf({ name, version }) {
  return `${name}@${version}`;
}

/**
 * Packs a folder and returns the path of the tarball. Runs no scripts, because everything is built
 * already.
 */
function pack(from, to) {
  const said = JSON.parse(
    npm(['pack', '--json', '--ignore-scripts', '--pack-destination', to], from),
  );
  // npm returns the packages in an array or by name.
  const [{ filename }] = Object.values(said);
  return join(to, filename);
}

function unpacked(tarball) {
  run('tar', ['-xzf', tarball, '-C', staging], staging);
  return join(staging, 'package');
}

/** Returns the integrities of tarballs in package-lock.json, in CycloneDX's form. */
function lockedIntegrities() {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const found = new Map();
  for (const [path, { version, integrity }] of Object.entries(packages)) {
    const name = path.split('node_modules/').pop();
    const [, bits, hash] = /^sha(256|384|512)-(\S+)$/.exec(integrity ?? '') ?? [];
    if (hash === undefined) continue;
    const content = Buffer.from(hash, 'base64').toString('hex');
    found.set(idOf({ name, version }), { alg: `SHA-${bits}`, content });
  }
  return found;
}

/** Returns a hash as a UUID of version 8, whose bits are application-specific. */
function uuidOf(text) {
  const hex = createHash('sha256').update(text).digest('hex');
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
  ];
  return `urn:uuid:${[...parts, hex.slice(20, 32)].join('-')}`;
}

function npm(args, cwd) {
  return run('npm', args, cwd);
}

function run(command, args, cwd) {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    // npm.cmd is a shell script.
    shell: process.platform === 'win32',
  });
  if (status === 0) return stdout;
  throw new Error(`${command} ${args.join(' ')}: ${error?.message ?? stderr}`);
}

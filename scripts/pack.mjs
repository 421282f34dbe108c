// Packs what is published: `node scripts/pack.mjs [DIRECTORY]` writes the tarball there, and says its path.
//
// npm packs the built tree first, with its bundled dependencies. From that packed copy goes what only the workshop needs, the
// scripts among it (npm would warn its users of `prepare`), and a bill of materials of what is left is put in; then it is packed again.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Without a meaning in a package that is installed. */
const WORKSHOP = ['scripts', 'devDependencies', 'overrides'];

const root = fileURLToPath(new URL('..', import.meta.url));
const directory = resolve(process.argv[2] ?? '.');

const built = ['.jsii', ...['index', 'worker'].map((name) => `lib/bundle/${name}.js`)];
if (!built.every((file) => existsSync(join(root, file)))) {
  console.error('nothing is built: npm run build');
  process.exit(1);
}
const staging = mkdtempSync(join(tmpdir(), 'cdktf-hss-pack-'));
try {
  const copy = unpacked(pack(root, staging));
  const manifest = JSON.parse(readFileSync(join(copy, 'package.json'), 'utf8'));
  for (const key of WORKSHOP) delete manifest[key];
  // Peers are the user's own, and npm would miss them here.
  const { peerDependencies, ...withoutPeers } = manifest;
  write('package.json', withoutPeers);
  write('sbom.cdx.json', billOfMaterials());
  write('package.json', { ...withoutPeers, peerDependencies });
  console.log(pack(copy, directory));

  function write(name, json) {
    writeFileSync(join(copy, name), `${JSON.stringify(json, undefined, 2)}\n`);
  }

  /** CycloneDX, of what is in the package: its bundled dependencies. */
  function billOfMaterials() {
    const bill = JSON.parse(npm(['sbom', '--sbom-format', 'cyclonedx', '--omit', 'dev'], copy));
    const integrities = lockedIntegrities();
    for (const component of bill.components) {
      const integrity = integrities.get(`${component.name}@${component.version}`);
      if (integrity !== undefined) component.hashes = [integrity];
    }
    const { component } = bill.metadata;
    component.name = manifest.name;
    // The same package makes the same bill: no time of day, and a serial number that is a hash.
    delete bill.metadata.timestamp;
    delete bill.serialNumber;
    return { ...bill, serialNumber: uuidOf(JSON.stringify(bill)) };
  }
} finally {
  rmSync(staging, { recursive: true, force: true });
}

/** The path of the tarball. No scripts: what is packed is what is built. */
function pack(from, to) {
  const said = JSON.parse(
    npm(['pack', '--json', '--ignore-scripts', '--pack-destination', to], from),
  );
  // npm lists a pack as an array, or by name.
  const [{ filename }] = Object.values(said);
  return join(to, filename);
}

function unpacked(tarball) {
  run('tar', ['-xzf', tarball, '-C', staging], staging);
  return join(staging, 'package');
}

/** What package-lock.json knows the tarballs by, as CycloneDX writes it. */
function lockedIntegrities() {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const found = new Map();
  for (const [path, { version, integrity }] of Object.entries(packages)) {
    const name = path.split('node_modules/').pop();
    const [, bits, hash] = /^sha(256|384|512)-(\S+)$/.exec(integrity ?? '') ?? [];
    if (hash === undefined) continue;
    const content = Buffer.from(hash, 'base64').toString('hex');
    found.set(`${name}@${version}`, { alg: `SHA-${bits}`, content });
  }
  return found;
}

/** A hash in the form of a UUID of version 8, which leaves its bits to whoever makes it. */
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
    // npm.cmd is a script of the shell's.
    shell: process.platform === 'win32',
  });
  if (status === 0) return stdout;
  throw new Error(`${command} ${args.join(' ')}: ${error?.message ?? stderr}`);
}

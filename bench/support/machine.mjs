import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus, loadavg, release, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { root } from './processes.mjs';

const COMPARED = [
  'cdktf',
  'constructs',
  'undici',
  '@huaweicloud/huaweicloud-sdk-core',
  '@cdktf/provider-kubernetes',
];

/** Describes the machine that the figures are from. */
export function machine() {
  return {
    cpu: `${cpus().length} × ${cpus()[0].model.trim()}`,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()}`,
    node: process.version,
    loadBefore: Number(loadavg()[0].toFixed(1)),
    packages: Object.fromEntries([
      ['cdktf-hss', versionIn(join(root, 'package.json'))],
      ...COMPARED.map((name) => [name, versionOf(name)]),
    ]),
  };
}

/**
 * Reads a package's version from its folder, because not every package exports its package.json.
 */
function versionOf(name) {
  const folders = createRequire(join(root, 'package.json')).resolve.paths(name);
  for (const folder of folders) {
    try {
      return versionIn(join(folder, name, 'package.json'));
    } catch {
      // The package is in a folder further up.
    }
  }
  return undefined;
}

function versionIn(file) {
  return JSON.parse(readFileSync(file, 'utf8')).version;
}

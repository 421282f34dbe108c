import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const root = join(__dirname, '..', '..');

/** What a package.json says, as far as tests ask. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly scripts?: { readonly [name: string]: string };
  readonly devDependencies?: { readonly [name: string]: string };
  readonly dependencies: { readonly [name: string]: string };
  readonly peerDependencies: { readonly [name: string]: string };
  /** Not npm's: in the packed package they are peers that may be absent. */
  readonly optionalPeerDependencies: { readonly [name: string]: string };
  readonly bundledDependencies: readonly string[];
}

export function manifestIn(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}

/** What the command says on stdout and stderr. */
export function runBoth(
  cwd: string,
  command: string,
  ...args: string[]
): { stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stdout}${stderr}`);
  return { stdout, stderr };
}

export function run(cwd: string, command: string, ...args: string[]): string {
  return runBoth(cwd, command, ...args).stdout;
}

/** The tarball that is published, of the build that is there: other tests are using it. */
export function pack(folder: string): string {
  return run(root, process.execPath, join('scripts', 'pack.mjs'), folder).trim();
}

/**
 * The same, one for all test files of a run: packing takes longer than most of them. Files that begin together each pack
 * one, and the last one stays.
 */
export function packedTarball(): string {
  const shared = join(process.env.HSS_TEST_FOLDER ?? newFolder(), 'cdktf-hss.tgz');
  if (!existsSync(shared)) renameSync(pack(newFolder()), shared);
  return shared;
}

/** The folder of the package in a packed tarball. */
export function unpack(tarball: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'unpacked-'));
  run(folder, 'tar', '-xzf', tarball);
  return join(folder, 'package');
}

export function newFolder(...below: string[]): string {
  const folder = join(mkdtempSync(join(tmpdir(), 'package-')), ...below);
  mkdirSync(folder, { recursive: true });
  return folder;
}

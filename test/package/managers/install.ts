import { cpSync, existsSync, mkdtempSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { manifestIn, newFolder, pack, root, run } from '../support';

const { devDependencies } = manifestIn(root);

export const LOCKS = join(__dirname, 'locks');

/** What an app has of each framework, beside this package. None of them has dependencies that it doesn't bundle. */
export const CDKTF: { readonly [name: string]: string } = Object.fromEntries(
  ['cdktf', 'constructs', '@cdktf/provider-http'].map((name) => [
    name,
    devDependencies?.[name] ?? '',
  ]),
);

/** The name of the tarball in the folder of an app. */
export const TARBALL = 'cdktf-hss.tgz';

/** The packed tarball, one for the test files of a run: packing takes longer than most of them. */
export function packedTarball(): string {
  const shared = join(process.env.HSS_TEST_FOLDER ?? newFolder(), TARBALL);
  // Test files that begin together each pack theirs, and the last one stays.
  if (!existsSync(shared)) {
    renameSync(pack(mkdtempSync(join(tmpdir(), 'packing-'))), shared);
  }
  return shared;
}

/** A folder with the app of app/shop.mjs and the tarball, in which nothing is installed. */
export function newApp(files: { readonly [name: string]: string } = {}): string {
  const folder = newFolder();
  cpSync(packedTarball(), join(folder, TARBALL));
  cpSync(join(__dirname, 'app'), folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

/** The package.json of an app with this package's tarball. */
export function appManifest(dependencies: { readonly [name: string]: string }): string {
  return JSON.stringify({
    name: 'app',
    private: true,
    dependencies: { ...dependencies, 'cdktf-hss': `file:./${TARBALL}` },
  });
}

/** The package managers and runtimes. Each is one package, with a binary that its version fixes. */
const TOOLS = {
  bun: 'bun@1.4.5',
  deno: 'deno@2.9.6',
  node: 'node@22.23.3',
  pnpm: 'pnpm@12.21.0',
  yarn: '@yarnpkg/cli-dist@4.18.1',
};

/** Installs a tool in a new folder, and returns the path of its command. */
export function installedTool(name: keyof typeof TOOLS): string {
  const folder = newFolder();
  npm(folder, 'install', '--no-save', TOOLS[name]);
  return join(folder, 'node_modules', '.bin', name);
}

/** Installs what a lock file in locks/ says, and returns the folder. */
export function installedLock(name: string): string {
  const folder = newFolder();
  cpSync(join(LOCKS, name), folder, { recursive: true });
  npm(folder, 'ci');
  return folder;
}

export function npm(folder: string, command: string, ...args: string[]): string {
  return run(folder, 'npm', command, '--prefer-offline', '--no-audit', '--no-fund', ...args);
}

/** The registry that npm is set up with: other package managers look for it elsewhere. */
export function registry(): string {
  return run(root, 'npm', 'config', 'get', 'registry').trim();
}

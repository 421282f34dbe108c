import { cpSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { manifestIn, newFolder, packedTarball, root, run } from '../support';

const { devDependencies } = manifestIn(root);

export const LOCKS = join(__dirname, 'locks');

/** What an app of cdktf has beside this package. None of them has dependencies that it doesn't bundle. */
export const CDKTF: { readonly [name: string]: string } = Object.fromEntries(
  ['cdktf', 'constructs', '@cdktf/provider-http'].map((name) => [
    name,
    devDependencies?.[name] ?? '',
  ]),
);

/** The same of cdktn, as jest.cdktn.config.js takes it. Its bindings of the provider are not on npm. */
export const CDKTN = manifestIn(join(root, 'test', 'frameworks', 'cdktn')).dependencies;

/** The name of the tarball in the folder of an app. */
export const TARBALL = 'cdktf-hss.tgz';

/**
 * A folder with the scripts of app/ and the tarball, in which nothing is installed.
 * @param framework what the scripts get where they say cdktf
 */
export function newApp(
  files: { readonly [name: string]: string } = {},
  framework = 'cdktf',
): string {
  const folder = newFolder();
  cpSync(packedTarball(), join(folder, TARBALL));
  const scripts = join(__dirname, 'app');
  for (const name of readdirSync(scripts)) {
    const text = readFileSync(join(scripts, name), 'utf8');
    writeFileSync(join(folder, name), text.replace("} from 'cdktf'", `} from '${framework}'`));
  }
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

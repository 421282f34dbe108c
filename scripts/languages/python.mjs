import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './run.mjs';

/** The package of the command. One of its own, since to import `cdktf_hss` starts jsii's runtime. */
const GATE = 'cdktf_hss_gate';

/** What the command needs of the npm package. */
const NPM_FILES = ['package.json', 'schema', 'lib/bundle', 'LICENSE', 'THIRD_PARTY_LICENSES'];

/** What it doesn't: what an app loads, and what its lookups run. */
const OF_APPS = /bundle[\\/](index|core|gate|worker-code)[.]js$/;

/**
 * Builds the wheel, which is what pip installs, with the command and an extra for each framework.
 *
 * @param {string} sources the generated project
 * @param {string} directory where the wheel is written to
 * @param {string} npmPackage the folder of the npm package that it was generated from
 */
export function finishPython(sources, directory, npmPackage) {
  addGate(join(sources, 'src', GATE), npmPackage);
  changeSetup(join(sources, 'setup.py'), (setup) => ({
    ...setup,
    packages: [...setup.packages, GATE],
    package_data: { ...setup.package_data, [GATE]: ['npm/**'] },
    // In place of jsii's own script.
    scripts: [],
    entry_points: { console_scripts: [`hss-gate = ${GATE}:main`] },
    extras_require: frameworks(),
  }));
  run('python3', ['-m', 'pip', 'wheel', '--no-deps', '--wheel-dir', directory, sources]);
}

/** The versions of the frameworks, each an extra of the same name: `pip install cdktf-hss[cdktf]`. */
function frameworks() {
  const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  const { optionalPeerDependencies } = JSON.parse(manifest);
  return Object.fromEntries(
    ['cdktf', 'cdktn'].map((name) => {
      const range = optionalPeerDependencies[name].replaceAll(' ', ',');
      return [name, [`${name}${range}`]];
    }),
  );
}

/**
 * Adds the command. jsii's own script for it starts jsii's runtime first, and passes its arguments through a shell, which splits
 * and expands them.
 */
function addGate(folder, npmPackage) {
  cpSync(fileURLToPath(new URL(GATE, import.meta.url)), folder, {
    recursive: true,
    filter: (file) => !file.endsWith('__pycache__'),
  });
  for (const file of NPM_FILES) {
    cpSync(join(npmPackage, file), join(folder, 'npm', file), {
      recursive: true,
      filter: (from) => !OF_APPS.test(from),
    });
  }
}

/** Changes the arguments of `setup()`, which the generated script holds as JSON. */
function changeSetup(file, change) {
  const text = readFileSync(file, 'utf8');
  const [, before, json, after] = /^(.*?""")(.*?)(""".*)$/s.exec(text);
  const changed = JSON.stringify(change(JSON.parse(json)), undefined, 4);
  writeFileSync(file, `${before}\n${changed}\n${after}`);
}

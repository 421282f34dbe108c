import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './run.mjs';

/**
 * The package of the command. It is separate, because importing `cdktf_hss` starts jsii's runtime.
 */
const GATE = 'cdktf_hss_gate';

/** The parts of the npm package that the command needs. */
const NPM_FILES = ['package.json', 'schema', 'lib/bundle', 'LICENSE', 'THIRD_PARTY_LICENSES'];

/** Files that only apps and their lookups need. */
const OF_APPS = /bundle[\\/](index|core|gate|worker-code)[.]js$/;

/**
 * Builds the wheel, with the command and an extra for each framework.
 *
 * @param {string} sources the generated project
 * @param {string} directory the folder for the wheel
 * @param {string} npmPackage the folder of the npm package that it was generated from
 */
export function finishPython(sources, directory, npmPackage) {
  addGate(join(sources, 'src', GATE), npmPackage);
  changeSetup(join(sources, 'setup.py'), (setup) => ({
    ...setup,
    packages: [...setup.packages, GATE],
    package_data: { ...setup.package_data, [GATE]: ['npm/**'] },
    // Replaces jsii's own script.
    scripts: [],
    entry_points: { console_scripts: [`hss-gate = ${GATE}:main`] },
    extras_require: frameworks(),
  }));
  run('python3', ['-m', 'pip', 'wheel', '--no-deps', '--wheel-dir', directory, sources]);
}

/**
 * Returns the versions of the frameworks, each as an extra with the framework's name: `pip install
 * cdktf-hss[cdktf]`.
 */
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
 * Adds the command. jsii's own script for it would first start jsii's runtime, and pass the
 * arguments through a shell, which splits and expands them.
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

/** Changes the arguments of `setup()`, which the generated script contains as JSON. */
function changeSetup(file, change) {
  const text = readFileSync(file, 'utf8');
  const [, before, json, after] = /^(.*?""")(.*?)(""".*)$/s.exec(text);
  const changed = JSON.stringify(change(JSON.parse(json)), undefined, 4);
  writeFileSync(file, `${before}\n${changed}\n${after}`);
}

import {
  cpSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { finishDotnet } from './dotnet.mjs';
import { finishGo } from './go.mjs';
import { finishJava } from './java.mjs';
import { generateBindings } from './pacmak.mjs';
import { finishPython } from './python.mjs';
import { writeReadme } from './readme.mjs';
import { run } from './run.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Functions that make the published package from the generated sources, by language. */
const FINISH = {
  python: finishPython,
  java: finishJava,
  go: finishGo,
  dotnet: finishDotnet,
};

/** The supported languages. */
export const LANGUAGES = Object.keys(FINISH);

/**
 * Makes the package for a language from the npm package, so that it contains the same code.
 *
 * @param {string} language one of {@link LANGUAGES}
 * @param {string} directory an empty folder for the package
 * @param {{ samples?: 'translate' | 'verbatim', codeOnly?: boolean }} options how to treat the
 * samples in the documentation (translating them takes seconds), and whether to stop at the
 * generated sources
 */
export function packageLanguage(
  language,
  directory,
  { samples = 'verbatim', codeOnly = false } = {},
) {
  const staging = mkdtempSync(join(tmpdir(), 'cdktf-hss-language-'));
  try {
    const npmPackage = unpackedNpmPackage(staging);
    writeReadme(npmPackage, language, readFileSync(join(root, 'docs', 'languages.md'), 'utf8'));
    const sources = generateBindings(npmPackage, language, join(staging, 'bindings'), samples);
    const finish = codeOnly ? copySources : FINISH[language];
    finish(sources, directory, npmPackage);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

function copySources(sources, directory) {
  cpSync(sources, directory, { recursive: true });
}

/**
 * Returns the folder of the npm package as published, with its assembly's dependencies beside it.
 */
function unpackedNpmPackage(staging) {
  const packed = run(process.execPath, [join(root, 'scripts', 'pack.mjs'), staging]).trim();
  run('tar', ['-xzf', packed, '-C', staging]);
  rmSync(packed);
  const folder = join(staging, 'cdktf-hss');
  renameSync(join(staging, 'package'), folder);
  leaveOutOptionalPeers(join(folder, 'package.json'));
  symlinkSync(join(root, 'node_modules'), join(staging, 'node_modules'), 'junction');
  return folder;
}

/**
 * Removes optional peers: jsii-pacmak requires every peer, and packages of other languages have no
 * optional dependencies.
 */
function leaveOutOptionalPeers(file) {
  const {
    peerDependencies,
    peerDependenciesMeta = {},
    ...manifest
  } = JSON.parse(readFileSync(file, 'utf8'));
  const required = Object.entries(peerDependencies).filter(
    ([name]) => peerDependenciesMeta[name]?.optional !== true,
  );
  manifest.peerDependencies = Object.fromEntries(required);
  writeFileSync(file, `${JSON.stringify(manifest, undefined, 2)}\n`);
}

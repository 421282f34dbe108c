// Bundles many files into few. Apps require lib/bundle/index.js, which loads core.js for lookups
// and gate.js for the rest. worker-code.js contains the code of the lookups' thread, and command/
// is hss-gate. Finding, reading and compiling some two hundred files for each takes at least twice
// as long.
import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const require = createRequire(import.meta.url);
const { peerDependencies, optionalPeerDependencies } = require(`${root}package.json`);

/** The package's exports: name to compiled file. */
const exported = new Map(
  [
    ...readFileSync(`${root}lib/index.js`, 'utf8').matchAll(/__exportStar\(require\("([^"]+)"\)/g),
  ].flatMap(([, file]) => Object.keys(require(`${root}lib/${file}`)).map((name) => [name, file])),
);

/** Files that lookups need. A gate needs five times as much. */
const OF_CORE = /^\.\/(constructs\/(connection|lookups)|contract)\//;

/**
 * Loads each export on first use: an app with only lookups does not load the gate or anything that
 * only the gate needs.
 */
const getters = [...exported].map(([name, file]) => {
  const where = OF_CORE.test(file) ? './core.js' : './gate.js';
  return `${name}: () => require('${where}')('${keyOf(join('lib', `${file}.js`))}').${name},`;
});
const entry = `
  Object.defineProperty(exports, '__esModule', { value: true });
  for (const [name, get] of Object.entries({ ${getters.join('')} })) {
    Object.defineProperty(exports, name, { enumerable: true, get });
  }
`;

/**
 * Returns a module's path relative to the project, regardless of where its packages are installed.
 */
function keyOf(path) {
  return path.replaceAll('\\', '/').replace(/^.*node_modules\//, 'node_modules/');
}

/** Returns a module that returns modules by key, each loaded on first use. */
function directoryOf(paths) {
  const getModule = (path) =>
    `'${keyOf(path)}': () => require(${JSON.stringify(join(root, path))})`;
  return `const modules = { ${paths.map(getModule).join(', ')} }; module.exports = (key) => modules[key]();`;
}

/** Takes the modules of `paths` from core.js, so that each class and state exists only once. */
const fromCore = (paths) => ({
  name: 'from-core',
  setup({ onResolve, onLoad, resolve }) {
    const isOfCore = new Set(paths);
    onResolve({ filter: /./ }, async ({ path, pluginData, ...from }) => {
      if (pluginData === 'resolving' || from.kind === 'entry-point') return undefined;
      if (path === './core.js') return { path, external: true };
      const found = await resolve(path, { ...from, pluginData: 'resolving' });
      const inProject = relative(root, found.path).replaceAll('\\', '/');
      return isOfCore.has(inProject) ? { path: inProject, namespace: 'core' } : found;
    });
    onLoad({ filter: /./, namespace: 'core' }, ({ path }) => ({
      contents: `module.exports = require('./core.js')('${keyOf(path)}');`,
    }));
  },
});

/**
 * Assembles only the parts of undici that the client uses, in the same way as undici's own index.
 * The index would also load fetch, WebSocket and caches, and through them the undici that is built
 * into Node.
 * @param methods of the dispatcher, besides `dispatch`; `connect` is needed for proxies
 */
const partsOfUndici = (...methods) => ({
  name: 'parts-of-undici',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^undici$/ }, () => ({ path: 'undici', namespace: 'parts' }));
    onLoad({ filter: /^undici$/, namespace: 'parts' }, () => ({
      resolveDir: root,
      contents: `
        const Dispatcher = require('undici/lib/dispatcher/dispatcher.js');
        ${methods.map((name) => `Dispatcher.prototype.${name} = require('undici/lib/api/api-${name}.js');`).join('\n')}
        exports.EnvHttpProxyAgent = require('undici/lib/dispatcher/env-http-proxy-agent.js');
      `,
    }));
    // HTTP/2, which the agent does not offer to servers, and form or stream bodies, which are never
    // sent.
    onResolve({ filter: /^\.\/client-h2\.js$|\/web\/fetch\/body\.js$/ }, ({ path }) => ({
      path,
      namespace: 'unused',
    }));
    onLoad({ filter: /./, namespace: 'unused' }, ({ path }) => ({
      contents: `
        const unused = () => { throw new Error('not bundled: undici ${path}'); };
        module.exports = Object.assign(unused, { extractBody: unused });
      `,
    }));
  },
});

/**
 * Large libraries that few runs need: each is bundled into its own file and loaded on first use.
 */
const APART = ['undici', 'xmlbuilder', 'yaml'];

/** @param folder the path of the libraries' files, relative to the bundle */
const apart = (libraries, folder) => ({
  name: 'apart',
  setup({ onResolve }) {
    onResolve({ filter: new RegExp(`^(${libraries.join('|')})$`) }, ({ path }) => ({
      path: `${folder}/${path}.js`,
      external: true,
    }));
  },
});

/** The module with the code of the lookups' thread, which is generated below. */
const workerCode = {
  name: 'worker-code',
  setup({ onResolve }) {
    onResolve({ filter: /\/lib\/bundle\/worker-code\.js$/ }, () => ({
      path: './worker-code.js',
      external: true,
    }));
  },
};

/** Escapes a text for single quotes. Lines stay lines, for people who audit the package. */
function textInQuotes(text) {
  return text.replace(/[\\']/g, '\\$&').replaceAll('\n', '\\n\\\n');
}

/** The packages of which a bundle contains a file, by their folders in package-lock.json. */
const packages = new Set();

/** @returns the files in the bundle, relative to the project */
async function bundle(file, options) {
  const { metafile } = await build({
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    // Keeps the names of classes, which errors and output show.
    keepNames: true,
    metafile: true,
    outfile: join('lib', 'bundle', file),
    ...options,
  });
  const [{ inputs }] = Object.values(metafile.outputs);
  for (const path of Object.keys(inputs)) {
    const [folder] = /node_modules\/(?:.*\/node_modules\/)?(?:@[^/]+\/)?[^/]+/.exec(path) ?? [];
    if (folder !== undefined) packages.add(folder);
  }
  return Object.keys(inputs);
}

const files = [...new Set(exported.values())].map((file) => join('lib', `${file}.js`));
const [ofCore, ofGate] = [true, false].map((isOfCore) =>
  files.filter((file) => OF_CORE.test(`./${keyOf(relative('lib', file))}`) === isOfCore),
);
const appBundle = (paths, sourcefile, plugins = []) => ({
  stdin: { contents: directoryOf(paths), resolveDir: root, sourcefile },
  // The app uses its own copies.
  external: Object.keys({ ...peerDependencies, ...optionalPeerDependencies }),
  plugins: [apart(['yaml'], '.'), workerCode, ...plugins],
});
// The first run finds the modules, the second run exports each of them.
const coreModules = (await bundle('core.js', appBundle(ofCore, 'core.js'))).filter((path) =>
  existsSync(join(root, path)),
);
await bundle('core.js', appBundle(coreModules, 'core.js'));
const gateModules = await bundle('gate.js', appBundle(ofGate, 'gate.js', [fromCore(coreModules)]));
const twice = gateModules.filter((path) => coreModules.includes(path));
if (twice.length > 0) throw new Error(`in two bundles, with two states: ${twice.join(', ')}`);
await bundle('index.js', {
  stdin: { contents: entry, sourcefile: 'index.js' },
  external: ['./core.js', './gate.js'],
  // ES modules import by name. Node searches for names in the text of a CommonJS module, where a
  // bundle does not have them.
  footer: { js: `0 && (module.exports = { ${[...exported.keys()].join(', ')} });` },
});
const WORKER = 'worker.js';
await bundle(WORKER, {
  entryPoints: ['lib/lookup/worker.js'],
  // One file, because it runs from a text and can't load other files.
  plugins: [partsOfUndici('connect')],
  // Two threads parse it before the first lookup, which takes half the time without spaces. Names
  // stay.
  minifyWhitespace: true,
  lineLimit: 120,
});
// A text in a module, which an app's bundler treats like any other module. esbuild writes ASCII.
const workerFile = join(root, 'lib', 'bundle', WORKER);
writeFileSync(
  join(root, 'lib', 'bundle', 'worker-code.js'),
  `module.exports = '\\\n${textInQuotes(readFileSync(workerFile, 'utf8'))}';\n`,
);
rmSync(workerFile);

// At the same depth in lib/ as the sources that find package.json and schema/ by their own
// location.
await bundle('command/hss-gate.js', {
  entryPoints: ['lib/cli/main.js'],
  // Printing the version does not need it.
  external: ['./program'],
});
await bundle('command/program.js', {
  entryPoints: ['lib/cli/program.js'],
  plugins: [apart(APART, '..')],
});
// Programs for separate processes, which the command finds in its own folder.
await bundle('command/client.js', { entryPoints: ['lib/cli/exec/launcher/client.js'] });
await bundle('command/end-command.js', { entryPoints: ['lib/cli/exec/child/end-command.js'] });
for (const name of APART) {
  const contents = `module.exports = require('${name}');`;
  await bundle(`${name}.js`, {
    stdin: { contents, resolveDir: root },
    plugins: [partsOfUndici('connect', 'request')],
  });
}
chmodSync(`${root}lib/bundle/command/hss-gate.js`, 0o755);

// The bundled third-party packages, from which the bill of materials and the license texts are
// made.
writeFileSync(`${root}lib/bundled-packages.json`, JSON.stringify([...packages].sort()));

// Makes few files of many: lib/bundle/index.js is what an app requires, which loads core.js for lookups and gate.js for the rest;
// worker-code.js has the code of the lookups' thread, and command/ is hss-gate. Finding, reading and compiling some two hundred
// files for each takes twice as long and longer.
import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const require = createRequire(import.meta.url);
const { peerDependencies, optionalPeerDependencies } = require(`${root}package.json`);

/** What the package exports, by name: the compiled file that has it. */
const exported = new Map(
  [
    ...readFileSync(`${root}lib/index.js`, 'utf8').matchAll(/__exportStar\(require\("([^"]+)"\)/g),
  ].flatMap(([, file]) => Object.keys(require(`${root}lib/${file}`)).map((name) => [name, file])),
);

/** What an app needs that only looks up; a gate needs five times as much. */
const OF_CORE = /^\.\/(constructs\/(connection|lookups)|contract)\//;

/** Nothing runs before it is asked for: an app that only looks up does not load the gate, nor all that a gate needs. */
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

/** Where a module is, seen from the project, wherever its packages are installed. */
function keyOf(path) {
  return path.replaceAll('\\', '/').replace(/^.*node_modules\//, 'node_modules/');
}

/** A module that gives modules by their keys, each loaded when it is first asked for. */
function directoryOf(paths) {
  const getModule = (path) =>
    `'${keyOf(path)}': () => require(${JSON.stringify(join(root, path))})`;
  return `const modules = { ${paths.map(getModule).join(', ')} }; module.exports = (key) => modules[key]();`;
}

/** The modules of `paths` are those of core.js, so that a class or a state is there once. */
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
 * Of undici what the client uses, put together as undici's own index does it. The index loads fetch, WebSocket and caches too,
 * and these the undici that is built into Node.
 * @param methods a dispatcher's, beside `dispatch`; its way through a proxy is `connect`
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
    // HTTP/2, which the agent does not offer to servers, and bodies that are forms or streams, which are never sent.
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

/** Libraries that few runs need, and that are large: each is a file of its own, loaded when it is first used. */
const APART = ['undici', 'xmlbuilder', 'yaml'];

/**
 * @param folder where the files of `libraries` are, seen from the bundle
 */
const apart = (libraries, folder) => ({
  name: 'apart',
  setup({ onResolve }) {
    onResolve({ filter: new RegExp(`^(${libraries.join('|')})$`) }, ({ path }) => ({
      path: `${folder}/${path}.js`,
      external: true,
    }));
  },
});

/** The module with the code of the lookups' thread, which is made here. */
const workerCode = {
  name: 'worker-code',
  setup({ onResolve }) {
    onResolve({ filter: /\/lib\/bundle\/worker-code\.js$/ }, () => ({
      path: './worker-code.js',
      external: true,
    }));
  },
};

/** A text as it stands between single quotes. Its lines remain lines, for people who audit the package. */
function textInQuotes(text) {
  return text.replace(/[\\']/g, '\\$&').replaceAll('\n', '\\n\\\n');
}

/** The packages of which a bundle holds a file, by their folders in package-lock.json. */
const packages = new Set();

/** @returns the files of which the bundle is made, seen from the project */
async function bundle(file, options) {
  const { metafile } = await build({
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    // A class that is thrown or shown keeps its name.
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
  // The app's own copies.
  external: Object.keys({ ...peerDependencies, ...optionalPeerDependencies }),
  plugins: [apart(['yaml'], '.'), workerCode, ...plugins],
});
// First to see which modules these are: then the bundle gives each of them.
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
  // An ES module imports by name. Node looks for names in a CommonJS module's text, where a bundle does not show them.
  footer: { js: `0 && (module.exports = { ${[...exported.keys()].join(', ')} });` },
});
const WORKER = 'worker.js';
await bundle(WORKER, {
  entryPoints: ['lib/lookup/worker.js'],
  // One file: it runs from source, and finds nothing beside itself.
  plugins: [partsOfUndici('connect')],
  // Two threads read it before the first lookup, which takes half the time without spaces. Names stay.
  minifyWhitespace: true,
  lineLimit: 120,
});
// As a text in a module, which a bundler of the app's takes in as any other. esbuild writes ASCII.
const workerFile = join(root, 'lib', 'bundle', WORKER);
writeFileSync(
  join(root, 'lib', 'bundle', 'worker-code.js'),
  `module.exports = '\\\n${textInQuotes(readFileSync(workerFile, 'utf8'))}';\n`,
);
rmSync(workerFile);

// As deep in lib/ as the sources that look for package.json and schema/ from where they are.
await bundle('command/hss-gate.js', {
  entryPoints: ['lib/cli/main.js'],
  // Nothing of it is needed to print the version.
  external: ['./program'],
});
await bundle('command/program.js', {
  entryPoints: ['lib/cli/program.js'],
  plugins: [apart(APART, '..')],
});
// Processes of their own, which the command finds beside itself.
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

// What the package holds of others: its bill of materials and its licenses are made of it.
writeFileSync(`${root}lib/bundled-packages.json`, JSON.stringify([...packages].sort()));

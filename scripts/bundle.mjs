// Makes few files of many: lib/bundle/index.js is what an app loads, and lib/bundle/worker.js is its lookups' thread.
// Finding, reading and compiling some two hundred files for the one and as many for the other takes twice as long and longer.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const require = createRequire(import.meta.url);
const { peerDependencies } = require(`${root}package.json`);

/** What the package exports, by name: the compiled file that has it. */
const exported = new Map(
  [
    ...readFileSync(`${root}lib/index.js`, 'utf8').matchAll(/__exportStar\(require\("([^"]+)"\)/g),
  ].flatMap(([, file]) => Object.keys(require(`${root}lib/${file}`)).map((name) => [name, file])),
);

/** Nothing runs before it is asked for: an app that only looks up does not load the gate, nor all that a gate needs. */
const getters = [...exported].map(([name, file]) => `${name}: () => require('${file}').${name},`);
const entry = `
  Object.defineProperty(exports, '__esModule', { value: true });
  for (const [name, get] of Object.entries({ ${getters.join('')} })) {
    Object.defineProperty(exports, name, { enumerable: true, get });
  }
`;

/**
 * Of undici what a lookup uses, put together as undici's own index does it. The index loads fetch, WebSocket and caches too,
 * and these the undici that is built into Node. HTTP/2 is loaded when a server and the agent agree on it, which they don't.
 */
const partsOfUndici = {
  name: 'parts-of-undici',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^undici$/ }, () => ({ path: 'undici', namespace: 'parts' }));
    onLoad({ filter: /^undici$/, namespace: 'parts' }, () => ({
      resolveDir: root,
      contents: `
        const Dispatcher = require('undici/lib/dispatcher/dispatcher.js');
        Object.assign(Dispatcher.prototype, require('undici/lib/api/index.js'));
        exports.EnvHttpProxyAgent = require('undici/lib/dispatcher/env-http-proxy-agent.js');
      `,
    }));
    onResolve({ filter: /^\.\/client-h2\.js$/ }, ({ resolveDir }) => ({
      path: 'client-h2',
      namespace: 'parts',
      pluginData: resolveDir,
    }));
    onLoad({ filter: /^client-h2$/, namespace: 'parts' }, ({ pluginData }) => ({
      resolveDir: pluginData,
      contents: `module.exports = (...given) => require('./client-h2')(...given);`,
    }));
  },
};

const shared = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  // A class that is thrown or shown keeps its name.
  keepNames: true,
};
await build({
  ...shared,
  stdin: { contents: entry, resolveDir: `${root}lib`, sourcefile: 'index.js' },
  outfile: 'lib/bundle/index.js',
  // The app's own copies; and YAML, which is loaded with the first YAML text.
  external: [...Object.keys(peerDependencies), 'yaml'],
  // An ES module imports by name. Node looks for names in a CommonJS module's text, where a bundle does not show them.
  footer: { js: `0 && (module.exports = { ${[...exported.keys()].join(', ')} });` },
});
await build({
  ...shared,
  entryPoints: ['lib/lookup/worker.js'],
  outfile: 'lib/bundle/worker.js',
  // One file: it runs from source, and finds nothing beside itself.
  plugins: [partsOfUndici],
});

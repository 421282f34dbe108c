// Makes few files of many: lib/bundle/index.js is what an app loads, and lib/bundle/worker.js and answer.js are its lookups' thread.
// Finding, reading and compiling the 190 files of the one and the 180 of the other takes three times as long.
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const require = createRequire(import.meta.url);
const { peerDependencies } = require(`${root}package.json`);

// An ES module imports these by name. Node looks for names in a CommonJS module's text, where a bundle does not show them.
const names = Object.keys(require(`${root}lib/index.js`));

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
  outdir: 'lib/bundle',
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  // A class that is thrown or shown keeps its name.
  keepNames: true,
};
await build({
  ...shared,
  entryPoints: { index: 'lib/index.js' },
  // The app's own copies; and YAML, which is loaded with the first YAML text.
  external: [...Object.keys(peerDependencies), 'yaml'],
  footer: { js: `0 && (module.exports = { ${names.join(', ')} });` },
});
await build({
  ...shared,
  entryPoints: { worker: 'lib/lookup/worker.js' },
  // A file of its own, so that the worker can say what is wrong with it. What they share, each has for itself.
  external: ['./answer'],
});
await build({
  ...shared,
  entryPoints: { answer: 'lib/lookup/answer.js' },
  plugins: [partsOfUndici],
});

/** Scripts that tests run under plain node, with `lib` and what they take from the environment. */

/** An app with a gate over rows in memory, synthesized once. */
export const SYNTH = `
  const { App, TerraformStack, TerraformResource } = require('cdktf');
  const { HssConnection, HssImageGate, HssSource, ImagePolicy } = require(lib);
  class Container extends TerraformResource {
    constructor(scope, id, image) {
      super(scope, id, { terraformResourceType: 'docker_container' });
      this.image = image;
    }
    synthesizeAttributes() { return { image: this.image }; }
  }
  const now = Date.now();
  const row = {
    namespace: 'shop', imageName: 'web', imageVersion: '1.4', imageDigest: 'sha256:' + process.env.DIGIT.repeat(64),
    registryName: 'own', scanStatus: 'success', severityLevel: 'Low', vulNum: 0, maliciousFileNum: 0,
    latestUpdateTime: now - 2000, latestScanTime: now - 1000,
  };
  const app = new App({ outdir: process.env.OUT });
  const stack = new TerraformStack(app, 'shop');
  new HssConnection(stack, 'hss', { source: HssSource.fixture({ cicdImages: [row] }) });
  new HssImageGate(stack, 'gate', { policy: new ImagePolicy({ maxSeverity: 'Low' }) });
  new Container(stack, 'web', 'swr.example.com/shop/web:1.4');
  app.synth();
`;

/** One lookup, recorded. */
export const RECORD = `
  const { Lookups } = require(lib + '/lookup/lookups.js');
  const query = { endpoint: 'cicd-images', values: {} };
  const source = { kind: 'record', file: process.env.OUT + '/snapshot.json' };
  Lookups.of({}).start(source, {}, query).rows;
`;

/** Nine lookups that HSS answers and one that it does not, read by constructs. */
export const TEN = `
  const { App, TerraformStack } = require('cdktf');
  const { DataHssCicdImages, DataHssImageSyncTaskRegistries } = require(lib);
  const stack = new TerraformStack(new App(), 'shop');
  const lookups = Array.from({ length: 10 }, (_, n) => n === 6
    ? new DataHssImageSyncTaskRegistries(stack, 'lookup-6', { taskId: 'task' })
    : new DataHssCicdImages(stack, 'lookup-' + n, { imageName: 'app-' + n }));
  console.log(JSON.stringify(lookups.map((lookup) => {
    try {
      return lookup.rows.map(({ imageName }) => imageName).join();
    } catch (error) {
      return error.message;
    }
  })));
`;

/** One lookup that is read, beside a handler of somebody else's where HANDLER is set. */
export const BLOCKED = `
  if (process.env.HANDLER) process.on(process.env.HANDLER, () => { console.log('heard'); process.exit(5); });
  const { Lookups } = require(lib + '/lookup/lookups.js');
  const query = { endpoint: 'cicd-images', values: {} };
  const options = JSON.parse(process.env.OPTIONS || '{}');
  try {
    Lookups.of({}).start({ kind: 'live' }, options, query).rows;
    console.log('rows');
  } catch (error) {
    console.log(error.code);
  }
  setTimeout(() => console.log('nobody ended it'), 10_000);
`;

/**
 * Preloaded: ends the process by SIGKILL at one step of what it does to one file of a folder, by way of a draft of
 * any name. KILL_FILE is the file's path, KILL_AT the step.
 */
export const KILLER = `
  const fs = require('node:fs');
  const path = require('node:path');
  const { KILL_AT, KILL_FILE } = process.env;
  const die = () => { process.kill(process.pid, 'SIGKILL'); for (;;); };
  const isOurs = (name) => typeof name === 'string' &&
    path.dirname(path.resolve(name)) === path.dirname(KILL_FILE) &&
    path.basename(name).includes(path.basename(KILL_FILE));
  const files = new Set();
  const wrap = (name, isMeant, instead) => {
    const original = fs[name];
    fs[name] = (...args) => {
      if (!isMeant(...args)) return original(...args);
      if (KILL_AT === 'before ' + name) die();
      const result = instead ? instead(original, ...args) : original(...args);
      if (KILL_AT === 'after ' + name) die();
      return result;
    };
  };
  wrap('openSync', (name, flags) => isOurs(name) && flags !== 'r' && flags !== undefined, (original, ...args) => {
    const file = original(...args);
    files.add(file);
    return file;
  });
  wrap('writeSync', (file) => files.has(file), (original, file, text, ...rest) => {
    if (KILL_AT !== 'within writeSync') return original(file, text, ...rest);
    original(file, String(text).slice(0, String(text).length / 2));
    die();
  });
  wrap('writeFileSync', isOurs, (original, name, text, ...rest) => {
    if (KILL_AT !== 'within writeSync') return original(name, text, ...rest);
    original(name, String(text).slice(0, String(text).length / 2), ...rest);
    die();
  });
  wrap('fsyncSync', (file) => files.has(file));
  wrap('closeSync', (file) => files.has(file), (original, file) => (files.delete(file), original(file)));
  wrap('renameSync', (from, to) => isOurs(to));
`;

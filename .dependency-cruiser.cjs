/**
 * Imports go one way: contract <- client <- lookup <- constructs; contract <- policy <- asking, discovery, report; constructs
 * and cli on top; util below all. The simulator stands alone, so that it and the client check each other.
 */
const layers = {
  util: [],
  contract: [],
  client: ['contract'],
  lookup: ['contract', 'client'],
  proxy: ['contract', 'client', 'lookup', 'policy', 'asking'],
  registry: ['contract', 'client'],
  policy: ['contract'],
  asking: ['contract', 'policy'],
  files: ['contract', 'policy'],
  discovery: ['contract', 'policy'],
  report: ['contract', 'policy'],
  plan: ['contract', 'policy', 'discovery', 'report'],
  judging: ['contract', 'client', 'lookup', 'policy', 'asking', 'proxy'],
  constructs: ['files', 'contract', 'client', 'lookup', 'policy', 'asking', 'discovery', 'report'],
  cli: [
    'files',
    'contract',
    'client',
    'lookup',
    'policy',
    'asking',
    'discovery',
    'report',
    'plan',
    'judging',
    'proxy',
    'registry',
    'simulator',
  ],
  simulator: [],
};

/** The simulator shares nothing with what it checks. */
const below = (layer) => (layer === 'simulator' ? [] : ['util']);

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...Object.entries(layers).map(([layer, allowed]) => ({
      name: `${layer}-imports-only-below-itself`,
      severity: 'error',
      from: { path: `^src/${layer}/` },
      to: { path: '^src/', pathNot: `^src/(${[layer, ...below(layer), ...allowed].join('|')})/` },
    })),
    {
      name: 'constructs-only-under-constructs',
      severity: 'error',
      from: { pathNot: '^src/constructs/' },
      to: { path: 'node_modules/constructs/' },
    },
    {
      name: 'cdktf-and-cdktn-only-in-framework',
      comment: 'Which of the two is used is chosen when an app runs.',
      severity: 'error',
      from: { pathNot: '^src/constructs/framework/' },
      to: { path: '(^|node_modules/)@?cdkt[fn](/|$)' },
    },
    {
      name: 'http-client-only-under-client',
      comment:
        'undici is slow to load, and only the worker thread and the command line may pay for it.',
      severity: 'error',
      from: { pathNot: '^src/(client|cli|registry)/' },
      to: { path: 'node_modules/undici/' },
    },
    {
      name: 'pure-policy',
      severity: 'error',
      from: { path: '^src/(contract|policy|asking|discovery|report|plan)/' },
      to: {
        path: '^((node:)?(fs|http|https|net|child_process|worker_threads|os)(/|$)|src/util/file-writer)',
      },
    },
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-unresolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^@?cdktn(/|$)' },
    },
    {
      name: 'no-dev-dependency-in-the-product',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/constructs/framework/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['npm-peer', 'type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['require', 'node'] },
  },
};

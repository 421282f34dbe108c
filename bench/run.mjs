// Runs the benchmarks (npm run bench), prints each figure with its goal, and stores the figures in
// bench/results/. Options:
//
//   -- --runs N    rounds of each measurement (5)
//   -- --small     run everything once at a small size, to test in CI that it runs
//   -- --only NAME run one suite (repeatable): listing, synth, memory, gate, package
//   -- --huge      measure the longest list only, once; not part of a full run
//   -- --write     also write the figures and the chart to docs/, with those of the last --huge
//   -- --last      use the figures of the last full run instead of measuring
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { writeDocument } from './support/document.mjs';
import { machine } from './support/machine.mjs';
import { root } from './support/processes.mjs';
import { terminalTable } from './support/table.mjs';
import { gateSuite } from './suites/gate.mjs';
import { hugeSuite } from './suites/huge.mjs';
import { listingSuite } from './suites/listing.mjs';
import { memorySuite } from './suites/memory.mjs';
import { packageSuite } from './suites/package.mjs';
import { synthSuite } from './suites/synth.mjs';

const SUITES = {
  listing: listingSuite,
  synth: synthSuite,
  memory: memorySuite,
  gate: gateSuite,
  package: packageSuite,
};

const { values: options } = parseArgs({
  options: {
    runs: { type: 'string' },
    small: { type: 'boolean', default: false },
    huge: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true, default: Object.keys(SUITES) },
    write: { type: 'boolean', default: false },
    last: { type: 'boolean', default: false },
  },
});

/** The least number of rounds for a median in the document. */
const ROUNDS = 5;

const results = join(root, 'bench', 'results');
const latest = join(results, 'latest.json');
const latestHuge = join(results, 'huge.json');

const isWhole = Object.keys(SUITES).every((name) => options.only.includes(name));
const problem = problemOf(options);
if (problem !== undefined) {
  console.error(problem);
  process.exit(1);
}
const measured = options.last ? JSON.parse(readFileSync(latest, 'utf8')) : await measure();
console.log(terminalTable(measured.results));
const goals = measured.results.filter(({ goal }) => goal !== undefined);
if (measured.small) console.log('small: it runs; the figures mean nothing');
console.log(`${goals.filter(({ met }) => met).length} of ${goals.length} goals are met`);
if (options.write) {
  const huge = existsSync(latestHuge) ? JSON.parse(readFileSync(latestHuge, 'utf8')) : undefined;
  await writeDocument(measured, huge);
}

function problemOf({ runs, small, huge, only, write, last }) {
  const unknown = only.find((name) => !Object.hasOwn(SUITES, name));
  if (unknown !== undefined)
    return `there is no suite ${unknown}: ${Object.keys(SUITES).join(', ')}`;
  if (runs !== undefined && !/^[1-9]\d*$/.test(runs)) return '--runs wants a number of at least 1';
  if (huge && (write || last || !isWhole || runs !== undefined))
    return '--huge measures once, and alone; its figures come into the document with those of a full run';
  if (write && (small || !isWhole)) return 'figures for the document need a full run';
  if (last && !existsSync(latest)) return 'there is no last full run';
  const rounds = last ? JSON.parse(readFileSync(latest, 'utf8')).runs : Number(runs ?? ROUNDS);
  if (write && rounds < ROUNDS)
    return `figures for the document are medians of at least ${ROUNDS} rounds, not ${rounds}`;
  if (!existsSync(join(root, 'lib', 'bundle', 'index.js')))
    return 'nothing is built: npm run build';
  return undefined;
}

async function measure() {
  const { small, huge } = options;
  const runs = Number(options.runs ?? (small || huge ? 1 : ROUNDS));
  const started = performance.now();
  const about = { measuredAt: new Date().toISOString(), machine: machine(), small, runs };
  const say = (what) => {
    const seconds = ((performance.now() - started) / 1000).toFixed(0);
    console.error(`${seconds.padStart(5)} s  ${what}`);
  };
  const suites = huge ? [hugeSuite] : options.only.map((name) => SUITES[name]);
  const all = [];
  for (const suite of suites) all.push(...(await suite({ small, runs, warmUp: !small, say })));
  say('done');
  const minutes = Number(((performance.now() - started) / 60_000).toFixed(1));
  const figures = { ...about, minutes, results: all };
  mkdirSync(results, { recursive: true });
  writeFileSync(fileOf(options), `${JSON.stringify(figures, null, 2)}\n`);
  return figures;
}

function fileOf({ small, huge, only }) {
  if (small) return join(results, huge ? 'small-huge.json' : 'small.json');
  if (huge) return latestHuge;
  return isWhole ? latest : join(results, `${only.join('-')}.json`);
}

// 1. The speed of reading a long list, compared with the official client, with pages of ten rows,
// and with the limits of latency and quota.
import { requestsDuring } from '../support/journal.mjs';
import { leastMs, leastRequests } from '../support/least-time.mjs';
import { difference, paired, ratio, rounds } from '../support/pairs.mjs';
import { caseProcessorTime, runCase, withSimulator } from '../support/processes.mjs';
import { result } from '../support/result.mjs';
import { summary } from '../support/stats.mjs';

const group = 'Listing CI/CD images';
const ms = (samples) => ({ ...summary(samples), unit: 'ms' });
const count = (number) => number.toLocaleString('en-US');

/**
 * The goals at each latency. Without a goal for it, the official client reads the list only once,
 * because it takes long.
 */
const LATENCIES = [
  { latency: 10 },
  { latency: 50, official: { atLeast: 9 }, least: { atMost: 1.25 }, tens: true },
  { latency: 100 },
  { latency: 200, official: { atLeast: 14 }, least: { atMost: 1.25 } },
];

/**
 * Returns the ms of a case. It must have read all rows, because different work can't be compared.
 */
function listing(name, settings, env, expected) {
  const { ms: took, rows } = runCase(name, settings, env);
  if (rows !== expected) throw new Error(`${name} read ${rows} rows of ${expected}`);
  return took;
}

export async function listingSuite(context) {
  const { small, say } = context;
  const rows = small ? 1_000 : 20_000;
  const results = [];
  for (const goals of small ? [{ ...LATENCIES[1], latency: 10 }] : LATENCIES) {
    const where = `${count(rows)} rows at ${goals.latency} ms`;
    say(where);
    await withSimulator(['--rows', String(rows), '--latency-ms', String(goals.latency)], (env) => {
      results.push(...atLatency(context, { env, rows, where, ...goals }));
    });
  }
  say('requests and processor time');
  await withSimulator(['--rows', String(rows)], async (env) => {
    results.push(
      await requestsOf(env, rows),
      processorTimeOf(context, env, rows),
      firstLookup(context, env),
    );
  });
  return results;
}

function atLatency({ runs, warmUp }, { env, rows, latency, where, official, least, tens }) {
  const readOfficially = () => listing('official-sdk', {}, env, rows);
  const samples = rounds(
    {
      lookup: () => listing('lookup', { warm: true }, env, rows),
      ...(official === undefined ? {} : { official: readOfficially }),
    },
    { runs, warmUp },
  );
  const lookup = summary(samples.lookup);
  const officially = samples.official ?? [readOfficially()];
  const possible = leastMs({ requests: leastRequests(rows), latencyMs: latency });
  return [
    result({
      group,
      what: `${where}: official client, pages of 200 one by one / lookup`,
      short: `official client / lookup, ${where}`,
      figure:
        samples.official === undefined
          ? summary([officially[0] / lookup.median])
          : paired(officially, samples.lookup, ratio),
      unit: '×',
      ...(official === undefined ? {} : { goal: official }),
      of: { 'official client': ms(officially), lookup: ms(samples.lookup) },
    }),
    result({
      group,
      what: `${where}: lookup / what latency, quota and the start at 8 allow`,
      short: `lookup / possible, ${where}`,
      figure: summary(samples.lookup.map((took) => took / possible)),
      unit: '×',
      ...(least === undefined ? {} : { goal: least }),
      of: { lookup: ms(samples.lookup), possible: ms([possible]) },
    }),
    ...(tens ? [pagesOfTen({ env, rows, where, lookup: samples.lookup })] : []),
  ];
}

/** Measured once, because two thousand requests one by one take almost two minutes. */
function pagesOfTen({ env, rows, where, lookup }) {
  const tens = listing('undici', { concurrency: 1, limit: 10 }, env, rows);
  return result({
    group,
    what: `${where}: pages of 10 one by one, as the Terraform provider reads / lookup`,
    short: `pages of 10 / lookup, ${where}`,
    figure: summary([tens / summary(lookup).median]),
    unit: '×',
    goal: { atLeast: 100 },
    of: { 'pages of 10': ms([tens]), lookup: ms(lookup) },
    note: 'by undici, so nothing but the paging counts',
  });
}

async function requestsOf(env, rows) {
  const requests = await requestsDuring(env, () => listing('lookup', {}, env, rows));
  return result({
    group,
    what: `requests of one lookup of ${count(rows)} rows`,
    figure: summary([requests.length]),
    unit: '',
    goal: { atMost: leastRequests(rows) + 2 },
    of: { 'least possible': { ...summary([leastRequests(rows)]), unit: '' } },
  });
}

/** Measures the processor time for the rows: each program's time without the list is subtracted. */
function processorTimeOf({ runs, warmUp }, env, rows) {
  const samples = rounds(
    {
      lookup: () => caseProcessorTime('lookup', { warm: true, concurrency: 8 }, env),
      start: () => caseProcessorTime('lookup', { warm: true, list: false, concurrency: 8 }, env),
      undici: () => caseProcessorTime('undici', {}, env),
      undiciStart: () => caseProcessorTime('undici', { list: false }, env),
    },
    { runs, warmUp },
  );
  const lookup = paired(samples.lookup, samples.start, difference).samples;
  const undici = paired(samples.undici, samples.undiciStart, difference).samples;
  return result({
    group,
    what: `processor time of ${count(rows)} rows: lookup / undici with JSON.parse, the start of each taken off`,
    short: 'processor time, lookup / undici',
    figure: paired(lookup, undici, ratio),
    unit: '×',
    goal: { atMost: 1.4 },
    of: { lookup: ms(lookup), undici: ms(undici) },
  });
}

function firstLookup({ runs, warmUp }, env) {
  const samples = rounds(
    {
      lookup: () => runCase('lookup-first', {}, env).ms,
      undici: () => runCase('undici-first', {}, env).ms,
    },
    { runs, warmUp },
  );
  return result({
    group,
    what: 'first lookup of a process − first request by undici, both with loading',
    short: 'first lookup of a process − undici',
    figure: paired(samples.lookup, samples.undici, difference),
    unit: 'ms',
    goal: { atMost: 200 },
    of: { lookup: ms(samples.lookup), undici: ms(samples.undici) },
  });
}

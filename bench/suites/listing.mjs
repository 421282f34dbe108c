// 1. How fast a long list is read, against the bare HTTP client, the official client, and pages of ten rows.
import { requestsDuring } from '../support/journal.mjs';
import { difference, paired, ratio, rounds } from '../support/pairs.mjs';
import { runCase, withSimulator } from '../support/processes.mjs';
import { result } from '../support/result.mjs';
import { summary } from '../support/stats.mjs';

const group = 'Listing CI/CD images';
const ms = (samples) => ({ ...summary(samples), unit: 'ms' });
const count = (number) => number.toLocaleString('en-US');

/** The ms of a case, which must have read all rows: two that did not do the same can't be compared. */
function listing(name, settings, env, expected) {
  const { ms: took, rows } = runCase(name, settings, env);
  if (rows !== expected) throw new Error(`${name} read ${rows} rows of ${expected}`);
  return took;
}

export async function listingSuite(context) {
  const { small, say } = context;
  const [few, many] = small ? [1_000, 2_000] : [20_000, 200_000];
  const latencies = small ? [0, 10] : [0, 10, 50];
  const results = [];
  for (const rows of [few, many]) {
    for (const latency of latencies) {
      say(`${count(rows)} rows at ${latency} ms`);
      await withSimulator(['--rows', String(rows), '--latency-ms', String(latency)], (env) => {
        const where = `${count(rows)} rows at ${latency} ms`;
        results.push(
          ...atLatency(context, { env, rows, latency, where, sequential: rows === few }),
        );
      });
    }
  }
  await withSimulator(['--rows', String(few)], async (env) => {
    results.push(await requestsOf(env, few), firstLookup(context, env));
  });
  return results;
}

function atLatency({ small, runs, warmUp }, { env, rows, latency, where, sequential }) {
  const samples = rounds(
    {
      lookup: () => listing('lookup', { warm: true }, env, rows),
      undici: () => listing('undici', {}, env, rows),
      ...(sequential ? { official: () => listing('official-sdk', {}, env, rows) } : {}),
    },
    { runs, warmUp },
  );
  const results = [
    result({
      group,
      what: `${where}: lookup / undici, 8 requests at once`,
      short: `lookup / undici, ${where}`,
      figure: paired(samples.lookup, samples.undici, ratio),
      unit: '×',
      goal: { atMost: 1.1 },
      of: { lookup: ms(samples.lookup), undici: ms(samples.undici) },
    }),
  ];
  const slowest = small ? 10 : 50;
  const lookup = summary(samples.lookup);
  // A thousand requests one by one take up to a minute.
  const official = samples.official ?? [listing('official-sdk', {}, env, rows)];
  results.push(
    result({
      group,
      what: `${where}: official client, pages of 200 one by one / lookup`,
      short: `official client / lookup, ${where}`,
      figure: sequential
        ? paired(official, samples.lookup, ratio)
        : summary([official[0] / lookup.median]),
      unit: '×',
      ...(latency === slowest ? { goal: { atLeast: 7.5 } } : {}),
      of: { 'official client': ms(official), lookup: ms(samples.lookup) },
    }),
  );
  if (!sequential || latency !== slowest) return results;
  const tens = listing('undici', { concurrency: 1, limit: 10 }, env, rows);
  results.push(
    result({
      group,
      what: `${where}: pages of 10 one by one, as the Terraform provider reads / lookup`,
      short: `pages of 10 / lookup, ${where}`,
      figure: summary([tens / lookup.median]),
      unit: '×',
      goal: { atLeast: 100 },
      of: { 'pages of 10': ms([tens]), lookup: ms(samples.lookup) },
      note: 'by undici, so nothing but the paging counts',
    }),
  );
  return results;
}

async function requestsOf(env, rows) {
  const requests = await requestsDuring(env, () => listing('lookup', {}, env, rows));
  // Pages of 200 overlap by one row, which shows whether the list moved.
  const needed = 1 + Math.ceil((rows - 200) / 199);
  return result({
    group,
    what: `requests of one lookup of ${count(rows)} rows`,
    figure: summary([requests.length]),
    unit: '',
    goal: { atMost: needed },
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

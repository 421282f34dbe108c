// 3. Peak memory of long lists: of hss-gate, which writes rows one by one, and of a lookup, which
// passes all rows to the app.
import { difference, paired, rounds } from '../support/pairs.mjs';
import { runCase, runHssGate, withSimulator } from '../support/processes.mjs';
import { result } from '../support/result.mjs';
import { summary } from '../support/stats.mjs';

const group = 'Peak memory (resident set)';
const mb = (samples) => ({ ...summary(samples), unit: 'MB' });
const count = (number) => number.toLocaleString('en-US');

export async function memorySuite({ small, runs, say }) {
  const [few, many] = small ? [1_000, 2_000] : [20_000, 200_000];
  say(`memory of ${count(few)} and ${count(many)} rows`);
  const list = (env) => runHssGate(['list', 'images', '--format', 'ndjson'], env).peakMB;
  const lookup = (env) => runCase('lookup', {}, env).peakMB;
  const samples = await withSimulator(['--rows', String(few)], (fewRows) =>
    withSimulator(['--rows', String(many)], (manyRows) =>
      rounds(
        {
          list: () => list(fewRows),
          longList: () => list(manyRows),
          lookup: () => lookup(fewRows),
          longLookup: () => lookup(manyRows),
        },
        { runs, warmUp: false },
      ),
    ),
  );
  const pair = (what, long, short, charted = {}) =>
    result({
      group,
      what: `${what}: ${count(many)} rows − ${count(few)} rows`,
      figure: paired(long, short, difference),
      unit: 'MB',
      ...charted,
      of: { [count(many)]: mb(long), [count(few)]: mb(short) },
    });
  return [
    pair('hss-gate list images --format ndjson', samples.longList, samples.list, {
      short: `memory of hss-gate list, ${count(many)} − ${count(few)} rows`,
      goal: { atMost: 30 },
    }),
    pair('a lookup', samples.longLookup, samples.lookup),
    result({
      group,
      what: `a lookup of ${count(many)} rows`,
      figure: summary(samples.longLookup),
      unit: 'MB',
      goal: { atMost: 250 },
    }),
  ];
}

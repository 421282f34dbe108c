// 2. The cost of lookups in a synth: complete processes, from start to exit.
import { difference, paired, ratio, rounds } from '../support/pairs.mjs';
import { processTime, runCase, withSimulator } from '../support/processes.mjs';
import { result } from '../support/result.mjs';
import { summary } from '../support/stats.mjs';

const group = 'Synthesis with lookups, process start to exit';
const ms = (samples) => ({ ...summary(samples), unit: 'ms' });

export async function synthSuite({ runs, warmUp, say }) {
  const measure = (latency, lookups) => {
    say(`${lookups.join(', ')} lookups at ${latency} ms`);
    return withSimulator(['--rows', '1000', '--latency-ms', String(latency)], (env) =>
      rounds(
        {
          node: () => processTime(['-e', '0']),
          ...Object.fromEntries(
            lookups.map((count) => [
              count,
              () => runCase('synth', { lookups: count }, env).processMs,
            ]),
          ),
        },
        { runs, warmUp },
      ),
    );
  };
  const quick = await measure(0, [0, 1]);
  const slow = await measure(20, [0, 1, 10, 100]);
  const extra = (count) => slow[count].map((sample, round) => sample - slow[0][round]);
  return [
    result({
      group,
      what: 'stack with one lookup − without, at 0 ms',
      figure: paired(quick[1], quick[0], difference),
      unit: 'ms',
      goal: { atMost: 120 },
      of: { with: ms(quick[1]), without: ms(quick[0]) },
    }),
    // A ratio, which can be compared between machines.
    result({
      group,
      what: 'what one lookup adds / node -e 0, at 0 ms',
      figure: paired(paired(quick[1], quick[0], difference).samples, quick.node, ratio),
      unit: '×',
      of: { 'node -e 0': ms(quick.node) },
    }),
    ...[10, 100].map((count) =>
      result({
        group,
        what: `synthesis with ${count} lookups / with one, at 20 ms`,
        figure: paired(slow[count], slow[1], ratio),
        unit: '×',
        ...(count === 100 ? { goal: { below: 2 } } : {}),
        of: { [count]: ms(slow[count]), one: ms(slow[1]), none: ms(slow[0]) },
      }),
    ),
    result({
      group,
      what: 'what 100 lookups add / what one adds, at 20 ms',
      figure: paired(extra(100), extra(1), ratio),
      unit: '×',
      goal: { atMost: 2.2 },
      of: { 100: ms(extra(100)), one: ms(extra(1)) },
    }),
  ];
}

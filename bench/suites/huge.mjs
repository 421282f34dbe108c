// For --huge: a list as long as HSS's offsets allow, listed by the command under a quota. Runs
// once, because it takes a minute.
import { requestsDuring } from '../support/journal.mjs';
import { leastRequests } from '../support/least-time.mjs';
import { runHssGate, withSimulator } from '../support/processes.mjs';
import { result } from '../support/result.mjs';
import { summary } from '../support/stats.mjs';

const group = "A list as long as HSS's offsets allow";
const LATENCY_MS = 50;
const PER_SECOND = 200;
const count = (number) => number.toLocaleString('en-US');
const once = (figure, unit) => ({ ...summary([figure]), unit });

export async function hugeSuite({ small, say }) {
  const [few, many] = small ? [1_000, 4_000] : [20_000, 2_000_000];
  const short = await listed(few, say);
  const long = await listed(many, say);
  const what = `hss-gate list images --format ndjson, ${count(many)} rows at ${LATENCY_MS} ms and ${PER_SECOND} requests a second`;
  return [
    result({
      group,
      what: `${what}: requests a second / the quota`,
      short: `quota used, ${count(many)} rows`,
      figure: summary([(100 * long.requests) / (long.processMs / 1000) / PER_SECOND]),
      unit: '%',
      goal: { atLeast: 85 },
      of: { 'process start to exit': once(long.processMs, 'ms') },
      note: `${count(long.refused)} answers of 429`,
    }),
    result({
      group,
      what: `${what}: requests that were answered`,
      figure: summary([long.requests]),
      unit: '',
      goal: { atMost: leastRequests(many) + 2 },
    }),
    result({
      group,
      what: `${what}: peak memory − that of ${count(few)} rows`,
      short: `memory, ${count(many)} − ${count(few)} rows`,
      figure: summary([long.peakMB - short.peakMB]),
      unit: 'MB',
      goal: { atMost: 30 },
      of: { [count(many)]: once(long.peakMB, 'MB'), [count(few)]: once(short.peakMB, 'MB') },
    }),
    result({
      group,
      what: `${what}: processor time a page of 200`,
      figure: summary([long.cpuMs / long.requests]),
      unit: 'ms',
    }),
  ];
}

async function listed(rows, say) {
  say(`${count(rows)} rows by hss-gate list`);
  const args = ['--rows', String(rows), '--latency-ms', String(LATENCY_MS)];
  const quota = JSON.stringify({ kind: 'rate', perSecond: PER_SECOND });
  return withSimulator([...args, '--fault', quota], async (env) => {
    let used;
    const requests = await requestsDuring(env, () => {
      used = runHssGate(['list', 'images', '--format', 'ndjson'], env);
    });
    const refused = requests.filter(({ status }) => status === 429).length;
    return { ...used, requests: requests.length - refused, refused };
  });
}

import { discoverValues } from '../../../src/discovery';
import { Ask, Count, FalseAlarm, Judge, Miss, TARGETS, compare, shrink } from './law';
import { caseOf } from './mutations';
import { Random } from './random';
import { Reader, buildReaders } from './readers';
import { seedOf } from './seeds';

// A longer run, by hand: DIFFERENTIAL_RUNS=200000 DIFFERENTIAL_SEED=7 npx jest test/discovery/differential
const SEED = Number(process.env.DIFFERENTIAL_SEED ?? 1);
const RUNS = Number(process.env.DIFFERENTIAL_RUNS ?? 4000);
const BATCH = 2000;
/** Most misses and false alarms to show. Shrinking a miss takes seconds. */
const SHOWN = { misses: 12, falseAlarms: 5 };

let ask: Ask;

beforeAll(() => {
  ask = buildReaders();
}, 300_000);

/** Compares so many mutated texts, and counts by type of resource. */
function run(judge: Judge, runs: number): Map<string, Count> {
  const random = new Random(SEED);
  const totals = new Map<string, Count>();
  for (let left = runs; left > 0; left -= BATCH) {
    const cases = Array.from({ length: Math.min(left, BATCH) }, () => caseOf(random));
    for (const [type, count] of compare(cases, judge, ask)) {
      const total = totals.get(type) ?? { judged: 0, doubted: 0, misses: [], falseAlarms: [] };
      total.judged += count.judged;
      total.doubted += count.doubted;
      total.misses.push(...count.misses);
      total.falseAlarms.push(...count.falseAlarms);
      totals.set(type, total);
    }
  }
  return totals;
}

function describeCount([type, count]: [string, Count]): string {
  const { judged, doubted, misses, falseAlarms } = count;
  const byMutation = new Map<string, FalseAlarm[]>();
  for (const alarm of falseAlarms) {
    if (alarm.mutations.length > 1) continue;
    const [mutation] = alarm.mutations;
    byMutation.set(mutation, [...(byMutation.get(mutation) ?? []), alarm]);
  }
  const most = [...byMutation].sort(([, a], [, b]) => b.length - a.length);
  return [
    `${type}: ${judged} texts, ${misses.length} missed, ${doubted} in doubt, ` +
      `${falseAlarms.length} of them though the readers agree`,
    ...most.slice(0, SHOWN.falseAlarms).map(([mutation, alarms]) => {
      const [{ text }] = alarms.sort((a, b) => a.text.length - b.text.length);
      return `  ${alarms.length} by "${mutation}", as ${ascii(text)}`;
    }),
  ].join('\n');
}

/** The shortest miss by each combination of mutations, shrunk. */
function shortest(misses: readonly Miss[], judge: Judge, limit: number): Miss[] {
  const groups = new Map<string, Miss>();
  for (const miss of [...misses].sort((a, b) => a.text.length - b.text.length)) {
    const group = [miss.type, ...miss.mutations].join('\n');
    if (!groups.has(group)) groups.set(group, miss);
  }
  return [...groups.values()].slice(0, limit).map((miss) => shrink(miss, judge, ask));
}

/** As JSON that shows what can't be seen. */
function ascii(value: unknown): string {
  return JSON.stringify(value).replace(
    /[^ -~]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

test(
  'no reader deploys an image that discovery has neither found nor doubted',
  () => {
    const counts = [...run(discoverValues, RUNS)];
    console.log([`seed ${SEED}`, ...counts.map(describeCount)].join('\n'));
    const misses = counts.flatMap(([, count]) => count.misses);
    const shown = shortest(misses, discoverValues, SHOWN.misses);
    expect(shown.map(ascii)).toEqual([]);
  },
  120_000 + RUNS * 20,
);

test('images that all readers agree on are found, and not in doubt', () => {
  const random = new Random(SEED);
  const cases = Array.from({ length: 200 }, () => ({ ...seedOf(random), mutations: [] }));
  for (const count of compare(cases, discoverValues, ask).values()) {
    expect(count.misses).toEqual([]);
    expect(count.falseAlarms).toEqual([]);
  }
});

test('a judge that sees nothing is caught, with a short text', () => {
  const blind: Judge = () => ({ outcome: 'none', images: [] });
  const counts = run(blind, 300);
  expect([...counts.keys()]).toEqual(TARGETS.map(({ type }) => type));
  for (const { misses } of counts.values()) {
    const [miss] = shortest(misses, blind, 1);
    expect(miss.deployed).not.toEqual([]);
    expect(miss.text.length).toBeLessThan(150);
  }
});

test('a judge that always doubts misses nothing, and its false alarms are counted', () => {
  const counts = run(() => ({ outcome: 'undeterminable', images: [] }), 300);
  for (const { judged, doubted, misses, falseAlarms } of counts.values()) {
    expect(misses).toEqual([]);
    expect(doubted).toBe(judged);
    expect(falseAlarms.length).toBeGreaterThan(0);
  }
});

const MERGED = 'kind: ConfigMap\n<<: {kind: Pod}\nspec: {containers: [{image: a}]}\n';
const POD = 'kind: Pod\nspec: {containers: [{image: a}]}\n';

test.each<[text: string, reader: Reader, images: string[]]>([
  [MERGED, 'kubectl', ['a']],
  [MERGED, 'yaml.v3', []],
  [`# note\u2028${POD}`, 'kubectl', ['a']],
  [`# note\r${POD}`, 'kubectl provider', ['a']],
  [`${POD}--- # note\n${POD.replace('image: a', 'image: b')}`, 'kubectl', ['a', 'b']],
  [`${POD}---text\n${POD.replace('image: a', 'image: b')}`, 'kubectl provider', ['a', 'b']],
  ['{"\u212aind":"Pod","\u017fpec":{"CONTAINERS":[{"Image":"a"}]}}', 'typed Kubernetes', ['a']],
  ['{"\u212aind":"Pod","\u017fpec":{"CONTAINERS":[{"Image":"a"}]}}', 'kubectl', []],
  ['kind: Pod\nspec: {containers: [{image: 1_0}]}\n', 'typed Kubernetes', ['10']],
  ['kind: Pod\nspec: {containers: [{image: 1_0}]}\n', 'yaml.v2 typed', ['1_0']],
  ['spec: {containers: [{image: !!binary YQ==}]}\n', 'konlet', ['a']],
  ['[{"image":"a"}] [{"Image":"b"}]', 'ECS', ['b']],
  ['{"ta\u017f\u212aProperties":[{"containers":[{"imag\\u0065":"a"}]}]}', 'Batch', ['a']],
])('of %j, %s deploys %j', (text, reader, images) => {
  expect(ask([text])[0][reader].images).toEqual(images);
});

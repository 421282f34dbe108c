import { Case, wellFormed } from './mutations';
import { Answers, Reader } from './readers';
import { Family } from './seeds';

/** What discovery says of one resource, as far as the law needs it. */
export interface Judgement {
  readonly outcome: string;
  readonly images: readonly { readonly reference: string }[];
}

export type Judge = (type: string, values: unknown) => Judgement;
export type Ask = (texts: readonly string[]) => Answers[];

/** A resource that carries a text, and who reads it there. */
interface Target {
  readonly type: string;
  readonly families: readonly Family[];
  readonly readers: readonly Reader[];
  values(text: string): unknown;
}

/** Who a text is meant for. */
const READERS: Readonly<Record<Family, readonly Reader[]>> = {
  Kubernetes: [
    'kubectl',
    'kubectl provider',
    'typed Kubernetes',
    'yaml.v2',
    'yaml.v2 typed',
    'yaml.v3',
    'konlet',
  ],
  konlet: ['konlet'],
  ECS: ['ECS'],
  Batch: ['Batch'],
};

export const TARGETS: readonly Target[] = [
  {
    type: 'kubectl_manifest',
    families: ['Kubernetes'],
    readers: ['kubectl', 'kubectl provider', 'typed Kubernetes'],
    values: (text) => ({ yaml_body: text }),
  },
  {
    // No table has an entry for this type.
    type: 'foo_thing',
    families: ['Kubernetes', 'ECS', 'Batch'],
    readers: [...READERS.Kubernetes.filter((reader) => reader !== 'konlet'), 'ECS', 'Batch'],
    values: (text) => ({ content: text }),
  },
  {
    type: 'google_compute_instance',
    families: ['Kubernetes', 'konlet'],
    readers: ['konlet'],
    values: (text) => ({ metadata: { 'gce-container-declaration': text } }),
  },
  {
    type: 'aws_ecs_task_definition',
    families: ['ECS'],
    readers: ['ECS'],
    values: (text) => ({ container_definitions: text }),
  },
  {
    type: 'aws_batch_job_definition',
    families: ['Batch'],
    readers: ['Batch'],
    values: (text) => ({ ecs_properties: text }),
  },
];

/** A text that a reader deploys an image from which discovery has neither found nor doubted. */
export interface Miss {
  readonly type: string;
  readonly reader: Reader;
  readonly deployed: readonly string[];
  readonly found: readonly string[];
  readonly mutations: readonly string[];
  readonly text: string;
}

/** A text in doubt although its readers agree. */
export interface FalseAlarm {
  readonly type: string;
  readonly mutations: readonly string[];
  readonly text: string;
}

export interface Count {
  judged: number;
  doubted: number;
  readonly misses: Miss[];
  readonly falseAlarms: FalseAlarm[];
}

/** Compares what discovery says of each text with what its readers deploy, by type of resource. */
export function compare(
  cases: readonly Case[],
  judge: Judge,
  ask: Ask,
  targets: readonly Target[] = TARGETS,
): Map<string, Count> {
  const answers = ask(cases.map(({ text }) => text));
  const counts = new Map<string, Count>();
  for (const target of targets) {
    const count: Count = { judged: 0, doubted: 0, misses: [], falseAlarms: [] };
    counts.set(target.type, count);
    cases.forEach(({ family, text, mutations }, index) => {
      if (!target.families.includes(family)) return;
      count.judged += 1;
      const { outcome, images } = judge(target.type, target.values(text));
      if (outcome === 'undeterminable') {
        count.doubted += 1;
        if (readersAgree(target, family, answers[index])) {
          count.falseAlarms.push({ type: target.type, mutations, text });
        }
        return;
      }
      const found = images.map(({ reference }) => reference);
      for (const reader of target.readers) {
        const deployed = answers[index][reader].images;
        if (deployed.every((image) => found.includes(image))) continue;
        count.misses.push({ type: target.type, reader, deployed, found, mutations, text });
      }
    });
  }
  return counts;
}

/** Whether all readers that a text of this family is meant for read it, and deploy the same. */
function readersAgree({ readers }: Target, family: Family, answers: Answers): boolean {
  const meant = readers.filter((reader) => READERS[family].includes(reader));
  const given = meant.map((reader) => answers[reader]);
  return (
    given.every(({ error }) => error === undefined) &&
    new Set(given.map(({ images }) => images.join('\n'))).size === 1
  );
}

/** The same miss, of the same image, with a shorter text: pieces are left out, ever smaller ones. */
export function shrink(miss: Miss, judge: Judge, ask: Ask): Miss {
  const target = TARGETS.find(({ type }) => type === miss.type)!;
  const missing = miss.deployed.find((image) => !miss.found.includes(image))!;
  let shortest = miss;
  let size = miss.text.length >> 1;
  // More pieces than that take too long.
  while (size > shortest.text.length / 2000) {
    const cases = without(shortest.text, size).map((text) => ({
      family: target.families[0],
      text,
      mutations: miss.mutations,
    }));
    const { misses } = compare(cases, judge, ask, [target]).get(target.type)!;
    const same = misses.find(
      ({ reader, deployed, found }) =>
        reader === miss.reader && deployed.includes(missing) && !found.includes(missing),
    );
    if (same === undefined) size >>= 1;
    else shortest = same;
  }
  return shortest;
}

function without(text: string, size: number): string[] {
  const shorter = [];
  for (let at = 0; at < text.length; at += size) {
    shorter.push(wellFormed(text.slice(0, at) + text.slice(at + size)));
  }
  return shorter;
}

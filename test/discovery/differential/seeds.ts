import { stringify } from 'yaml';
import { Random } from './random';

const container = (name: string): object => ({ name, image: `reg.example/shop/${name}:1.4` });
const metadata = { name: 'web', labels: { app: 'web' } };
const template = {
  metadata,
  spec: { initContainers: [container('init')], containers: [container('web')] },
};
const pod = { apiVersion: 'v1', kind: 'Pod', metadata, spec: { containers: [container('web')] } };
const deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata,
  spec: { replicas: 2, template },
};
const cronJob = {
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  metadata,
  spec: { schedule: '@daily', jobTemplate: { spec: { template } } },
};
const configMap = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata,
  data: { 'app.yaml': 'title: web\nimages:\n  logo: /logo.png\n', key: 'value' },
};
const workload = {
  apiVersion: 'shop.example/v1',
  kind: 'Workload',
  metadata,
  spec: { size: 3, containers: [container('web'), container('side')] },
};

/** Documents of one text, as their author means them. */
const KUBERNETES: readonly (readonly object[])[] = [
  [pod],
  [pod],
  [deployment],
  [cronJob],
  [{ apiVersion: 'v1', kind: 'List', items: [pod, configMap] }],
  [configMap],
  [workload],
  [configMap, deployment],
  [pod, workload],
];
const DECLARATION = [{ spec: { containers: [container('web')], restartPolicy: 'Always' } }];
const CONTAINER_DEFINITIONS = [
  { name: 'web', image: 'reg.example/shop/web:1.4', environment: [{ name: 'A', value: 'b' }] },
  { name: 'side', image: 'reg.example/shop/side:1.4', essential: false },
];
const ECS_PROPERTIES = {
  taskProperties: [{ containers: [container('web'), container('side')], ipcMode: 'task' }],
};

export type Family = 'Kubernetes' | 'konlet' | 'ECS' | 'Batch';

/** A text that every reader reads in the same way. */
export interface Seed {
  readonly family: Family;
  readonly text: string;
}

export function seedOf(random: Random): Seed {
  const family = random.pick<Family>([
    'Kubernetes',
    'Kubernetes',
    'Kubernetes',
    'Kubernetes',
    'konlet',
    'ECS',
    'Batch',
  ]);
  if (family === 'ECS') return { family, text: json(CONTAINER_DEFINITIONS, random) };
  if (family === 'Batch') return { family, text: json(ECS_PROPERTIES, random) };
  const documents = family === 'konlet' ? DECLARATION : random.pick(KUBERNETES);
  return { family, text: yaml(documents, random) };
}

function json(value: object, random: Random): string {
  return JSON.stringify(value, undefined, random.pick([0, 2]));
}

function yaml(documents: readonly object[], random: Random): string {
  const style = random.below(6);
  if (style === 0 && documents.length === 1) return json(documents[0], random);
  const options = { indentSeq: random.oneIn(2), aliasDuplicateObjects: false };
  const flow = style === 1 ? { collectionStyle: 'flow' as const } : {};
  return documents.map((document) => stringify(document, { ...options, ...flow })).join('---\n');
}

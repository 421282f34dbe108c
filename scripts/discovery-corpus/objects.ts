import { JsonMap, isMap, mapAt, textAt } from './json';
import { Question } from './judge';
import { isToolFile } from './kinds';
import { readDocuments } from './documents';

/** The source of an object, which determines how it is judged. */
export type Origin = 'kubernetes' | 'plan' | 'configuration' | 'compose' | 'cloudformation';

/** A deployed object: a manifest, a planned resource, or a stack. */
export interface CorpusObject {
  readonly origin: Origin;
  /** The resource type, or the kind and group of a Kubernetes object: `Deployment.apps`. */
  readonly kind: string;
  readonly name: string;
  /** The object as parsed. */
  readonly value: unknown;
  /** The object as text, one key per line. */
  readonly text: string;
  /** The ways to judge it. All of them should give the same result. */
  readonly questions: readonly Question[];
}

export interface FileObjects {
  readonly objects: readonly CorpusObject[];
  /** Documents that are not valid YAML or JSON. */
  readonly unreadable: number;
  /** Documents with template expressions in the place of YAML values. */
  readonly templates: number;
  /** Files for tools that look like objects, but are never applied to a cluster. */
  readonly toolFiles: number;
}

/** Actions of a plan that don't start containers. */
const HARMLESS_ACTIONS: readonly unknown[] = ['no-op', 'read', 'delete', 'forget'];

/** Returns the objects in a file. */
export function objectsOf(file: string, text: string): FileObjects {
  const { documents, unreadable, templates } = readDocuments(file, text);
  let toolFiles = 0;
  const objects = documents.flatMap(({ value, text }) => {
    if (!isMap(value)) return [];
    if (file.endsWith('.tf.json')) return configurationObjects(value);
    if (typeof value.format_version === 'string' && Array.isArray(value.resource_changes)) {
      return planObjects(value.resource_changes);
    }
    if (typeof value.apiVersion === 'string' && typeof value.kind === 'string') {
      if (!isToolFile(value.apiVersion)) return kubernetesObjects(value, text);
      toolFiles += 1;
      return [];
    }
    if (isCompose(value)) return [textObject('compose', 'portainer_stack', value, text)];
    if (isCloudFormation(value)) {
      return [textObject('cloudformation', 'aws_cloudformation_stack', value, text)];
    }
    return [];
  });
  return { objects, unreadable, templates, toolFiles };
}

function kubernetesObjects(value: JsonMap, text: string): CorpusObject[] {
  const { apiVersion, kind } = value;
  if (typeof apiVersion !== 'string' || typeof kind !== 'string') return [];
  if (kind.endsWith('List') && Array.isArray(value.items)) {
    return value.items
      .filter(isMap)
      .flatMap((item) => kubernetesObjects(item, JSON.stringify(item, null, 1)));
  }
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
  const metadata = mapAt(value, 'metadata');
  return [
    {
      origin: 'kubernetes',
      kind: group === '' ? kind : `${kind}.${group}`,
      name: textAt(metadata, 'name') ?? textAt(metadata, 'generateName') ?? '',
      value,
      text,
      questions: [
        { type: 'kubectl_manifest', values: { yaml_body: text } },
        { type: 'kubernetes_manifest', values: { manifest: value } },
      ],
    },
  ];
}

function planObjects(changes: readonly unknown[]): CorpusObject[] {
  return changes.filter(isMap).flatMap((entry) => {
    const change = mapAt(entry, 'change');
    const { after, actions, after_unknown: unknown } = change;
    const kind = textAt(entry, 'type');
    if (kind === undefined || entry.mode === 'data' || !isMap(after)) return [];
    if (!Array.isArray(actions) || actions.every((one) => HARMLESS_ACTIONS.includes(one))) {
      return [];
    }
    return [
      {
        origin: 'plan',
        kind,
        name: textAt(entry, 'address') ?? '',
        value: after,
        text: JSON.stringify(after, null, 1),
        questions: [{ type: kind, values: after, unknown }],
      },
    ];
  });
}

function configurationObjects(document: JsonMap): CorpusObject[] {
  const found: CorpusObject[] = [];
  for (const [kind, named] of mapsIn(document.resource)) {
    for (const [name, value] of mapsIn(named)) {
      const address = `${kind}.${name}`;
      const text = JSON.stringify(value, null, 1);
      const questions = [{ document, address }];
      found.push({ origin: 'configuration', kind, name: address, value, text, questions });
    }
  }
  return found;
}

/** Returns the members of a map, or of the maps in a list, because Terraform accepts both. */
function mapsIn(value: unknown): [string, unknown][] {
  const maps = Array.isArray(value) ? value : [value];
  return maps.filter(isMap).flatMap((map) => Object.entries(map).filter(([key]) => key !== '//'));
}

function isCompose({ services }: JsonMap): boolean {
  return (
    isMap(services) &&
    Object.values(services).some((one) => isMap(one) && ('image' in one || 'build' in one))
  );
}

function isCloudFormation(value: JsonMap): boolean {
  const { AWSTemplateFormatVersion: version, Resources: resources } = value;
  if (!isMap(resources)) return false;
  const types = Object.values(resources).map((one) => isMap(one) && textAt(one, 'Type'));
  return version !== undefined || types.some((type) => /^AWS::/.test(type || ''));
}

const TEXT_ATTRIBUTES = {
  compose: 'stack_file_content',
  cloudformation: 'template_body',
} as const;

function textObject(
  origin: keyof typeof TEXT_ATTRIBUTES,
  kind: string,
  value: JsonMap,
  text: string,
): CorpusObject {
  const questions = [{ type: kind, values: { [TEXT_ATTRIBUTES[origin]]: text } }];
  return { origin, kind, name: '', value, text, questions };
}

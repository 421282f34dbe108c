import { discoverValues } from '../../../src/discovery';
import { documentOf, only, places, references } from '../support';

function manifest(value: unknown): ReturnType<typeof only> {
  return only(documentOf('kubernetes_manifest', { manifest: value }));
}

test.each<[string, unknown, string[]]>([
  [
    'a CronJob',
    {
      kind: 'CronJob',
      spec: { jobTemplate: { spec: { template: { spec: { containers: [{ image: 'a:1' }] } } } } },
    },
    ['a:1'],
  ],
  [
    'a List',
    { kind: 'List', items: [{ kind: 'Pod', spec: { initContainers: [{ image: 'a:1' }] } }] },
    ['a:1'],
  ],
  [
    'Tekton and Argo',
    {
      spec: {
        steps: [{ image: 'a:1', script: '#!/bin/sh\necho ${x}' }],
        templates: [{ container: { image: 'b:1' }, script: { image: 'c:1' } }],
      },
    },
    ['a:1', 'b:1', 'c:1'],
  ],
  [
    "an operator's own object",
    { spec: { image: 'quay.io/x/prometheus:1' } },
    ['quay.io/x/prometheus:1'],
  ],
  ['another name for it', { spec: { imageName: 'ghcr.io/cnpg/pg:16' } }, ['ghcr.io/cnpg/pg:16']],
  ['a volume of an image', { spec: { volumes: [{ image: { reference: 'a/b:1' } }] } }, ['a/b:1']],
  ['what is no reference', { spec: { containers: [{ image: 'Not One' }] } }, ['Not One']],
])('the images are found of %s', (_, value, images) => {
  expect(manifest(value)).toMatchObject({ outcome: 'images' });
  expect(references(manifest(value))).toEqual(images);
});

test.each<[string, unknown]>([
  ['a ConfigMap', { apiVersion: 'v1', kind: 'ConfigMap', data: { image: 'a:1', p: '${var.x}' } }],
  [
    'a schema',
    {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      spec: { versions: [{ schema: { properties: { image: { type: 'string' } } } }] },
    },
  ],
  [
    'labels, pull policies and block devices',
    {
      metadata: { labels: { image: 'a' }, annotations: { a: '${var.x}' }, name: '${var.n}' },
      spec: {
        imagePullSecrets: [{ name: 'x' }],
        containers: [{ imagePullPolicy: 'Always', name: '${var.n}', args: ['${var.a}'] }],
        volumes: [{ rbd: { image: 'disk' } }],
      },
    },
  ],
])('no image is found in %s', (_, value) => {
  expect(manifest(value)).toMatchObject({ outcome: 'none', images: [] });
});

test.each<[string, unknown, RegExp]>([
  ['an expression', '${yamldecode(file("x"))}', /only Terraform/],
  ['an expression as the image', { spec: { containers: [{ image: '${a}' }] } }, /\$\{a\}/],
  ['an expression as a container', { spec: { containers: ['${a}'] } }, /\$\{a\}/],
  ['an expression as a template', { spec: { template: '${a}' } }, /\$\{a\}/],
  ['an expression as an item', { items: ['${a}'] }, /\$\{a\}/],
  ['a key that is one', { spec: { '${a}': [{ image: 'x' }] } }, /key that is not plain text/],
  ['an empty image', { spec: { containers: [{ image: '' }] } }, /is empty/],
  ['a repository', { spec: { image: { repository: 'a' } } }, /without a tag/],
  [
    'a chart',
    { apiVersion: 'helm.toolkit.fluxcd.io/v2', kind: 'HelmRelease', spec: {} },
    /deploys a chart/,
  ],
  ['a text', 'kind: no object', /form/],
  ['a registry and a name', { spec: { imageName: 'app', registry: 'reg.example' } }, /in parts/],
])('the images are in doubt with %s', (_, value, reason) => {
  const found = manifest(value);
  expect(found.outcome).toBe('undeterminable');
  expect(found.reason).toMatch(reason);
});

test('an object of two kinds does not count as a ConfigMap', () => {
  const text = 'apiVersion: v1\nkind: ConfigMap\nkind: Pod\nspec: {containers: [{image: a}]}\n';
  expect(references(only(documentOf('kubectl_manifest', { yaml_body: text })))).toEqual(['a']);
});

test('in a plan, unknown values are doubts only where an image could be', () => {
  const values = {
    manifest: { spec: { replicas: null, containers: [{ name: 'a', image: 'a:1' }] } },
  };
  const unknown = (tree: unknown): unknown =>
    discoverValues('kubernetes_manifest', values, { unknown: tree }).outcome;
  expect(unknown({ manifest: { metadata: { uid: true } }, object: true })).toBe('images');
  expect(unknown({ manifest: { spec: { containers: [{ image: true }] } } })).toBe('undeterminable');
  expect(unknown({ manifest: { spec: { containers: [{}, true] } } })).toBe('undeterminable');
  expect(unknown({ manifest: { spec: true } })).toBe('undeterminable');
  expect(unknown({ manifest: true })).toBe('undeterminable');
});

test('the places of a plan are in the values', () => {
  const values = { spec: [{ container: [{ image: 'a:1' }] }] };
  expect(places(discoverValues('kubernetes_pod', values))).toEqual(['spec[0].container[0].image']);
});

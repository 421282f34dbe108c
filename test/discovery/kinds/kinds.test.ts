import { isBuiltIn, kindEntry } from '../../../src/discovery/kinds';
import { BUILT_IN_KINDS } from '../../../src/discovery/kinds/built-in';
import { CUSTOM_KINDS } from '../../../src/discovery/kinds/custom';
import { ELSEWHERE_KINDS } from '../../../src/discovery/kinds/elsewhere';

const names = [BUILT_IN_KINDS, CUSTOM_KINDS, ELSEWHERE_KINDS].flatMap((table) =>
  table.flatMap(([group, kinds]) => kinds.split(' ').map((kind) => `${group}/${kind}`)),
);

test('no kind has two entries', () => {
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
});

test('every entry names a group and kinds as Kubernetes writes them', () => {
  const form = /^([a-z0-9-]+(\.[a-z0-9-]+)*)?\/([A-Z][A-Za-z0-9]*|\*)$/;
  expect(names.filter((name) => !form.test(name))).toEqual([]);
});

test.each([
  { apiVersion: 'v1', kind: 'ConfigMap', entry: { keeps: ['data', 'binaryData', 'stringData'] } },
  { apiVersion: 'apps/v1', kind: 'Deployment', entry: {} },
  { apiVersion: 'apps/v1beta9', kind: 'Deployment', entry: {} },
  { apiVersion: 'constraints.gatekeeper.sh/v1', kind: 'Anything', entry: { harmless: ['spec'] } },
  { apiVersion: 'apps/v1', kind: 'ConfigMap', entry: undefined },
  { apiVersion: 'v1', kind: 'Deployment', entry: undefined },
  { apiVersion: 'acme.example/v1', kind: 'Pod', entry: undefined },
  { apiVersion: '', kind: '*', entry: undefined },
])('$kind of "$apiVersion" has the entry $entry', ({ apiVersion, kind, entry }) => {
  expect(kindEntry(apiVersion, kind)).toEqual(entry);
});

test('a kind that deploys content from elsewhere is in doubt', () => {
  expect(kindEntry('helm.toolkit.fluxcd.io/v2', 'HelmRelease')?.doubt).toContain('deploys a chart');
  expect(ELSEWHERE_KINDS.filter(([, , { doubt }]) => !doubt)).toEqual([]);
});

test.each([
  { apiVersion: 'v1', builtIn: true },
  { apiVersion: 'apps/v1', builtIn: true },
  { apiVersion: 'node.k8s.io/v1', builtIn: true },
  { apiVersion: 'new.k8s.io/v1', builtIn: true },
  { apiVersion: 'argoproj.io/v1alpha1', builtIn: false },
  { apiVersion: 'apps.example/v1', builtIn: false },
])('that Kubernetes itself knows "$apiVersion" is $builtIn', ({ apiVersion, builtIn }) => {
  expect(isBuiltIn(apiVersion)).toBe(builtIn);
});

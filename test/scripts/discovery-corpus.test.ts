import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { listFiles } from '../../scripts/discovery-corpus/files';
import { Judge, createJudge } from '../../scripts/discovery-corpus/judge';
import { deploysElsewhere, deploysNothing } from '../../scripts/discovery-corpus/kinds';
import { findMentions, isAmong } from '../../scripts/discovery-corpus/mentions';
import { objectsOf } from '../../scripts/discovery-corpus/objects';
import { normalizeReason } from '../../scripts/discovery-corpus/reasons';
import { casesText, reportOf } from '../../scripts/discovery-corpus/report';
import { Tally } from '../../scripts/discovery-corpus/tally';

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  template:
    spec:
      containers:
        - image: registry.example.com/shop/web:1.4.2
          args: ["--sidecar=registry.example.com/shop/proxy:2.0"]
`;
const SERVICE = 'apiVersion: v1\nkind: Service\nmetadata: {name: web}\n';
const COMPOSE = 'services:\n  web:\n    image: nginx:1.27\n';
const TEMPLATE = 'apiVersion: v1\nkind: Pod\nspec:\n  image: {{ .Values.image }}\n';

const change = (type: string, actions: string[], after: unknown): unknown => ({
  address: `${type}.it`,
  mode: 'managed',
  type,
  change: { actions, after },
});
const PLAN = JSON.stringify({
  format_version: '1.2',
  resource_changes: [
    change('docker_image', ['create'], { name: 'nginx:1.27' }),
    change('docker_image', ['delete'], null),
    change('docker_image', ['no-op'], { name: 'nginx:1.26' }),
  ],
});
const CONFIGURATION = JSON.stringify({
  resource: {
    docker_image: { web: { name: 'nginx:1.27' } },
    docker_container: { web: { image: '${docker_image.web.image_id}' } },
  },
});

const SHOP_WEB = 'registry.example.com/shop/web:1.4.2';
const SHOP_PROXY = 'registry.example.com/shop/proxy:2.0';

const folder = mkdtempSync(join(tmpdir(), 'corpus-'));
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, text: string): void {
  mkdirSync(join(folder, name, '..'), { recursive: true });
  writeFileSync(join(folder, name), text);
}

write('web/all.yaml', `${DEPLOYMENT}---\n${SERVICE}---\n${TEMPLATE}`);
write('web/notes.txt', DEPLOYMENT);
write('compose.yml', COMPOSE);
write('plan.json', PLAN);
write('stack/cdk.tf.json', CONFIGURATION);
write('node_modules/it/package.yaml', DEPLOYMENT);
symlinkSync(folder, join(folder, 'web', 'loop'));
const files = [...listFiles(folder)];

function tallyOf(judge: Judge): Tally {
  const tally = new Tally(judge);
  for (const file of files) {
    const name = relative(folder, file);
    for (const object of objectsOf(name, readFileSync(file, 'utf8')).objects) {
      tally.add(name, object);
    }
  }
  return tally;
}

const blind: Judge = () => ({ outcome: 'none', images: [], reasons: [], causes: [] });

test('the walk takes YAML and JSON, and follows no link', () => {
  expect(files.map((file) => relative(folder, file))).toEqual([
    'compose.yml',
    'plan.json',
    join('stack', 'cdk.tf.json'),
    join('web', 'all.yaml'),
  ]);
});

test('objects are taken from each kind of file', () => {
  const { objects } = tallyOf(blind);
  const { origins } = tallyOf(blind);
  expect(objects).toBe(6);
  expect(Object.fromEntries(origins)).toEqual({
    compose: 1,
    plan: 1,
    configuration: 2,
    kubernetes: 2,
  });
});

test('a template and a text that is no YAML are counted apart', () => {
  expect(objectsOf('a.yaml', TEMPLATE)).toMatchObject({ objects: [], templates: 1, unreadable: 0 });
  expect(objectsOf('a.yaml', 'kind: "Pod')).toMatchObject({ objects: [], unreadable: 1 });
  expect(objectsOf('a.json', '{')).toMatchObject({ objects: [], unreadable: 1 });
});

test('a list counts as its items, each document has its own text', () => {
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' } };
  const list = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [pod, pod, {}] });
  expect(objectsOf('a.json', list).objects.map(({ kind, name }) => [kind, name])).toEqual([
    ['Pod', 'a'],
    ['Pod', 'a'],
  ]);
  const texts = objectsOf('a.yaml', `${SERVICE}---\n${DEPLOYMENT}`).objects.map(({ text }) => text);
  expect(texts[0]).not.toContain('image');
  expect(texts[1]).toContain('shop/web');
});

test('an object for a tool is left out', () => {
  const text = 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n';
  expect(objectsOf('kustomization.yaml', text)).toMatchObject({ objects: [], toolFiles: 1 });
});

test('a CloudFormation template is judged as the body of a stack', () => {
  const text = 'Resources:\n  Bucket:\n    Type: AWS::S3::Bucket\n';
  const [{ origin, questions }] = objectsOf('stack.yaml', text).objects;
  expect(origin).toBe('cloudformation');
  expect(questions).toEqual([
    { type: 'aws_cloudformation_stack', values: { template_body: text } },
  ]);
});

test('what the judge misses shows as a hit', () => {
  const { misses } = tallyOf(blind);
  expect(misses.map(({ file, details }) => [file, ...details])).toEqual(
    expect.arrayContaining([
      [join('web', 'all.yaml'), '', 'spec.template.spec.containers.image', SHOP_WEB],
      [join('web', 'all.yaml'), '', 'spec.template.spec.containers.args', SHOP_PROXY],
      ['compose.yml', '', 'key image', 'nginx:1.27'],
    ]),
  );
  expect(casesText(misses).split('\n')).toHaveLength(misses.length + 1);
});

test('what the judge finds or doubts is no miss', () => {
  const seeing: Judge = () => ({
    outcome: 'images',
    images: [SHOP_WEB, SHOP_PROXY, 'nginx:1.27'],
    reasons: [],
    causes: [],
  });
  expect(tallyOf(seeing).misses).toEqual([]);
  const doubting: Judge = () => ({
    outcome: 'undeterminable',
    images: [],
    reasons: ['spec.x is strange'],
    causes: ['is strange'],
  });
  const tally = tallyOf(doubting);
  expect(tally).toMatchObject({ inDoubt: 6, imageless: 3, mentionsInDoubt: 3 });
  expect(tally.misses).toEqual([]);
  expect(tally.needless.map(({ kind }) => kind)).toContain('Service');
  expect(Object.fromEntries(tally.reasons)).toEqual({ 'is strange': 6 });
});

test('two forms that come out differently, and a judge that fails, are listed', () => {
  const partial: Judge = (question) => {
    if (!('type' in question)) throw new Error('broken');
    const outcome = question.type === 'kubernetes_manifest' ? 'undeterminable' : 'none';
    return { outcome, images: [], reasons: [], causes: [] };
  };
  const tally = tallyOf(partial);
  expect(tally.disagreements.map(({ kind }) => kind)).toEqual(['Deployment.apps', 'Service']);
  expect(tally.crashes).toHaveLength(2);
});

test('discovery itself judges the folder', () => {
  const tally = tallyOf(createJudge());
  expect(tally.crashes).toEqual([]);
  expect(tally.images).toBeGreaterThanOrEqual(4);
  const reading = {
    files: 4,
    repeated: 0,
    unreadable: 0,
    templates: 1,
    toolFiles: 0,
    seconds: 1,
  };
  expect(reportOf(tally, reading)).toMatch(/^objects +6 {2}\(compose 1,/m);
});

describe('the text search', () => {
  const texts = (value: unknown, text = ''): string[] =>
    findMentions(value, text).references.map((one) => one.text);

  test.each([
    ['quay.io/a/b:1', ['quay.io/a/b:1']],
    ['--image=quay.io/a/b:1,localhost:5000/c:2', ['quay.io/a/b:1', 'localhost:5000/c:2']],
    ['docker://quay.io/a/b:1', ['quay.io/a/b:1']],
    ['see quay.io/a/b:1.', ['quay.io/a/b:1']],
    [`quay.io/a@sha256:${'a'.repeat(64)}`, [`quay.io/a@sha256:${'a'.repeat(64)}`]],
    ['https://quay.io/a/b:1', []],
    ['quay.io/a/b', []],
    ['10:20', []],
    ['a/b:1', []],
  ])('reads %s as %j', (text, expected) => {
    expect(texts({ any: [text] })).toEqual(expected);
  });

  test.each([
    ['image: nginx', ['nginx']],
    ['  - sidecarImage: "shop/web:1"', ['shop/web:1']],
    ['"Image": "nginx:1",', ['nginx:1']],
    ['imagePullPolicy: Always', []],
    ['imagePullSecrets: [a]', []],
    ['image: $(params.image)', []],
  ])('finds in the line %s: %j', (line, expected) => {
    expect(texts({}, line)).toEqual(expected);
  });

  test('names keys that say image, whatever their value', () => {
    const value = { image: '$(x)', imagePullPolicy: 'Always', b: { image: { repository: 'b' } } };
    expect([...findMentions(value, '').imageKeys].sort()).toEqual(['image', 'image.repository']);
  });

  test('compares up to a tag that comes from elsewhere', () => {
    expect(isAmong('shop/web', ['shop/web:1'])).toBe(true);
    expect(isAmong('shop/web', ['shop/webserver:1'])).toBe(false);
    expect(isAmong('a.io/b:1', ['docker://a.io/b:1'])).toBe(true);
  });
});

test('kinds are sorted by what they run', () => {
  expect(deploysElsewhere('Application.argoproj.io')).toBe(true);
  expect(deploysElsewhere('helm_release')).toBe(true);
  expect(deploysElsewhere('Deployment.apps')).toBe(false);
  expect(deploysNothing('CustomResourceDefinition.apiextensions.k8s.io')).toBe(true);
  expect(deploysNothing('ConfigMap')).toBe(false);
});

test('reasons are told apart by what they say, not by values', () => {
  expect(normalizeReason('holds "$(a)", which a tool resolves')).toBe(
    normalizeReason('holds "$(b)", which a tool resolves'),
  );
});

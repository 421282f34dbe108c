import { discover, pin } from '../../src/discovery';
import { DIGEST, Json, documentOf, only, references } from './support';

const DEPTH = 10_000;

function nested(depth: number, inner: unknown, key?: string): Json {
  let value = inner;
  for (let level = 0; level < depth; level++)
    value = key === undefined ? [value] : { [key]: value };
  return value;
}

describe('ten thousand levels', () => {
  test.each([
    [
      'maps in a manifest',
      'kubernetes_manifest',
      { manifest: nested(DEPTH, { containers: [{ image: 'a:1' }] }, 'x') },
    ],
    ['maps in an unknown type', 'acme_x', { x: nested(DEPTH, { image: 'a:1' }, 'x') }],
    ['lists of blocks', 'kubernetes_pod', { spec: { container: nested(DEPTH, { image: 'a:1' }) } }],
    [
      'JSON in a string',
      'aws_ecs_task_definition',
      { container_definitions: '['.repeat(DEPTH) + '{"image":"a:1"}' + ']'.repeat(DEPTH) },
    ],
  ])('of %s are searched and pinned', (_, type, body) => {
    const document = documentOf(type, body);
    const found = only(document);
    expect(references(found)).toEqual(['a:1']);
    const pinned = pin(document, [{ at: found.images[0].at!, reference: `a@${DIGEST}` }]);
    expect(references(only(pinned))).toEqual([`a@${DIGEST}`]);
  });

  test.each([
    ['YAML', 'kubectl_manifest', { yaml_body: '['.repeat(DEPTH) + ']'.repeat(DEPTH - 1) }],
    ['expressions', 'kubernetes_pod', { spec: { container: { image: '${'.repeat(DEPTH) } } }],
    [
      'expressions in JSON',
      'aws_ecs_task_definition',
      { container_definitions: `["${'${"'.repeat(DEPTH)}"]` },
    ],
  ])('of %s are undeterminable without an overflow', (_, type, body) => {
    expect(only(documentOf(type, body)).outcome).toBe('undeterminable');
  });
});

test('keys of prototypes are keys', () => {
  const document = JSON.parse(
    '{"resource":{"__proto__":{"it":{"image":"a.b/c:1"}},"kubernetes_pod":{"__proto__":{"spec":{"container":{"image":"a:1"}}}},"constructor":{"toString":{"image":"a.b/d:1"}}}}',
  );
  const found = discover(document);
  expect(found.map(({ address }) => address)).toEqual([
    '__proto__.it',
    'kubernetes_pod.__proto__',
    'constructor.toString',
  ]);
  expect(found.flatMap(references)).toEqual(['a.b/c:1', 'a:1', 'a.b/d:1']);
});

test('aliases of aliases are looked at once', () => {
  const levels = Array.from(
    { length: 200 },
    (_, level) => `a${level + 1}: &a${level + 1} [*a${level}, *a${level}]`,
  );
  const text = `a0: &a0 {image: "a:1"}\n${levels.join('\n')}\ncontainers: *a200\n`;
  expect(references(only(documentOf('kubectl_manifest', { yaml_body: text })))).toEqual(['a:1']);
});

test('a YAML list that holds itself is looked at once', () => {
  const text = 'containers: &a [*a, {image: "a:1"}]\n';
  expect(references(only(documentOf('kubectl_manifest', { yaml_body: text })))).toEqual(['a:1']);
});

test('2 MB of values are read whole', () => {
  const lines = Array.from(
    { length: 50_000 },
    (_, at) => `key${at}:\n  image: reg.example/x/y:${at}\n`,
  );
  const text = lines.join('');
  expect(text.length).toBeGreaterThan(2_000_000);
  expect(only(documentOf('helm_release', { values: [text] })).images).toHaveLength(50_000);
});

test('5,000 resources are found and pinned within a test', () => {
  const pods: Record<string, unknown> = {};
  const container = {
    name: 'a',
    image: 'a:1',
    port: [{ container_port: 80 }],
    env: [{ name: 'x', value: '${y}' }],
  };
  for (let at = 0; at < 2_500; at++) {
    pods[`p${at}`] = {
      metadata: { labels: { app: 'a' } },
      spec: { template: { spec: { container: [container] } } },
    };
  }
  const tasks = Object.fromEntries(
    Array.from({ length: 2_500 }, (_, at) => [
      `t${at}`,
      { container_definitions: JSON.stringify([container, container]) },
    ]),
  );
  const document = { resource: { kubernetes_deployment: pods, aws_ecs_task_definition: tasks } };
  const edits = discover(document).flatMap(({ images }) =>
    images.map(({ at }) => ({ at: at!, reference: `a@${DIGEST}` })),
  );
  pin(document, edits);
  // Were it quadratic, it would not end within the test's time; how fast it is, is measured elsewhere.
  expect(edits).toHaveLength(7_500);
});

test('thousands of references at a depth of thousands do not add up', () => {
  const references = Array.from({ length: 7_000 }, (_, at) => `a.b/c:${at}`);
  const found = only(documentOf('acme_x', { a: nested(7_000, references) }));
  expect(found.outcome).toBe('undeterminable');
  expect(found.reason).toContain('too many images, or too deeply nested');
});

test('block lists of YAML that nest thousands deep are in doubt', () => {
  const text = `${'- '.repeat(2_000)}image: a\n`;
  expect(only(documentOf('kubectl_manifest', { yaml_body: text })).reason).toContain('nested more');
});

test('many reasons are told in few words', () => {
  const container = Array.from({ length: 1_000 }, (_, at) => ({ image: `\${var.i${at}}` }));
  const { reason } = only(documentOf('kubernetes_pod', { spec: { container } }));
  expect(reason).toMatch(/995 more/);
  expect(reason!.length).toBeLessThan(2_000);
});

import { flat, follow, get } from '../../../src/discovery/nodes/follow';
import { ListNode, MapNode, Node, fromValue } from '../../../src/discovery/nodes/node';

function nodeOf(value: unknown, unknown?: unknown): Node {
  return fromValue(value, { template: true, unknown });
}

const shown = (nodes: readonly Node[]): unknown[] =>
  nodes.map((node) => (node.kind === 'text' ? node.raw : node.kind));

test.each([
  { given: 'a map', body: { spec: { image: 'a' } }, ends: ['a'], lost: [] },
  { given: 'a list of maps', body: { spec: [{ image: 'a' }, { image: 'b' }] }, ends: ['a', 'b'] },
  { given: 'lists in lists', body: [[{ spec: [[{ image: ['a', ['b']] }]] }]], ends: ['a', 'b'] },
  {
    given: 'a dynamic block',
    body: { spec: { image: 'a' }, dynamic: { spec: { content: { image: 'b' } } } },
    ends: ['a', 'b'],
  },
  { given: 'null', body: { spec: { image: null } }, ends: [] },
  { given: 'no such key', body: { other: 1 }, ends: [] },
  { given: 'a text in place of a block', body: { spec: '${var.spec}' }, lost: ['${var.spec}'] },
  { given: 'a key that is a token', body: { spec: { '${var.k}': 'x' } }, lost: ['x'] },
])('follow returns the values at the end of a path in $given', ({ body, ends = [], lost = [] }) => {
  const reached = follow([nodeOf(body)], ['spec', 'image']);
  expect(shown(reached.ends)).toEqual(ends);
  expect(shown(reached.lost)).toEqual(lost);
});

test('a value that is known only after the apply hides the values below it', () => {
  const { lost } = follow([nodeOf({ spec: null }, { spec: true })], ['spec', 'image']);
  expect(shown(lost)).toEqual(['unknown']);
});

test('get ignores the case of keys only if the option is set', () => {
  const map = nodeOf({ Image: 'a', image: 'b' }) as MapNode;
  expect(shown(get(map, 'image'))).toEqual(['b']);
  expect(shown(get(map, 'image', { anyCase: true }))).toEqual(['a', 'b']);
});

test('flat passes a list that holds itself once', () => {
  const list = nodeOf(['a']) as ListNode;
  list.values.push(list);
  expect(shown(flat([list]))).toEqual(['a']);
});

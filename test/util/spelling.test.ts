import { closestMatches, nearMisses, nearest } from '../../src/util/spelling';

const RULES = ['max-severity', 'max-vulnerabilities', 'scan-fresh'];

test.each([
  { word: 'maxSeverty', candidates: RULES, near: ['max-severity'] },
  { word: 'MAX_SEVERITY', candidates: RULES, near: ['max-severity'] },
  { word: 'scan', candidates: RULES, near: [] },
  { word: 'r9', candidates: ['r1', 'r2', 'r1', 'r3', 'r4'], near: ['r1', 'r2', 'r3'] },
  { word: 'web', candidates: ['shop', 'wob', 'web-1'], near: ['wob', 'web-1'] },
  { word: 'four', candidates: ['fo', 'f'], near: ['fo'] },
  { word: 'ninewords', candidates: ['ninewoxxx', 'ninewxxxx'], near: ['ninewoxxx'] },
  { word: 'a'.repeat(65), candidates: ['a'.repeat(65)], near: [] },
  { word: 'web', candidates: [], near: [] },
])('$word may mean $near', ({ word, candidates, near }) => {
  expect(nearMisses(word, candidates)).toEqual(near);
  expect(nearest(word, candidates)).toBe(near[0]);
});

test('the closestMatches names are given however far they are', () => {
  expect(closestMatches('moonbase', ['cn-north-1', 'cn-north-4', 'moonbeam-1'], 1)).toEqual([
    'moonbeam-1',
  ]);
  expect(closestMatches('a'.repeat(100), ['b'])).toEqual(['b']);
});

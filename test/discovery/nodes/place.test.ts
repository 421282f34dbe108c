import { placeText, slotKey, stepsText } from '../../../src/discovery/nodes/place';

const was = 'web:1';

test.each([
  { text: 'image', place: [{ path: ['image'], was }] },
  { text: 'spec[0].image', place: [{ path: ['spec', 0, 'image'], was }] },
  { text: '[0].image', place: [{ path: [0, 'image'], was }] },
  { text: 'body → [1].image', place: [{ path: ['body'], inside: [1, 'image'], was }] },
  {
    text: 'name and tag',
    place: [
      { path: ['name'], was },
      { path: ['tag'], was },
    ],
  },
])('a place is written as "$text"', ({ text, place }) => {
  expect(placeText(place)).toBe(text);
});

test('of a long path the last 24 steps are written', () => {
  const steps = Array.from({ length: 30 }, (_, at) => `k${at}`);
  expect(stepsText(steps)).toBe(`….${steps.slice(6).join('.')}`);
});

test('slots have the same key if path and span are equal', () => {
  const slot = { path: ['a', 0], was };
  expect(slotKey({ ...slot, was: 'other' })).toBe(slotKey(slot));
  expect(slotKey({ ...slot, span: [0, 3] })).not.toBe(slotKey(slot));
  expect(slotKey({ ...slot, path: ['a', '0'] })).not.toBe(slotKey(slot));
});

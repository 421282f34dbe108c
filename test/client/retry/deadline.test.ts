import { PausableDeadline } from '../../../src/client/retry/deadline';

// Fake timers move the clock of the day alone.
jest.mock('../../../src/util/time', () => ({
  ...jest.requireActual<object>('../../../src/util/time'),
  steadyNow: () => Date.now(),
}));

/** A deadline that stands still comes later, by as long as it stood. */

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

test.each([
  { given: 'that never stood still', before: 10_000, pause: 0, after: 0, isOver: true },
  { given: 'that stands still', before: 9_000, pause: 60_000, after: 0, isOver: false },
  { given: 'that goes on', before: 9_000, pause: 60_000, after: 999, isOver: false },
  { given: 'that went on to its end', before: 9_000, pause: 60_000, after: 1_000, isOver: true },
])('a deadline $given is over: $isOver', ({ before, pause, after, isOver }) => {
  const deadline = new PausableDeadline(10);
  const began = deadline.at - 10_000;
  jest.advanceTimersByTime(before);
  if (pause > 0) {
    deadline.pause();
    jest.advanceTimersByTime(pause);
  }
  if (after > 0) {
    deadline.resume();
    expect(deadline.at).toBe(began + 10_000 + pause);
    jest.advanceTimersByTime(after);
  }
  expect(deadline.signal.aborted).toBe(isOver);
});

import type { PendingRequest } from '../../../../src/client/observer';
import { WaitNotices } from '../../../../src/cli/shared/waiting/wait-notices';

/** When a command says what it waits for, by a clock that is not the machine's. */

beforeEach(() => jest.useFakeTimers({ now: 1_000_000 }));
afterEach(() => jest.useRealTimers());

const request = (): PendingRequest => ({
  query: 'GET /',
  deadline: Date.now() + 3_600_000,
  attempts: 1,
  mostAttempts: 6,
  firstSentAt: Date.now(),
});

function watched(): {
  readonly notices: WaitNotices;
  /** Seconds since the beginning at which a line came. */
  readonly lines: number[];
  readonly cleared: number[];
} {
  const began = Date.now();
  const [lines, cleared]: number[][] = [[], []];
  const notices = new WaitNotices((line) => {
    (line === undefined ? cleared : lines).push((Date.now() - began) / 1000);
  }, Date.now);
  return { notices, lines, cleared };
}

test('a silence has a line after ten seconds, then at growing intervals', () => {
  const { notices, lines } = watched();
  notices.began(request());
  jest.advanceTimersByTime(700_000);
  expect(lines).toEqual([10, 30, 70, 150, 310, 470, 630]);
});

test('answers in time need no line', () => {
  const { notices, lines, cleared } = watched();
  for (let times = 0; times < 30; times++) {
    const one = request();
    notices.began(one);
    jest.advanceTimersByTime(9_000);
    notices.ended(one, true);
  }
  expect([lines, cleared]).toEqual([[], []]);
});

test('an answer ends the silence, and removes the line', () => {
  const { notices, lines, cleared } = watched();
  const [first, second] = [request(), request()];
  notices.began(first);
  notices.began(second);
  jest.advanceTimersByTime(12_000);
  notices.ended(first, true);
  expect([lines, cleared]).toEqual([[10], [12]]);
  jest.advanceTimersByTime(19_000);
  expect(lines).toEqual([10]);
  jest.advanceTimersByTime(1_000);
  // 20 s after the last answer: the interval has grown.
  expect(lines).toEqual([10, 32]);
});

test('a request that fails is no answer', () => {
  const { notices, lines } = watched();
  const [first, second] = [request(), request()];
  notices.began(first);
  notices.began(second);
  jest.advanceTimersByTime(8_000);
  notices.ended(first, false);
  jest.advanceTimersByTime(3_000);
  expect(lines).toEqual([10]);
});

test('where nothing is waited for no timer runs', () => {
  const { notices, lines } = watched();
  const one = request();
  notices.began(one);
  jest.advanceTimersByTime(15_000);
  notices.ended(one, false);
  expect(jest.getTimerCount()).toBe(0);
  jest.advanceTimersByTime(600_000);
  expect(lines).toEqual([10]);
});

test('after minutes without a line the intervals begin anew', () => {
  const { notices, lines } = watched();
  const first = request();
  notices.began(first);
  jest.advanceTimersByTime(80_000);
  notices.ended(first, true);
  jest.advanceTimersByTime(920_000);
  notices.began(request());
  jest.advanceTimersByTime(35_000);
  expect(lines).toEqual([10, 30, 70, 1010, 1030]);
});

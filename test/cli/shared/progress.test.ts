import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { ShownWait } from '../../../src/cli/check/shown-wait';
import { showRows } from '../../../src/cli/list/progress';
import { ProgressBar, spanText } from '../../../src/cli/shared/progress';

/** A stream that keeps what is written to it. */
function streamWith(isTTY: boolean): { stream: NodeJS.WriteStream; text: () => string } {
  const stream = Object.assign(new PassThrough(), { isTTY, columns: 100 });
  let written = '';
  stream.on('data', (chunk: Buffer) => (written += chunk.toString()));
  return { stream: stream as unknown as NodeJS.WriteStream, text: () => written };
}

const LINE = /(?<text>.*) (?<bar>[█░]{24}) (?<left>.*) left/;

afterEach(() => jest.useRealTimers());

test.each([
  { where: 'a terminal', isTTY: true, env: {}, shown: true },
  { where: 'a terminal without colours', isTTY: true, env: { NO_COLOR: '1' }, shown: true },
  { where: 'a dumb terminal', isTTY: true, env: { TERM: 'dumb' }, shown: false },
  { where: 'a file', isTTY: false, env: {}, shown: false },
  { where: 'a file with forced colours', isTTY: false, env: { FORCE_COLOR: '1' }, shown: false },
])('a bar on $where is shown: $shown', ({ isTTY, env, shown }) => {
  expect(ProgressBar.on(streamWith(isTTY).stream, env) !== undefined).toBe(shown);
});

test('a listing and a wait show bars that look the same', () => {
  const listing = streamWith(true);
  jest.useFakeTimers({ now: 0 });
  const listingBar = ProgressBar.on(listing.stream, {})!;
  const show = showRows(listingBar);
  show(100, 400);
  expect(listing.text()).toBe('');
  jest.advanceTimersByTime(2000);
  show(200, 400);
  listingBar.end();

  const waiting = streamWith(true);
  const wait = new ShownWait(80, () => undefined, ProgressBar.on(waiting.stream, {}));
  wait.onPause(2, Date.now() + 40_000);
  wait.end();

  const lineOf = (text: string) => LINE.exec(stripVTControlCharacters(text))?.groups;
  expect(lineOf(listing.text())).toEqual({
    text: '200 of 400 rows, 100 a second',
    bar: '█'.repeat(12) + '░'.repeat(12),
    left: '2s',
  });
  expect(lineOf(waiting.text())).toEqual({
    text: 'waiting for the scan of 2 images',
    bar: '█'.repeat(12) + '░'.repeat(12),
    left: '40s',
  });
});

test('a wait counts down each second, until it ends', () => {
  jest.useFakeTimers({ now: 0 });
  const { stream, text } = streamWith(true);
  const wait = new ShownWait(80, () => undefined, ProgressBar.on(stream, {}));
  wait.onPause(1, 80_000);
  jest.advanceTimersByTime(3000);
  expect(text()).toContain('1m 17s left');
  wait.end();
  const ended = text();
  jest.advanceTimersByTime(3000);
  expect(text()).toBe(ended);
});

test('a bar leaves a clean line and a terminal that wraps lines', () => {
  const { stream, text } = streamWith(true);
  const before = process.listenerCount('exit');
  const bar = ProgressBar.on(stream, {})!;
  bar.show({ text: 'rows', done: 1, total: 2, secondsLeft: 1 });
  expect(text()).toContain('\u001b[?7l');
  bar.end();
  bar.end();
  expect(text()).toContain('\u001b[?7h');
  expect(process.listenerCount('exit')).toBe(before);
});

test('a wait without a bar says once that it has begun', () => {
  const said: string[] = [];
  const wait = new ShownWait(600, (message) => said.push(message), undefined);
  wait.onPause(2, Date.now() + 600_000);
  wait.onPause(1, Date.now() + 500_000);
  wait.end();
  expect(said).toEqual(['waiting up to 10m for the scan of 2 images']);
});

test.each([
  { seconds: 0, text: '0s' },
  { seconds: 59, text: '59s' },
  { seconds: 60, text: '1m' },
  { seconds: 3723, text: '1h 2m 3s' },
])('$seconds seconds are $text', ({ seconds, text }) => {
  expect(spanText(seconds)).toBe(text);
});

test('a note stands in place of the text of a bar until it is removed', () => {
  jest.useFakeTimers({ now: 0 });
  const { stream, text } = streamWith(true);
  expect(ProgressBar.note('waiting for HSS')).toBe(false);
  const bar = ProgressBar.on(stream, {})!;
  const state = { done: 1, total: 4, secondsLeft: 3 };
  let seen = 0;
  let words: string | undefined;
  /** The words in front of the bar after a step. */
  const wordsAfter = (step: () => unknown): string | undefined => {
    step();
    jest.advanceTimersByTime(500);
    const drawn = stripVTControlCharacters(text().slice(seen));
    seen = text().length;
    words = [...drawn.matchAll(/([\w ]+) [█░]/g)].pop()?.[1] ?? words;
    return words;
  };
  expect(wordsAfter(() => bar.show({ ...state, text: '1 of 4 rows' }))).toBe('1 of 4 rows');
  expect(wordsAfter(() => ProgressBar.note('waiting for HSS'))).toBe('waiting for HSS');
  expect(wordsAfter(() => bar.show({ ...state, text: '2 of 4 rows' }))).toBe('waiting for HSS');
  expect(wordsAfter(() => ProgressBar.note(undefined))).toBe('2 of 4 rows');
  bar.end();
  expect(ProgressBar.note('waiting for HSS')).toBe(false);
});

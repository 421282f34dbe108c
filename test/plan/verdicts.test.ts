import { readVerdicts } from '../../src/plan/verdicts';

test.each([
  ['http://127.0.0.1:4000', 'http://127.0.0.1:4000'],
  ['http://user:secret@127.0.0.1:4000/path?token=secret', 'http://127.0.0.1:4000'],
  ['http://secret@[', 'an invalid URL'],
])('the local endpoint %s is known as %s', (endpoint, origin) => {
  const gates = [{ source: 'live', asked: true, endpoint }];
  const text = JSON.stringify({ version: 1, stack: 'shop', images: [], gates });
  expect(readVerdicts(text, 'hss-verdicts.json').localEndpoints).toEqual([origin]);
});

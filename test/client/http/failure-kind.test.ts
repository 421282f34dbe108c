import { once } from 'node:events';
import { failureKind } from '../../../src/client/http/failure-kind';

test("a signal's timeout is a timeout", async () => {
  const signal = AbortSignal.timeout(1);
  await once(signal, 'abort');
  expect(failureKind(signal.reason, undefined)).toBe('timed-out');
});

test.each([undefined, null, 'text', { code: 1 }])('%j says nothing', (thrown) => {
  expect(failureKind(thrown, undefined)).toBe('unreachable');
});

import { CredentialGuard } from '../../../src/client/retry/credential-guard';
import { AttemptFailure } from '../../../src/client/http/failure';
import { HssError } from '../../../src/contract/error';
import { throttled } from './support';

/** Until a credential is accepted, one request is sent at a time. The others wait for its answer. */

const late = new AttemptFailure(new HssError('HSS_TIMEOUT', 'late'), false);

test.each<[string, () => Promise<void>, string | undefined]>([
  ['an answer that accepts the credential', () => Promise.resolve(), undefined],
  ['an answer that does not', () => Promise.reject(throttled()), undefined],
  ['no answer until its deadline', () => Promise.reject(late), 'GET /first'],
])('after %s, the request whose answer is awaited is right', async (_, end, awaited) => {
  const guard = new CredentialGuard();
  const attempt = (): Promise<void> => {
    guard.sent('GET /first');
    expect(guard.awaited).toBe('GET /first');
    return end();
  };
  await guard.run(attempt).catch(() => undefined);
  expect(guard.awaited).toBe(awaited);
});

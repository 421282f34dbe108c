import { openLive } from '../../src/proxy/live-upstream';

/** The proxy serves for hours: the timer of a request's deadline is freed with the request. */

jest.mock('../../src/client/client', () => ({
  HssClient: class {
    public readonly origin = () => Promise.resolve({ endpoint: 'e', projectId: 'p-1' });
    public readonly page = () => Promise.resolve({ body: '' });
    public readonly list = () => Promise.reject(new Error('failed'));
  },
}));

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

test('no timer is left of an answer, nor of a failure', async () => {
  const upstream = await openLive(
    {
      endpoint: 'https://hss.example',
      projectId: 'p-1',
      credentials: { kind: 'token', token: 't' },
    },
    {},
  );
  const query = { endpoint: 'cicd-images', values: {} } as const;
  await upstream.page(query, { offset: 0, limit: 10 });
  await expect(upstream.list(query)).rejects.toThrow('failed');
  expect(jest.getTimerCount()).toBe(0);
});

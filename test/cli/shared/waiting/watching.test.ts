import { connectionOf } from '../../../../src/cli/shared/connection-options';
import type { PendingRequest, RequestWatcher } from '../../../../src/client/observer';
import { failureOf } from '../../../support/failure';
import { clientOf, startHss } from '../../../support/hss';

/** Commands watch their requests, and the client tells of each. */

test.each([
  { flags: {}, isWatched: true },
  { flags: { verbose: true }, isWatched: true },
  { flags: { quiet: true }, isWatched: false },
] as const)('with $flags requests are watched: $isWatched', ({ flags, isWatched }) => {
  expect(connectionOf(flags).watcher !== undefined).toBe(isWatched);
});

test('below hss-gate exec, which says what it waits for, no request is watched', () => {
  const proxy = 'http://127.0.0.1:4711';
  const upstream = { proxy, endpoint: 'https://hss.example', projectId: 'p', source: 'live' };
  const before = process.env;
  process.env = { ...before, HSS_GATE_UPSTREAM: JSON.stringify(upstream) };
  try {
    expect(connectionOf({ endpoint: `${proxy}/secret` }).watcher).toBeUndefined();
    expect(connectionOf({ endpoint: 'http://127.0.0.1:4712' }).watcher).toBeDefined();
    process.env.HSS_ENDPOINT = `${proxy}/secret`;
    expect(connectionOf({}).watcher).toBeUndefined();
  } finally {
    process.env = before;
  }
});

class Log implements RequestWatcher {
  public readonly lines: string[] = [];
  private readonly pending = new Set<PendingRequest>();

  public began(request: PendingRequest): void {
    this.pending.add(request);
    this.lines.push(`began ${new URL(request.query.slice('GET '.length)).pathname}`);
  }

  public ended(request: PendingRequest, isAnswered: boolean): void {
    const { attempts, mostAttempts, failure } = request;
    expect(this.pending.delete(request)).toBe(true);
    const end = isAnswered ? 'answered' : 'failed';
    this.lines.push(`${end} ${attempts} of ${mostAttempts}, last ${failure?.details.status}`);
  }
}

test.each([
  { times: 0, end: 'answered 1 of 3, last undefined' },
  { times: 2, end: 'answered 3 of 3, last 503' },
  { times: 9, end: 'failed 3 of 3, last 503' },
])('$times refusals: $end', async ({ times, end }) => {
  const watcher = new Log();
  const hss = await startHss(
    times === 0 ? {} : { faults: [{ kind: 'status', status: 503, times }] },
  );
  const client = await clientOf({ ...hss.options, maxRetries: 2, watcher });
  if (times > 2) await failureOf(() => client.list());
  else await client.list();
  const path = `/v5/${hss.options.projectId}/image/cicd/images`;
  expect(watcher.lines).toEqual([`began ${path}`, end]);
});

import { PausableDeadline } from '../../src/client/api';
import { failureOf } from '../support/failure';
import { CICD, clientOf, startHss } from '../support/hss';
import { timely } from './support';

/** A deadline holds wherever a lookup stands when it comes, and says what came before. */

test('a deadline is not held up by another client’s first request, which goes alone and has longer', async () => {
  const hss = await startHss({ faults: [{ kind: 'hang' }] });
  const slow = await clientOf({ ...hss.options, timeoutSeconds: 60 });
  let isSlowOver = false;
  const over = (): void => void (isSlowOver = true);
  slow.list().then(over, over);
  while ((await hss.requests()).length === 0);
  const quick = await clientOf({ ...hss.options, deadlineSeconds: 0.5 });
  const { code } = await timely(0.5, () => failureOf(() => quick.list()));
  expect([code, isSlowOver]).toEqual(['HSS_TIMEOUT', false]);
});

test('a deadline ends the queued requests of its connection, too', async () => {
  const hss = await startHss({ faults: [{ kind: 'hang' }] });
  const client = await clientOf({ ...hss.options, concurrency: 1, timeoutSeconds: 60 });
  client.list().catch(() => undefined);
  while ((await hss.requests()).length === 0);
  const deadline = new PausableDeadline(0.5);
  const queueing = Array.from({ length: 20 }, () => failureOf(() => client.list(CICD, deadline)));
  const codes = (await timely(0.5, () => Promise.all(queueing))).map(({ code }) => code);
  expect(new Set(codes)).toEqual(new Set(['HSS_TIMEOUT']));
  expect(await hss.requests()).toHaveLength(1);
});

test('a deadline reports how the last attempt ended', async () => {
  const hss = await startHss({ faults: [{ kind: 'status', status: 503, errorCode: 'HSS.0099' }] });
  const client = await clientOf({ ...hss.options, maxRetries: 20, deadlineSeconds: 3 });
  const { code, message, details } = await timely(3, () => failureOf(() => client.list()));
  expect(code).toBe('HSS_TIMEOUT');
  expect(message).toMatch(/deadline of 3 s; before that: HSS failed\n[^]*HTTP 503 HSS\.0099/);
  expect(details).toMatchObject({ status: 503, requestId: expect.stringMatching(/./) as string });
});

test('twenty requests of one lookup at once write no warning', async () => {
  const warnings: Error[] = [];
  const note = (warning: Error): void => void warnings.push(warning);
  process.on('warning', note);
  const hss = await startHss({ rows: 10_000, latencyMs: 5 });
  const client = await clientOf({ ...hss.options, concurrency: 20 });
  expect(await client.list()).toHaveLength(10_000);
  process.off('warning', note);
  expect(warnings).toEqual([]);
});

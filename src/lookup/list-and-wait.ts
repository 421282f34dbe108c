import { setTimeout as sleep } from 'node:timers/promises';
import { PausableDeadline } from '../client/api';
import { HssClient } from '../client/client';
import { Query } from '../contract/query';
import { Row } from '../contract/row';
import { SECOND_MS } from '../util/time';
import { WaitPauses } from '../util/wait-pauses';
import { Wait } from './request';

/**
 * Lists rows, and asks again while one of them is pending, until the wait is over. The last list is
 * the answer either way: the reader judges rows that are still pending.
 */
export async function listAndWait(
  client: HssClient,
  query: Query,
  deadlineSeconds: number,
  wait: Wait,
  maxRows?: number,
): Promise<Row[]> {
  const pauses = new WaitPauses(Date.now() + wait.seconds * SECOND_MS, Date.now);
  for (;;) {
    const deadline = new PausableDeadline(deadlineSeconds);
    const rows = await client.list(query, deadline, maxRows).finally(() => deadline.end());
    const pause = rows.some((row) => isPending(row, wait)) ? pauses.next() : undefined;
    if (pause === undefined) return rows;
    await sleep(pause);
  }
}

/** Returns whether a row's status is still pending. */
export function isPending(row: Row, wait: Wait): boolean {
  const status = row[wait.field];
  return typeof status === 'string' && wait.pending.includes(status);
}

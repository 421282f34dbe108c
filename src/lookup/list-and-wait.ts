import { setTimeout as sleep } from 'node:timers/promises';
import { deadlineIn } from '../client/api';
import { HssClient } from '../client/client';
import { Query } from '../contract/query';
import { Row } from '../contract/row';
import { SECOND_MS } from '../util/time';
import { Wait } from './request';

/** First pause between two questions, and the longest; each is half as long again as the one before. */
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 15_000;

/**
 * Lists rows; while one of them is pending, asks again until none is or the wait is over. The last list is
 * the answer either way: what is pending still is for the reader to judge.
 */
export async function listAndWait(
  client: HssClient,
  query: Query,
  deadlineSeconds: number,
  wait: Wait,
  maxRows?: number,
): Promise<Row[]> {
  const end = Date.now() + wait.seconds * SECOND_MS;
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 1.5, LONGEST_PAUSE_MS)) {
    const rows = await client.list(query, deadlineIn(deadlineSeconds), maxRows);
    const left = end - Date.now();
    if (left <= 0 || !rows.some((row) => isPending(row, wait))) return rows;
    await sleep(Math.min(pause, left));
  }
}

/** Whether a row that the wait is about may still change by itself. */
export function isPending(row: Row, wait: Wait): boolean {
  const status = row[wait.field];
  return (
    typeof status === 'string' &&
    wait.pending.includes(status) &&
    Object.entries(wait.where ?? {}).every(([prop, value]) => (row[prop] ?? '') === value)
  );
}

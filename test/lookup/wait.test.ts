import { HssClient } from '../../src/client/client';
import { findSettings } from '../../src/client/settings/settings';
import { isPending, listAndWait } from '../../src/lookup/list-and-wait';
import { Wait } from '../../src/lookup/request';
import { Hss, CICD, NO_FILES, closeLater, startHss } from '../support/hss';

/** Waiting for rows that will change by themselves. */

const WAIT: Wait = {
  seconds: 10,
  field: 'scanStatus',
  pending: ['scanning', 'waiting_for_scan'],
};

test.each([
  ['one that is scanned', { scanStatus: 'scanning' }, true],
  ['one that is done', { scanStatus: 'success' }, false],
  ['one without a status', { imageName: 'web' }, false],
])('a row is told apart as pending or done: %s', (_, row, pending) => {
  expect(isPending(row, WAIT)).toBe(pending);
});

const pendingRow = { image_name: 'web', scan_status: 'scanning' };

async function listFor(hss: Hss, wait: Wait): Promise<unknown[]> {
  const client = new HssClient(await findSettings(hss.options, {}, NO_FILES));
  closeLater(() => client.close());
  const rows = await listAndWait(client, CICD, 10, wait);
  return rows.map((row) => row.scanStatus);
}

test.concurrent('a lookup asks again until no row is pending', async () => {
  const hss = await startHss({
    data: { cicd_images: [pendingRow] },
    faults: [
      {
        kind: 'drift',
        skip: 1,
        times: 1,
        removeAt: 0,
        insertAt: 0,
        row: { image_name: 'web', scan_status: 'failed' },
      },
    ],
  });
  expect(await listFor(hss, WAIT)).toEqual(['failed']);
  expect(await hss.requests()).toHaveLength(2);
});

test.concurrent.each([
  ['a wait of nothing', { ...WAIT, seconds: 0 }, 1],
  ['nothing that is pending', { ...WAIT, pending: [] }, 1],
  // Once when it starts, and once when it is over.
  ['a wait that is over', { ...WAIT, seconds: 1 }, 2],
])('the rows are returned as they are after %s', async (_, wait, requests) => {
  const hss = await startHss({ data: { cicd_images: [pendingRow] } });
  expect(await listFor(hss, wait)).toEqual(['scanning']);
  expect(await hss.requests()).toHaveLength(requests);
});

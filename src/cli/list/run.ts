import { environmentFrom } from '../../client/settings/environment';
import { originOfSnapshot } from '../../client/settings/options';
import type { StoredRows } from '../../client/paging/rows-on-disk';
import { EndpointSpec } from '../../contract/fields';
import { Query, checkQuery } from '../../contract/query';
import { saySource } from '../shared/asked-upstream';
import {
  ConnectionFlags,
  connectionOf,
  enterpriseProjectOf,
  snapshotOf,
} from '../shared/connection-options';
import { openClient } from '../shared/open-client';
import { ListFormat, Pieces, csv, json, ndjson } from './formats';
import { collectorOf } from './memory';
import { parametersFrom } from '../shared/list-parameters';
import { showRows } from './progress';
import { print } from '../shared/output/print';
import { ProgressBar } from '../shared/progress';
import { RunFlags } from '../shared/run-options';
import { asResultProcess } from '../shared/result-process';

/** What commander makes of the options of a list. */
export interface ListFlags extends ConnectionFlags, RunFlags {
  readonly format: ListFormat;
  readonly maxRows: number;
  readonly deadline: number;
}

/** Lists rows on stdout, once the whole list is known. */
export async function runList(spec: EndpointSpec, flags: ListFlags): Promise<void> {
  asResultProcess();
  const query = checkQuery(spec, {
    ...parametersFrom(spec, { ...flags }),
    ...enterpriseProjectOf(flags),
  });
  const snapshot = snapshotOf(flags);
  const rows =
    snapshot === undefined ? await live(query, flags) : await recorded(snapshot, query, flags);
  try {
    for (const piece of await piecesOf(rows, spec, flags.format)) {
      if (!(await print(piece))) return;
    }
  } finally {
    rows.close();
  }
}

async function live(query: Query, flags: ListFlags): Promise<StoredRows> {
  const { client, deadline } = await openClient({
    ...connectionOf(flags),
    maxRows: flags.maxRows,
    deadlineSeconds: flags.deadline,
  });
  const bar = flags.quiet || flags.verbose ? undefined : ProgressBar.on(process.stderr);
  const show = bar && showRows(bar);
  const collect = collectorOf();
  try {
    if (flags.verbose) {
      const origin = await client.origin(deadline());
      saySource({ source: 'live', ...origin, ...enterpriseProjectOf(flags) });
    }
    return await client.store(query, deadline(), (rows, total) => {
      collect(rows);
      show?.(rows, total);
    });
  } finally {
    bar?.end();
    await client.close();
  }
}

async function recorded(file: string, query: Query, flags: ListFlags): Promise<StoredRows> {
  const [{ Replay }, { jsonLine }] = await Promise.all([
    import('../../lookup/replay'),
    import('../../client/paging/rows-on-disk'),
  ]);
  const expected = originOfSnapshot(connectionOf(flags), environmentFrom(process.env));
  const replay = new Replay(file);
  if (flags.verbose) {
    const { origin, recordedAt } = replay;
    saySource({ source: 'replay', ...origin, ...enterpriseProjectOf(flags), recordedAt });
  }
  const lines = replay.rowsOf(query, expected).map((row) => `${jsonLine(row)}\n`);
  return {
    count: lines.length,
    lines: function* () {
      for (const line of lines) yield Buffer.from(line);
    },
    close: () => undefined,
  };
}

async function piecesOf(rows: StoredRows, spec: EndpointSpec, format: ListFormat): Promise<Pieces> {
  switch (format) {
    case 'ndjson':
      return ndjson(rows);
    case 'json':
      return json(rows);
    case 'csv':
      return csv(rows, spec, (await import('csv-stringify/sync')).stringify);
    case 'table': {
      const { table } = await import('./table');
      const { isTTY, columns } = process.stdout;
      return table(rows, spec.id, isTTY ? columns : undefined);
    }
  }
}

import { environmentFrom } from '../../client/settings/environment';
import { originOfSnapshot } from '../../client/settings/options';
import type { StoredRows } from '../../client/paging/rows-on-disk';
import { ENDPOINTS } from '../../contract/endpoints';
import { Query, checkQuery } from '../../contract/query';
import { saySource } from '../shared/asked-upstream';
import {
  ConnectionFlags,
  connectionOf,
  enterpriseProjectOf,
  snapshotOf,
} from '../shared/connection-options';
import { openClient } from '../shared/open-client';
import { COLUMNS, ListedEndpoint } from './columns';
import { ListFormat } from './formats';
import { makeGarbageCollector } from './memory';
import { parametersFrom } from '../shared/list-parameters';
import { showRows } from './progress';
import { printRows } from './print-rows';
import { FormatFlags, outputsOf } from '../shared/output/formats-option';
import { checkOutputs } from '../shared/output/options';
import { rowsInMemory } from './rows-in-memory';
import { ProgressBar } from '../shared/progress';
import { RunFlags } from '../shared/run-options';
import { asResultProcess } from '../shared/result-process';

/** What commander parses from the options of a list. */
export interface ListFlags extends ConnectionFlags, FormatFlags<ListFormat>, RunFlags {
  readonly maxRows: number;
  readonly deadline: number;
}

/** Prints the rows of a list once it is complete. */
export async function runList(endpoint: ListedEndpoint, flags: ListFlags): Promise<void> {
  asResultProcess();
  const spec = ENDPOINTS[endpoint];
  const query = checkQuery(spec, {
    ...parametersFrom(spec, { ...flags }),
    ...enterpriseProjectOf(flags),
  });
  const snapshot = snapshotOf(flags);
  const outputs = outputsOf(flags, 'table');
  checkOutputs(outputs, [snapshot]);
  const rows =
    snapshot === undefined ? await live(query, flags) : await recorded(snapshot, query, flags);
  try {
    await printRows(rows, {
      outputs,
      columns: COLUMNS[endpoint],
      fields: Object.keys(spec.fields),
    });
  } finally {
    rows.close();
  }
}

async function live(query: Query, flags: ListFlags): Promise<StoredRows> {
  const { client, deadline } = await openClient({
    ...connectionOf(flags),
    maxRows: flags.maxRows,
  });
  const bar = flags.quiet || flags.verbose ? undefined : ProgressBar.on(process.stderr);
  const show = bar && showRows(bar);
  const collect = makeGarbageCollector();
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
  const { Replay } = await import('../../lookup/replay');
  const expected = originOfSnapshot(connectionOf(flags), environmentFrom(process.env));
  const replay = new Replay(file);
  if (flags.verbose) {
    const { origin, recordedAt } = replay;
    saySource({ source: 'replay', ...origin, ...enterpriseProjectOf(flags), recordedAt });
  }
  return rowsInMemory(replay.rowsOf(query, expected));
}

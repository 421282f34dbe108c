import { anomalyField } from '../contract/anomaly';
import { ENDPOINTS } from '../contract/endpoints';
import { EndpointSpec } from '../contract/fields';
import { Row } from '../contract/row';
import { ExpectedOrigin, Replay } from '../lookup/replay';
import { apiRow } from './api-row';
import { Upstream } from './upstream';

/** Rows of a page if no limit is given, as in HSS. */
const DEFAULT_LIMIT = 10;

/**
 * Opens a recorded snapshot in place of HSS. A query that it lacks is an error.
 * @param expected the known origin that it has to have; supplies the region of a snapshot without
 * one
 * @throws HSS_SNAPSHOT_INVALID
 */
export function openReplay(file: string, expected: ExpectedOrigin = {}): Upstream {
  const replay = new Replay(file);
  replay.checkOrigin(expected);
  const { region } = expected;
  return {
    ...(region === undefined ? {} : { region }),
    ...replay.origin,
    source: 'replay',
    recordedAt: replay.recordedAt,
    // Async, so that a missing lookup rejects instead of throwing.
    page: async (query, { limit = DEFAULT_LIMIT, offset = 0 }) => {
      const spec = ENDPOINTS[query.endpoint];
      const rows = await Promise.resolve(replay.rowsOf(query));
      const list = rows.slice(offset, offset + limit).map((row) => rawRow(spec, row));
      return { body: JSON.stringify({ total_num: rows.length, data_list: list }) };
    },
    list: async (query) => Promise.resolve(replay.rowsAbout(query)),
    close: () => Promise.resolve(),
  };
}

/**
 * Returns a recorded row in the form of HSS. Unsound values are not recorded, only their fields:
 * another unsound value takes their place, because without one the row would read as sound.
 */
function rawRow(spec: EndpointSpec, row: Row): unknown {
  const raw = apiRow(spec, row);
  const known = Object.values(spec.fields).map(({ name }) => name);
  for (const anomaly of row.anomalies ?? []) {
    const field = anomalyField(anomaly);
    if (!known.includes(field)) return [anomaly];
    raw[field] = { recorded: anomaly };
  }
  return raw;
}

import { anomalyField } from '../contract/anomaly';
import { ENDPOINTS } from '../contract/endpoints';
import { EndpointSpec } from '../contract/fields';
import { Row } from '../contract/row';
import { ExpectedOrigin, Replay } from '../lookup/replay';
import { apiRow } from './api-row';
import { Upstream } from './upstream';

/** Rows of a page when no limit is given, as HSS has it. */
const DEFAULT_LIMIT = 10;

/**
 * A recorded snapshot in HSS's place. Only what was recorded is there; another question is an error.
 * @param expected what is known of where it must have been recorded; of a snapshot without a region it gives the region
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
    // Promises, so that a lookup that is not there is a rejection and no exception.
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
 * A recorded row as HSS might have written it. What was unsound in it is not recorded, only that it was: something
 * else that is unsound stands in its place, because a reader who found nothing there would take the row for sound.
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

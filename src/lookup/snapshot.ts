import { createHash } from 'node:crypto';
import { Origin } from '../client/client';
import { ENDPOINTS } from '../contract/endpoints';
import { HssError } from '../contract/error';
import { EndpointId } from '../contract/fields';
import { Query, checkQuery, parametersOf, pathOf } from '../contract/query';
import { Row, isRecord, readRow } from '../contract/row';
import { isRegion } from '../client/settings/options';

/** Recorded answers of HSS: the queries and their rows. */
export interface Snapshot extends Origin {
  /** When the oldest of its lookups began, ISO 8601. */
  readonly recordedAt: string;
  readonly lookups: readonly SnapshotLookup[];
}

export interface SnapshotLookup {
  readonly query: Query;
  readonly rows: readonly Row[];
}

const FORMAT = 'cdktf-hss-snapshot/1';

/** Returns the key of a query in a snapshot. */
export function queryKey(query: Query): string {
  return JSON.stringify([query.endpoint, query.values]);
}

/**
 * Renders a snapshot as a file's text. Lookups are sorted by query, and each field has its own
 * line, so that two snapshots differ only where HSS's answers do.
 */
export function renderSnapshot(snapshot: Snapshot): string {
  const content = contentOf(snapshot);
  return `${JSON.stringify({ ...content, sha256: hashOf(content) }, undefined, 2)}\n`;
}

function contentOf({ recordedAt, endpoint, region, projectId, lookups }: Snapshot): object {
  const sorted = [...lookups].sort((a, b) => (queryKey(a.query) < queryKey(b.query) ? -1 : 1));
  return {
    format: FORMAT,
    recordedAt,
    endpoint,
    // Older snapshots have no region, and keep their hash.
    ...(region === undefined ? {} : { region }),
    projectId,
    lookups: sorted.map(({ query, rows }) => ({
      endpoint: query.endpoint,
      parameters: query.values,
      rows,
    })),
  };
}

/**
 * Returns the hash of a content. White space is not hashed: it has no meaning, and an editor may
 * change it.
 */
function hashOf(content: object): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}

/**
 * Reads a snapshot's text.
 * @throws HSS_SNAPSHOT_INVALID if it is cut off, has another form, or was changed after recording
 */
export function readSnapshot(text: string, file: string): Snapshot {
  const bad = (why: string): HssError =>
    new HssError('HSS_SNAPSHOT_INVALID', `${file}: ${why}`, {
      advice: 'record the snapshot again; do not edit snapshots',
    });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw bad('the snapshot is truncated, or is not JSON');
  }
  if (!isRecord(json) || json.format !== FORMAT) {
    throw bad(`this is not a snapshot of format ${FORMAT}`);
  }
  const { recordedAt, endpoint, region, projectId, lookups, sha256 } = json;
  if (
    typeof recordedAt !== 'string' ||
    Number.isNaN(Date.parse(recordedAt)) ||
    typeof endpoint !== 'string' ||
    typeof projectId !== 'string' ||
    !Array.isArray(lookups)
  ) {
    throw bad('the snapshot lacks its time, endpoint, project or lookups');
  }
  if (region !== undefined && !isRegion(region)) throw bad('its region is not a region ID');
  const snapshot: Snapshot = {
    recordedAt,
    endpoint,
    ...(region === undefined ? {} : { region }),
    projectId,
    lookups: lookups.map((lookup: unknown) => {
      const read = lookupOf(lookup);
      if (read === undefined) throw bad('one of its lookups is not of the form');
      return read;
    }),
  };
  // Hashes the parsed content rather than the text, so that no unhashed content can be in the file.
  if (hashOf(contentOf(snapshot)) !== sha256) {
    throw bad('the snapshot is not as it was recorded: its content does not match its hash');
  }
  return snapshot;
}

function lookupOf(lookup: unknown): SnapshotLookup | undefined {
  if (!isRecord(lookup) || !isRecord(lookup.parameters) || !Array.isArray(lookup.rows)) {
    return undefined;
  }
  const spec = Object.hasOwn(ENDPOINTS, String(lookup.endpoint))
    ? ENDPOINTS[lookup.endpoint as EndpointId]
    : undefined;
  if (spec === undefined) return undefined;
  let query: Query;
  try {
    query = checkQuery(spec, lookup.parameters);
  } catch {
    return undefined;
  }
  const rows = lookup.rows.map((raw: unknown) => {
    const row = readRow(spec, raw, 'prop');
    const recorded =
      isRecord(raw) && Array.isArray(raw.anomalies) ? (raw.anomalies as string[]) : [];
    const anomalies = [...recorded, ...(row.anomalies ?? [])];
    return anomalies.length === 0 ? row : { ...row, anomalies };
  });
  return { query, rows };
}

/** Returns a query as method, path below the project, and parameters, for messages. */
export function queryText(query: Query): string {
  const spec = ENDPOINTS[query.endpoint];
  const parameters = parametersOf(spec, query).map(([name, value]) => `${name}=${value}`);
  return `GET ${pathOf(spec, query)}${parameters.length > 0 ? `?${parameters.join('&')}` : ''}`;
}

import { HssError } from '../../contract/error';
import { ENDPOINTS } from '../../contract/endpoints';
import { parametersOf } from '../../contract/query';
import { checkRecordedProject } from '../../lookup/replay';
import { Snapshot, SnapshotLookup } from '../../lookup/snapshot';
import { snapshotAt } from '../../lookup/snapshot-file';
import { CLOCK_TOLERANCE_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../util/time';
import { counted, hoursText } from '../../util/text';
import { plain } from '../../util/safe-text';
import { FormatFlags, outputsOf } from '../shared/output/formats-option';
import { checkOutputs } from '../shared/output/options';
import { print } from '../shared/output/print';
import { TextFormat, writeTextOrJson } from '../shared/output/text-or-json';
import { asResultProcess } from '../shared/result-process';

/** What commander parses from the options of `hss-gate snapshot show`. */
export interface ShowFlags extends FormatFlags<TextFormat> {
  readonly maxAgeHours?: number;
}

/** What commander parses from the options of `hss-gate snapshot verify`. */
export interface VerifyFlags {
  readonly projectId?: string;
  readonly maxAgeHours?: number;
}

/** Prints the content of a snapshot. */
export async function showSnapshot(file: string, flags: ShowFlags): Promise<void> {
  asResultProcess();
  const outputs = outputsOf(flags, 'text');
  checkOutputs(outputs, [file]);
  const snapshot = snapshotAt(file);
  const { maxAgeHours } = flags;
  await writeTextOrJson(outputs, {
    text: () => contentText(snapshot, maxAgeHours),
    json: () => contentOf(snapshot, maxAgeHours),
  });
}

function contentOf(snapshot: Snapshot, maxAgeHours: number | undefined): object {
  const { recordedAt, endpoint, region, projectId } = snapshot;
  const age = ageOf(snapshot);
  return {
    recordedAt,
    endpoint,
    ...(region === undefined ? {} : { region }),
    projectId,
    ageHours: Math.round((age / HOUR_MS) * 100) / 100,
    ...(maxAgeHours === undefined ? {} : { maxAgeHours, stale: isStale(age, maxAgeHours) }),
    lookups: snapshot.lookups.map(lookupOf),
  };
}

function contentText(snapshot: Snapshot, maxAgeHours: number | undefined): string {
  const age = ageOf(snapshot);
  const lookups = snapshot.lookups.map(lookupOf);
  const width = Math.max(0, ...lookups.map(({ list }) => list.length));
  return [
    `project:  ${plain(snapshot.projectId)}`,
    `from:     ${plain(snapshot.endpoint)}`,
    ...(snapshot.region === undefined ? [] : [`region:   ${plain(snapshot.region)}`]),
    `recorded: ${snapshot.recordedAt}, ${ageText(age)}${limitText(age, maxAgeHours)}`,
    `lookups:  ${lookups.length}`,
    ...lookups.map(({ list, parameters, rows, rowsWithAnomalies }) => {
      const asked = Object.entries(parameters).map(([name, value]) => `${name}=${value}`);
      const odd = rowsWithAnomalies === 0 ? '' : `, ${rowsWithAnomalies} with anomalies`;
      return `  ${list.padEnd(width)}  ${plain(asked.join(' ')) || '(all)'}: ${counted(rows, 'row')}${odd}`;
    }),
    '',
  ].join('\n');
}

/**
 * Checks a snapshot's form, hash, project and age.
 * @throws HSS_SNAPSHOT_INVALID
 */
export async function verifySnapshot(
  file: string,
  { projectId, maxAgeHours }: VerifyFlags,
): Promise<void> {
  asResultProcess();
  const snapshot = snapshotAt(file);
  checkRecordedProject(file, snapshot, projectId);
  const age = ageOf(snapshot);
  if (maxAgeHours !== undefined && isStale(age, maxAgeHours)) {
    throw new HssError(
      'HSS_SNAPSHOT_INVALID',
      `${file} was recorded at ${snapshot.recordedAt}, ${ageText(age)}${limitText(age, maxAgeHours)}`,
      { advice: 'record the snapshot again' },
    );
  }
  await print(
    [
      `${plain(file)}: complete, and matches its hash`,
      `  project ${plain(snapshot.projectId)}, recorded ${snapshot.recordedAt}, ${ageText(age)}${limitText(age, maxAgeHours)}`,
      '  the hash is not a signature: anyone who can write the file can also write the hash',
      '',
    ].join('\n'),
  );
}

function lookupOf({ query, rows }: SnapshotLookup) {
  const spec = ENDPOINTS[query.endpoint];
  const taskId = query.values.taskId;
  return {
    list: query.endpoint as string,
    parameters: {
      ...(taskId === undefined ? {} : { task_id: String(taskId) }),
      ...Object.fromEntries(parametersOf(spec, query)),
    },
    rows: rows.length,
    rowsWithAnomalies: rows.filter(({ anomalies }) => anomalies !== undefined).length,
  };
}

function ageOf({ recordedAt }: Snapshot): number {
  return Date.now() - Date.parse(recordedAt);
}

function isStale(age: number, maxAgeHours: number): boolean {
  return age > maxAgeHours * HOUR_MS || age < -CLOCK_TOLERANCE_MS;
}

function ageText(age: number): string {
  if (age < -CLOCK_TOLERANCE_MS) return 'in the future';
  if (age >= HOUR_MS) return `${hoursText(age)} ago`;
  // Hours are too coarse for a snapshot that has just been recorded.
  if (age >= MINUTE_MS) return `${counted(Math.floor(age / MINUTE_MS), 'minute')} ago`;
  return `${counted(Math.floor(Math.max(0, age) / SECOND_MS), 'second')} ago`;
}

function limitText(age: number, maxAgeHours: number | undefined): string {
  if (maxAgeHours === undefined) return '';
  if (age < -CLOCK_TOLERANCE_MS) return ': one of the clocks is wrong';
  const allowed = `at most ${maxAgeHours} hours are allowed`;
  return isStale(age, maxAgeHours) ? `: too old, ${allowed}` : `; ${allowed}`;
}

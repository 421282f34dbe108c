import { ScanStatus } from '../../../contract/enums';
import { HssRegistryImage } from '../../../contract/registry-image';
import { platformListProblem } from '../../../policy/judge/platform-judgement';
import { plain } from '../../../util/safe-text';
import { counted, enumerate } from '../../../util/text';
import { DigestRows, ImageRows, PlatformRows } from './image-rows';
import { ScanRegistry } from './registry';
import {
  RowState,
  ScanLimits,
  ScannableRow,
  noTagText,
  scanObstacle,
  scanState,
} from './row-state';

/** The data from which an image's needs are derived. */
export interface NeedsInput {
  readonly registries: ReadonlyMap<string, ScanRegistry>;
  readonly limits: ScanLimits;
  readonly now: number;
  /** IDs of the rows whose scan this run has requested. */
  readonly asked: ReadonlySet<string>;
}

/** What an image needs before it has a complete and fresh scan. */
export interface ImageNeeds {
  /** Whether it has no such scan yet. */
  readonly isDue: boolean;
  /** Whether HSS may list more of the image after a synchronization. */
  readonly isIncomplete: boolean;
  readonly scan: readonly ScannableRow[];
  /** Rows whose scan is in progress. */
  readonly wait: readonly ScannableRow[];
  /** What cannot be scanned, and why. */
  readonly obstacles: readonly string[];
  /** What is scanned (`it`, or a part of a multi-architecture image), and why. */
  readonly what: string;
  readonly why: string;
  /** A key for each image that the scans may bill. */
  readonly billed: readonly string[];
}

/**
 * Returns what an image needs: its own scan or, for an index, a scan of each platform without a
 * fresh one.
 */
export function needsOf(image: ImageRows, input: NeedsInput): ImageNeeds {
  return image.platforms === undefined
    ? needsOfSingle(image, input)
    : needsOfIndex(image.scans, image.platforms, input);
}

/**
 * One row of the digest is enough. It is the same row for each reference to the digest, so that no
 * scan is paid for twice.
 */
function needsOfSingle({ rows, scans }: ImageRows, input: NeedsInput): ImageNeeds {
  if (isFresh(scans, input)) return { ...NOTHING, why: 'HSS has a complete and fresh scan of it' };
  return needsIn([choiceOf(scans, input)], 'it', ageText(rows[0], input));
}

/**
 * HSS scans platforms, and the status of the index is ignored. The API's documentation does not say
 * whether HSS scans the platforms together with the index. So the index is tried once, and only if
 * no platform would be scanned again without need.
 */
function needsOfIndex(
  index: DigestRows,
  platforms: readonly PlatformRows[],
  input: NeedsInput,
): ImageNeeds {
  const problem = platformListProblem(platforms);
  if (problem !== undefined) {
    return { ...NOTHING, isDue: true, isIncomplete: true, obstacles: [problem] };
  }
  const due = platforms.filter(({ rows }) => !isFresh(rows, input));
  if (due.length === 0) {
    return { ...NOTHING, why: 'HSS has a complete and fresh scan of each of its platforms' };
  }
  const isIncomplete = due.some(({ rows }) => rows.length === 0);
  const choices = due.map((platform) => choiceOfPlatform(platform, input));
  const running = choices.filter((choice) => 'running' in choice);
  const own = choiceOf(index, input, 'index');
  if ('running' in own) {
    return { ...needsIn([own, ...running], 'the index', ''), isIncomplete };
  }
  const why = `HSS has no fresh scan of ${platforms.length === due.length ? 'its' : `${due.length} of its`} ${counted(platforms.length, 'platform')}`;
  const isUntouched = due.length === platforms.length && running.length === 0;
  if (isUntouched && 'row' in own && !isFresh(index, input)) {
    const keys = due.map(({ digest = '' }, at) => keyOf(choices[at]) ?? digest);
    const row = { ...own.row, platforms: due.flatMap(({ rows }) => rows) };
    const needs = needsIn([{ row }], 'the index', why);
    return { ...needs, isIncomplete, billed: [...needs.billed, ...keys] };
  }
  const names = due.flatMap(({ digest = '' }, at) => ('row' in choices[at] ? [plain(digest)] : []));
  const noun = names.length === 1 ? 'platform' : 'platforms';
  return { ...needsIn(choices, `${noun} ${enumerate(names)}`, why), isIncomplete };
}

const NOTHING: ImageNeeds = {
  isDue: false,
  isIncomplete: false,
  scan: [],
  wait: [],
  obstacles: [],
  what: 'it',
  why: '',
  billed: [],
};

function needsIn(choices: readonly ScanChoice[], what: string, why: string): ImageNeeds {
  const scan = choices.flatMap((choice) => ('row' in choice ? [choice.row] : []));
  return {
    isDue: true,
    isIncomplete: false,
    scan,
    wait: choices.flatMap((choice) => ('running' in choice ? choice.running : [])),
    obstacles: choices.flatMap((choice) => ('obstacle' in choice ? [choice.obstacle] : [])),
    what,
    why,
    billed: scan.map(({ id }) => id),
  };
}

type ScanChoice =
  | { readonly row: ScannableRow }
  | { readonly running: ScannableRow[] }
  | { readonly obstacle: string };

/** Chooses the row of a digest to scan. One is enough. */
function choiceOf(rows: DigestRows, input: NeedsInput, part?: 'index' | 'platform'): ScanChoice {
  const named = rows.filter(isNamedRow).map((row) => (part === undefined ? row : { ...row, part }));
  const running = named.filter((row) => stateIn(row, input) === 'running');
  if (running.length > 0) return { running };
  let first: string | undefined;
  for (const row of rows) {
    const obstacle = obstacleOf(row, input);
    if (obstacle === undefined) return { row: named.find(({ id }) => id === row.id)! };
    first ??= obstacle;
  }
  return { obstacle: first ?? 'HSS cannot scan it' };
}

function choiceOfPlatform({ digest, rows }: PlatformRows, input: NeedsInput): ScanChoice {
  if (digest === undefined) {
    return { obstacle: 'HSS does not say which digest one of its platforms has' };
  }
  const name = `platform ${plain(digest)}`;
  if (rows.length === 0) {
    return {
      obstacle: `HSS does not list ${name}; an index also names attestations, which are never scanned`,
    };
  }
  const choice = choiceOf(rows, input, 'platform');
  if (!('obstacle' in choice)) return choice;
  const { obstacle } = choice;
  return { obstacle: obstacle === noTagText('it') ? noTagText(name) : `${name}: ${obstacle}` };
}

function obstacleOf(row: HssRegistryImage, { registries, asked }: NeedsInput): string | undefined {
  const registry = row.registryId === undefined ? undefined : registries.get(row.registryId);
  return scanObstacle(row, registry) ?? (asked.has(row.id!) ? failedText(row) : undefined);
}

function keyOf(choice: ScanChoice): string | undefined {
  return 'row' in choice ? choice.row.id : undefined;
}

function isFresh(rows: DigestRows, input: NeedsInput): boolean {
  return rows.some((row) => stateIn(row, input) === 'fresh');
}

function stateIn(row: HssRegistryImage, { limits, now }: NeedsInput): RowState {
  return scanState(row, limits, now);
}

function isNamedRow(row: HssRegistryImage): row is ScannableRow {
  return row.id !== undefined && row.registryId !== undefined;
}

function failedText({ scanStatus, scanFailedDesc }: HssRegistryImage): string {
  const why = scanFailedDesc ?? scanStatus ?? 'HSS does not say why';
  return `the scan that this run requested did not succeed: ${plain(why)}`;
}

function ageText(row: HssRegistryImage, { limits }: NeedsInput): string {
  switch (row.scanStatus) {
    case ScanStatus.SUCCESS:
      return `its scan is older than ${limits.maxScanAgeHours} hours`;
    case ScanStatus.UNSCAN:
    case undefined:
      return 'HSS has not scanned it';
    default:
      return 'its last scan failed';
  }
}

import { ScanStatus } from '../../../contract/enums';
import { HssImageRegistry } from '../../../contract/registry';
import { HssRegistryImage } from '../../../contract/registry-image';
import type { ImageReference } from '../../../policy';
import { enumerate } from '../../../util/text';
import { plain } from '../../../util/safe-text';
import { DigestRows, platformRows, rowsOfImage } from './image-rows';
import { ScanRegistry, registriesById, registryText } from './registry';
import { ScanLimits, ScannableRow, isSynchronized, scanObstacle, scanState } from './row-state';

/** What HSS lists, and what this run has asked for already. */
export interface ScanPlanInput {
  readonly imageRegistries: readonly HssImageRegistry[];
  readonly registryImages: readonly HssRegistryImage[];
  /** Returns the IDs of the registries from which images of a domain are pulled. */
  readonly idsAt: (domain: string) => readonly string[];
  readonly limits: ScanLimits;
  /** ms since 1970. */
  readonly now: number;
  /** Whether the registry of each tag is synchronized, even where its scan is fresh. */
  readonly renew: boolean;
  /** IDs of the registries whose synchronization this run has asked for. */
  readonly synchronized: ReadonlySet<string>;
  /** IDs of the rows whose scan this run has asked for. */
  readonly asked: ReadonlySet<string>;
}

/** An image that may need a scan. */
export interface ImageToPlan {
  readonly reference: ImageReference;
  /** Whether HSS lists it as a CI/CD image. */
  readonly inPipelines: boolean;
}

/** What is to be done next for an image. */
export type ImagePlan = { readonly reference: ImageReference } & (
  | { readonly step: 'none'; readonly why: string }
  /** It can't be scanned on demand. */
  | { readonly step: 'impossible'; readonly why: string }
  | { readonly step: 'synchronize'; readonly why: string; readonly registries: ScanRegistry[] }
  | { readonly step: 'scan'; readonly why: string; readonly rows: ScannableRow[] }
  /** Its scan is under way, whoever asked for it. */
  | { readonly step: 'wait'; readonly why: string; readonly rows: ScannableRow[] }
);

type NextStep = ImagePlan extends infer P
  ? P extends ImagePlan
    ? Omit<P, 'reference'>
    : never
  : never;

/** Plans the next step for each image. Pure: it is called again after each step, with what HSS lists then. */
export function planImages(images: readonly ImageToPlan[], given: ScanPlanInput): ImagePlan[] {
  const input = withCountedRegistries(given);
  const registries = registriesById(input.imageRegistries, input.registryImages);
  return images.map((image) => {
    const { reference } = image;
    return { reference, ...nextStep(image, registries, input) };
  });
}

/** Returns how many scans HSS may bill for the images of a plan, and for those that a synchronization may bring. */
export function billedScans(plans: readonly ImagePlan[]): number {
  const rows = new Map<string, HssRegistryImage>();
  let expected = 0;
  for (const plan of plans) {
    if (plan.step === 'synchronize') expected++;
    if (plan.step === 'scan') for (const row of plan.rows) rows.set(row.id, row);
  }
  return expected + [...rows.values()].reduce((sum, row) => sum + imagesIn(row), 0);
}

/** How many images are scanned with a row: those that an index names. */
function imagesIn({ isMultipleArch, associationImages = [] }: HssRegistryImage): number {
  return isMultipleArch ? Math.max(1, associationImages.length) : 1;
}

/** Leaves out what is in registries that the policy does not count. */
function withCountedRegistries(input: ScanPlanInput): ScanPlanInput {
  const { registryNames } = input.limits;
  if (registryNames === undefined) return input;
  const counts = ({ registryName }: { readonly registryName?: string }): boolean =>
    registryName !== undefined && registryNames.includes(registryName);
  return {
    ...input,
    imageRegistries: input.imageRegistries.filter(counts),
    registryImages: input.registryImages.filter(counts),
  };
}

function nextStep(
  { reference, inPipelines }: ImageToPlan,
  registries: ReadonlyMap<string, ScanRegistry>,
  input: ScanPlanInput,
): NextStep {
  const ids = input.idsAt(reference.domain);
  const known = ids.flatMap((id) => registries.get(id) ?? []);
  const groups = rowsOfImage(reference, input.registryImages, ids);
  if (groups.length === 0) return stepOfUnlisted(reference, inPipelines, known, input);
  const due = withPlatforms(groups, registries, input).filter((rows) => !isFresh(rows, input));
  const late = groups.flat().filter((row) => !isSynchronized(row, input.limits, input.now));
  // A tag may have moved since HSS last looked; a digest can't.
  const moved = reference.digest !== undefined ? [] : input.renew ? groups.flat() : due.flat();
  const outdated = known.filter(
    ({ id, obstacle }) =>
      obstacle === undefined &&
      !input.synchronized.has(id) &&
      [...late, ...moved].some(({ registryId }) => registryId === id),
  );
  if (outdated.length > 0) {
    const why =
      late.length > 0
        ? 'its registry was synchronized too long ago'
        : 'its tag may have moved since its registry was synchronized';
    return { step: 'synchronize', why, registries: outdated };
  }
  return stepOfListed(due, registries, input);
}

function stepOfUnlisted(
  { domain }: ImageReference,
  inPipelines: boolean,
  known: readonly ScanRegistry[],
  { synchronized, limits }: ScanPlanInput,
): NextStep {
  const cicd = inPipelines
    ? '. HSS lists it as a CI/CD image only, and CI/CD images cannot be scanned on demand: run its pipeline again'
    : '';
  if (known.length === 0) {
    const uncounted =
      limits.registryNames === undefined ? '' : " that the policy's registryNames name";
    return {
      step: 'impossible',
      why: `HSS knows no registry at ${plain(domain)}${uncounted}; add the registry to HSS, or name its host in the policy's registryHosts${cicd}`,
    };
  }
  const open = known.filter(({ id, obstacle }) => obstacle === undefined && !synchronized.has(id));
  if (open.length > 0) {
    return { step: 'synchronize', why: 'HSS does not list it', registries: open };
  }
  const obstacles = known.flatMap((registry) =>
    registry.obstacle === undefined ? [] : [`${registryText(registry)}: ${registry.obstacle}`],
  );
  const why =
    obstacles.length === 0
      ? `HSS does not list it in registry ${enumerate(known.map(registryText))}, which was synchronized; check that it was pushed there`
      : `HSS does not list it, and cannot synchronize registry ${obstacles.join('; ')}`;
  return { step: 'impossible', why: `${why}${cicd}` };
}

function stepOfListed(
  due: readonly DigestRows[],
  registries: ReadonlyMap<string, ScanRegistry>,
  input: ScanPlanInput,
): NextStep {
  const choices = due.map((rows) => scanOf(rows, registries, input));
  const toScan = choices.flatMap((choice) => ('row' in choice ? [choice.row] : []));
  if (toScan.length > 0) return { step: 'scan', why: ageText(toScan[0], input), rows: toScan };
  const rows = choices.flatMap((choice) => ('running' in choice ? choice.running : []));
  if (rows.length > 0) return { step: 'wait', why: 'its scan is under way', rows };
  const why = choices.flatMap((choice) => ('obstacle' in choice ? [choice.obstacle] : []))[0];
  if (why !== undefined) return { step: 'impossible', why };
  return { step: 'none', why: 'HSS has a complete and fresh scan of it' };
}

type ScanChoice =
  | { readonly row: ScannableRow }
  | { readonly running: ScannableRow[] }
  | { readonly obstacle: string };

/**
 * Puts the images that an index names in its place, once there is no scan of the index to ask for. Before that they are
 * left alone: HSS may scan them together with it, and bill none twice.
 */
function withPlatforms(
  groups: readonly DigestRows[],
  registries: ReadonlyMap<string, ScanRegistry>,
  input: ScanPlanInput,
): DigestRows[] {
  return groups.flatMap((rows) => {
    const index = rows.find(({ isMultipleArch }) => isMultipleArch === true);
    const platforms = index === undefined ? [] : platformRows(index, input.registryImages);
    const isOpen = !isFresh(rows, input) && !('obstacle' in scanOf(rows, registries, input));
    return isOpen || platforms.length === 0 ? [rows] : platforms.map((row) => [row]);
  });
}

/** Which row of a digest is scanned: one is enough. */
function scanOf(
  rows: DigestRows,
  registries: ReadonlyMap<string, ScanRegistry>,
  input: ScanPlanInput,
): ScanChoice {
  const running = rows.filter(isNamedRow).filter((row) => stateIn(row, input) === 'running');
  if (running.length > 0) return { running };
  let first: string | undefined;
  for (const row of rows) {
    const obstacle =
      scanObstacle(
        row,
        row.registryId === undefined ? undefined : registries.get(row.registryId),
      ) ?? (input.asked.has(row.id!) ? failedText(row) : undefined);
    if (obstacle === undefined && isNamedRow(row)) return { row };
    first ??= obstacle;
  }
  return { obstacle: first ?? 'HSS cannot scan it' };
}

function isFresh(rows: DigestRows, input: ScanPlanInput): boolean {
  return rows.some((row) => stateIn(row, input) === 'fresh');
}

function stateIn(
  row: HssRegistryImage,
  { limits, now }: ScanPlanInput,
): ReturnType<typeof scanState> {
  return scanState(row, limits, now);
}

function isNamedRow(row: HssRegistryImage): row is ScannableRow {
  return row.id !== undefined && row.registryId !== undefined;
}

function failedText({ scanStatus, scanFailedDesc }: HssRegistryImage): string {
  const why = scanFailedDesc ?? scanStatus ?? 'HSS does not say why';
  return `the scan that this run asked for did not succeed: ${plain(why)}`;
}

function ageText(row: HssRegistryImage, { limits }: ScanPlanInput): string {
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

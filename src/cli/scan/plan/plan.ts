import { HssImageRegistry } from '../../../contract/registry';
import { HssRegistryImage } from '../../../contract/registry-image';
import type { ImageReference } from '../../../policy';
import { enumerate } from '../../../util/text';
import { plain } from '../../../util/safe-text';
import { ImageNeeds, needsOf } from './image-needs';
import { rowsOfImage } from './image-rows';
import { ScanRegistry, registriesById, registryText } from './registry';
import { ScanLimits, ScannableRow, isSynchronized } from './row-state';

/** HSS's lists, and what this run has already requested. */
export interface ScanPlanInput {
  readonly imageRegistries: readonly HssImageRegistry[];
  readonly registryImages: readonly HssRegistryImage[];
  /** Returns the IDs of the registries from which images of a domain are pulled. */
  readonly idsAt: (domain: string) => readonly string[];
  readonly limits: ScanLimits;
  /** ms since 1970. */
  readonly now: number;
  /** Whether to synchronize the registry of each tag, even if its scan is fresh. */
  readonly renew: boolean;
  /** IDs of the registries whose synchronization this run has requested. */
  readonly synchronized: ReadonlySet<string>;
  /** IDs of the rows whose scan this run has requested. */
  readonly asked: ReadonlySet<string>;
}

/** An image that may need a scan. */
export interface ImageToPlan {
  readonly reference: ImageReference;
  /** Whether HSS lists it as a CI/CD image. */
  readonly inPipelines: boolean;
  /** Whether the policy denied it before the run. */
  readonly isDenied: boolean;
}

/** The next step for an image. */
export type ImagePlan = { readonly reference: ImageReference; readonly why: string } & (
  | { readonly step: 'none' }
  /** The image can't be scanned on demand. */
  | { readonly step: 'impossible' }
  | SynchronizeStep
  | ScanStep
  /** Its scan is in progress, whether or not this run requested it. */
  | { readonly step: 'wait'; readonly rows: readonly ScannableRow[] }
);

/** The registries to synchronize before an image is planned again. */
export interface SynchronizeStep {
  readonly step: 'synchronize';
  readonly registries: readonly ScanRegistry[];
  /** What would be scanned by HSS's current list; undefined if HSS does not list the image. */
  readonly then?: ScanOutlook;
}

/** The rows to scan. */
export interface ScanStep extends ScanOutlook {
  readonly step: 'scan';
  readonly rows: readonly ScannableRow[];
  /** What else of the image cannot be scanned, and why. */
  readonly obstacles: readonly string[];
}

/** The subject of a scan, and what it may cost. */
export interface ScanOutlook {
  /** `it`, or the parts of a multi-architecture image. */
  readonly what: string;
  readonly why: string;
  /** A key for each image that may be billed. */
  readonly billed: readonly string[];
}

type NextStep = ImagePlan extends infer P
  ? P extends ImagePlan
    ? Omit<P, 'reference'>
    : never
  : never;

/**
 * Plans the next step for each image. Pure: it is called again after each step, with HSS's current
 * lists.
 */
export function planImages(images: readonly ImageToPlan[], given: ScanPlanInput): ImagePlan[] {
  const input = withCountedRegistries(given);
  const registries = registriesById(input.imageRegistries, input.registryImages);
  return images.map((image) => {
    const { reference } = image;
    const step = nextStep(image, registries, input);
    const isUntouched = input.asked.size + input.synchronized.size === 0;
    if (step.step !== 'none' || !image.isDenied || !isUntouched) return { reference, ...step };
    return { reference, ...step, why: `${step.why}; the policy denies it` };
  });
}

/** Leaves out registries that are not in the policy's registryNames, and their images. */
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
  const images = rowsOfImage(reference, input.registryImages, ids);
  if (images.length === 0) return stepOfUnlisted(reference, inPipelines, known, input);
  const { limits, now, asked } = input;
  const needs = images.map((image) => needsOf(image, { registries, limits, now, asked }));
  const late = images
    .flatMap(({ rows }) => rows)
    .filter((row) => !isSynchronized(row, limits, now));
  // A tag may have moved since the last synchronization. A digest can't, but HSS may not list all
  // its platforms.
  const isTag = reference.digest === undefined;
  const moved = images.flatMap(({ rows }, at) => {
    const { isDue, isIncomplete } = needs[at];
    return isIncomplete || (isTag && (isDue || input.renew)) ? rows : [];
  });
  const outdated = known.filter(
    ({ id, obstacle }) =>
      obstacle === undefined &&
      !input.synchronized.has(id) &&
      [...late, ...moved].some(({ registryId }) => registryId === id),
  );
  const then = stepOfListed(needs);
  if (outdated.length === 0) return then;
  return {
    step: 'synchronize',
    why: outdatedText(late.length > 0, isTag),
    registries: outdated,
    then: then.step === 'scan' ? then : NO_SCAN,
  };
}

const NO_SCAN: ScanOutlook = { what: 'it', why: '', billed: [] };

function outdatedText(isLate: boolean, isTag: boolean): string {
  if (isLate) return 'its registry was synchronized too long ago';
  return isTag
    ? 'its tag may have moved since its registry was synchronized'
    : 'HSS does not list all of its platforms';
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

function stepOfListed(needs: readonly ImageNeeds[]): NextStep {
  const scanned = needs.filter(({ scan }) => scan.length > 0);
  const obstacles = [...new Set(needs.flatMap((one) => one.obstacles))];
  if (scanned.length > 0) {
    const [{ what, why }] = scanned;
    return {
      step: 'scan',
      what,
      why,
      rows: scanned.flatMap(({ scan }) => scan),
      billed: scanned.flatMap(({ billed }) => billed),
      obstacles,
    };
  }
  const rows = needs.flatMap(({ wait }) => wait);
  if (rows.length > 0) return { step: 'wait', why: 'its scan is in progress', rows };
  if (obstacles.length > 0) return { step: 'impossible', why: obstacles.join('; ') };
  return { step: 'none', why: needs[0].why };
}

import { RowList, SimulatedRow } from '../data/rows';
import { HANDLED_FIELD, ProjectOccurrence, projectVulnerabilityRow, typeOfFinding } from './derive';
import { ListedImage } from './image-index';

/** A vulnerability in the images of a pool. */
interface Occurrence {
  readonly vulId: string;
  readonly known: SimulatedRow;
  readonly of: { -readonly [P in keyof ProjectOccurrence]: ProjectOccurrence[P] };
  lastImage?: unknown;
}

/**
 * Makes the rows of ListGeneralImageVuls: one for each vulnerability, and for each of handled and
 * unhandled.
 * @param images grouped by ID
 */
export function projectVulnerabilityRows(
  images: Iterable<ListedImage>,
  findingsOf: (image: ListedImage) => RowList,
  knownOf: (vulId: string) => SimulatedRow | undefined,
): SimulatedRow[] {
  const byPlace = new Map<string, Occurrence>();
  // A cache, because images share the rows of generated findings, and there may be millions of
  // findings.
  const byFinding = new Map<string, Map<SimulatedRow, Occurrence | undefined>>();

  const occurrenceOf = (pool: string, finding: SimulatedRow): Occurrence | undefined => {
    const { vul_id: vulId } = finding;
    if (typeof vulId !== 'string') return undefined;
    const type = typeOfFinding(finding);
    const handled = finding[HANDLED_FIELD] === true;
    const place = JSON.stringify([pool, type, handled, vulId]);
    let occurrence = byPlace.get(place);
    if (occurrence === undefined) {
      const known = knownOf(vulId);
      if (known === undefined) return undefined;
      occurrence = { vulId, known, of: { type, handled, imageType: pool, imageCount: 0 } };
      byPlace.set(place, occurrence);
    }
    return occurrence;
  };

  for (const image of images) {
    let seen = byFinding.get(image.pool);
    if (seen === undefined)
      byFinding.set(image.pool, (seen = new Map<SimulatedRow, Occurrence | undefined>()));
    const findings = findingsOf(image);
    for (let index = 0; index < findings.length; index++) {
      const finding = findings.at(index);
      if (!seen.has(finding)) seen.set(finding, occurrenceOf(image.pool, finding));
      const occurrence = seen.get(finding);
      if (occurrence !== undefined) addImage(image.row, occurrence);
    }
  }
  return [...byPlace.values()].map(({ vulId, known, of }) =>
    projectVulnerabilityRow(vulId, known, of),
  );
}

function addImage(image: SimulatedRow, occurrence: Occurrence): void {
  const { of, lastImage } = occurrence;
  if (lastImage !== image.image_id) of.imageCount++;
  occurrence.lastImage = image.image_id;
  const time = image.latest_scan_time;
  if (typeof time === 'number') of.scanTime = Math.max(of.scanTime ?? time, time);
}

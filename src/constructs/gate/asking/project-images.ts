import { HssCicdImage } from '../../../contract/cicd-image';
import { ImageReference, splits } from '../../../policy';
import { cicdRecord } from '../../../policy/records/cicd-record';
import { candidates, isUnsound } from '../../../policy/judge/candidate';

/** The fields by which HSS is asked for an image, by the API's names. */
const ASKED_FIELDS = ['namespace', 'image_name', 'image_version'];

/** The images of a whole project, as a listing without any filter has them. */
export class ProjectImages {
  private readonly byName = new Map<string, HssCicdImage[]>();
  /** Rows of which HSS alone knows for which image it would list them. */
  private readonly inDoubt: HssCicdImage[] = [];

  constructor(rows: readonly HssCicdImage[]) {
    for (const row of rows) {
      if (ASKED_FIELDS.some((field) => isUnsound(row, field))) {
        this.inDoubt.push(row);
        continue;
      }
      const key = nameKey(row);
      const same = this.byName.get(key);
      if (same === undefined) this.byName.set(key, [row]);
      else same.push(row);
    }
  }

  /**
   * The rows of all versions of an image, in the order in which asking by name would give them: way by way in which its path
   * divides. `undefined` where a row in doubt could be one of them. Asked by name, HSS may or may not list that row, and
   * a row of the project that HSS does not list for the image must not deny it.
   */
  public of(reference: ImageReference): HssCicdImage[] | undefined {
    if (this.inDoubt.some((row) => couldBe(row, reference))) return undefined;
    const rows = splits(reference).flatMap((split) => this.byName.get(nameKey(split)) ?? []);
    // As from several lookups, a row that is listed twice counts once.
    return [...new Map(rows.map((row) => [JSON.stringify(row), row])).values()];
  }
}

function nameKey({ namespace, imageName }: HssCicdImage): string {
  return JSON.stringify([namespace ?? '', imageName ?? '']);
}

/** Whether a row could be of an image, whichever its version. */
function couldBe(row: HssCicdImage, reference: ImageReference): boolean {
  const ofAnyVersion = { ...reference, digest: undefined, tag: row.imageVersion };
  return candidates(ofAnyVersion, [cicdRecord(row)], undefined).length > 0;
}

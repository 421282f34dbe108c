import { Row } from '../contract/row';
import { ImageReference, splits } from '../policy';
import { NameSplit } from '../policy/model/reference';
import { ImageSource } from '../policy/model/image-source';
import { ScanRecord } from '../policy/model/scan-record';
import { candidates, isUnsound } from '../policy/judge/candidate';
import { distinctRows } from './distinct-rows';

/** The fields by which HSS is asked for an image, by the API's names. */
const ASKED_FIELDS = ['namespace', 'image_name', 'image_version'];

/** The images of a whole project, as one list without any filter has them. */
export class ProjectImages {
  private readonly byName = new Map<string, Row[]>();
  /** Rows of which HSS alone knows for which image it would list them. */
  private readonly inDoubt: Row[] = [];

  constructor(rows: readonly Row[]) {
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
   * Returns the rows of all versions of an image, in the order in which asking by name would give them: way by way in which
   * its path divides. `undefined` where a row in doubt could be one of them. Asked by name, HSS may or may not list that
   * row, and a row of the project that HSS does not list for the image must not deny it.
   */
  public of(image: Pick<ImageReference, 'path'>): readonly Row[] | undefined {
    if (this.inDoubt.some((row) => couldBe(row, image))) return undefined;
    return distinctRows(splits(image).flatMap((split) => this.byName.get(nameKey(split)) ?? []));
  }
}

function nameKey({ namespace, imageName }: Row | NameSplit): string {
  return JSON.stringify([namespace ?? '', imageName ?? '']);
}

/** Whether a row could be of an image, whichever its version. */
function couldBe(row: Row, { path }: Pick<ImageReference, 'path'>): boolean {
  // Names alone count here, and both lists have them alike: where a registry's images are pulled from does not matter.
  const record = { ...row, list: ImageSource.CICD, row } as ScanRecord;
  const { imageVersion: tag } = record;
  return candidates({ path, tag }, [record], undefined).length > 0;
}

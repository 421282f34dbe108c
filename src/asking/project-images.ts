import { Row } from '../contract/row';
import { ImageReference, splits } from '../policy';
import { NameSplit } from '../policy/model/reference';
import { ImageSource } from '../policy/model/image-source';
import { ScanRecord } from '../policy/model/scan-record';
import { candidates, isUnsound } from '../policy/judge/candidate';
import { distinctRows } from './distinct-rows';

/** The fields that queries for an image filter by, by the API's names. */
const ASKED_FIELDS = ['namespace', 'image_name', 'image_version'];

/** The images of a whole project, from a listing without filters. */
export class ProjectImages {
  private readonly byName = new Map<string, Row[]>();
  /** Rows with unsound names: only HSS knows for which images it would list them. */
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
   * Returns the rows of all versions of an image, in the order of queries by name: one split of its
   * path after the other. Returns undefined if a row with unsound names could be the image's: only
   * a query by name shows whether HSS lists it for the image, and a row that HSS doesn't list for
   * the image must not deny it.
   */
  public of(image: Pick<ImageReference, 'path'>): readonly Row[] | undefined {
    if (this.inDoubt.some((row) => couldBe(row, image))) return undefined;
    return distinctRows(splits(image).flatMap((split) => this.byName.get(nameKey(split)) ?? []));
  }
}

function nameKey({ namespace, imageName }: Row | NameSplit): string {
  return JSON.stringify([namespace ?? '', imageName ?? '']);
}

/** Returns whether a row could be of any version of an image. */
function couldBe(row: Row, { path }: Pick<ImageReference, 'path'>): boolean {
  // Only names matter here, and both lists have them alike. A registry's address doesn't matter.
  const record = { ...row, list: ImageSource.CICD, row } as ScanRecord;
  const { imageVersion: tag } = record;
  return candidates({ path, tag }, [record], undefined).length > 0;
}

import { isJsonObject } from '../data/exact-json';
import { RowList, SimulatedRow, projectOfRow } from '../data/rows';

/** The lists of images, by their names in the vulnerability APIs. */
export type ImagePool = 'cicd' | 'registry';

/** An image in a list: a row, or an image that the row of an index names. */
export interface ListedImage {
  readonly pool: ImagePool;
  /** Its enterprise project. */
  readonly project: string;
  readonly row: SimulatedRow;
}

/** The positions of an image's rows: its own, and those of indexes that name it. */
interface Positions {
  readonly own: number[];
  readonly inIndex: number[];
}

/**
 * Finds images of one list by ID. The index is built on first use, and again after the list has
 * changed.
 */
export class ImageIndex {
  private byId = new Map<string, Positions>();
  private revision: number | undefined;

  constructor(
    public readonly pool: ImagePool,
    private readonly list: RowList,
  ) {}

  /** Returns the IDs of all images, in the order of the list. */
  public ids(): Iterable<string> {
    return this.current().keys();
  }

  /**
   * Returns the images with an ID. Images that an index names are returned only if the image has no
   * own row.
   */
  public find(imageId: string): ListedImage[] {
    const { own, inIndex } = this.current().get(imageId) ?? { own: [], inIndex: [] };
    if (own.length > 0) return own.map((at) => this.listed(this.list.at(at), this.list.at(at)));
    return inIndex.flatMap((at) => {
      const index = this.list.at(at);
      return associatedImages(index)
        .filter((row) => row.image_id === imageId)
        .map((row) => this.listed(row, index));
    });
  }

  private listed(row: SimulatedRow, projectRow: SimulatedRow): ListedImage {
    return { pool: this.pool, project: projectOfRow(projectRow), row };
  }

  private current(): ReadonlyMap<string, Positions> {
    if (this.revision === this.list.revision) return this.byId;
    this.byId = new Map();
    for (let at = 0; at < this.list.length; at++) {
      const row = this.list.at(at);
      this.positionsOf(row)?.own.push(at);
      for (const image of associatedImages(row)) this.positionsOf(image)?.inIndex.push(at);
    }
    this.revision = this.list.revision;
    return this.byId;
  }

  private positionsOf({ image_id: id }: SimulatedRow): Positions | undefined {
    if (typeof id !== 'string' || id === '') return undefined;
    let positions = this.byId.get(id);
    if (positions === undefined) this.byId.set(id, (positions = { own: [], inIndex: [] }));
    return positions;
  }
}

function associatedImages(row: SimulatedRow): SimulatedRow[] {
  const images = row.association_images;
  return Array.isArray(images) ? images.filter(isJsonObject) : [];
}

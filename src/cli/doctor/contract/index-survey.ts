import { InexactNumber } from '../../../contract/exact-number';
import { isRecord } from '../../../contract/row';
import { listItems, ownValue } from './field-survey';

/** Multi-architecture images among registry images, and the rows of their platforms. */
export interface IndexSurvey {
  /** Rows that are marked as an index, and rows that name images of platforms. */
  readonly indexes: number;
  readonly with_associations: number;
  /** Rows of one kind that are not of the other. */
  readonly indexes_without_associations: number;
  readonly associations_without_index: number;
  readonly associations: number;
  /** Associations that have their own row among those seen, by either way of finding it. */
  readonly own_row_by_digest: number;
  readonly own_row_by_id: number;
  readonly no_own_row: number;
  /** Whether the complete list was seen. If not, a row may be on a page that was not read. */
  readonly whole_list: boolean;
  /** Of those without a row: how many were queried by their names, and how many were found. */
  readonly asked_for: number;
  readonly found_by_asking: number;
  /** Own rows with the tag of their index, with another tag, and without a tag. */
  readonly same_tag: number;
  readonly other_tag: number;
  readonly no_tag: number;
  /** Own rows whose scan_status and vul_num agree with the association, and those that differ. */
  readonly same_scan: number;
  readonly other_scan: number;
  /** Own rows that are marked as an index, too. */
  readonly own_row_is_index: number;
  /** Rows of indexes with their own severity, and with their own digest. */
  readonly index_with_severity: number;
  readonly index_with_digest: number;
}

type Raw = { readonly [key: string]: unknown };

/** An image that an index names, and its row by either way of finding it. */
interface PlatformImage {
  readonly index: Raw;
  readonly association: Raw;
  readonly digestRow: Raw | undefined;
  readonly idRow: Raw | undefined;
  readonly own: Raw | undefined;
}

/**
 * Finds the rows of the images that each index names.
 * @param raws all rows that were seen, without duplicates
 * @param platforms the answers to queries for the names of such images
 */
export function surveyIndexes(
  raws: readonly unknown[],
  platforms: readonly { readonly association: unknown; readonly rows: readonly unknown[] }[],
  wholeList: boolean,
): IndexSurvey {
  const rows = raws.filter(isRecord);
  const indexes = rows.filter(isIndex);
  const naming = rows.filter((row) => imagesOf(row).length > 0);
  const pairs = namedImages(rows);
  const owned = pairs.flatMap((pair) =>
    pair.own === undefined ? [] : [{ ...pair, own: pair.own }],
  );
  const count = <T>(items: readonly T[], test: (item: T) => boolean): number =>
    items.filter(test).length;
  return {
    indexes: indexes.length,
    with_associations: naming.length,
    indexes_without_associations: count(indexes, (row) => imagesOf(row).length === 0),
    associations_without_index: count(naming, (row) => !isIndex(row)),
    associations: pairs.length,
    own_row_by_digest: count(pairs, ({ digestRow }) => digestRow !== undefined),
    own_row_by_id: count(pairs, ({ idRow }) => idRow !== undefined),
    no_own_row: pairs.length - owned.length,
    whole_list: wholeList,
    asked_for: platforms.length,
    found_by_asking: count(platforms, ({ association, rows: came }) =>
      isRecord(association) ? ownRowOf(association, came.filter(isRecord)) : false,
    ),
    same_tag: count(owned, ({ own, index }) => tagOf(own) !== '' && tagOf(own) === tagOf(index)),
    other_tag: count(owned, ({ own, index }) => tagOf(own) !== '' && tagOf(own) !== tagOf(index)),
    no_tag: count(owned, ({ own }) => tagOf(own) === ''),
    same_scan: count(owned, isSameScan),
    other_scan: count(owned, (pair) => !isSameScan(pair)),
    own_row_is_index: count(owned, ({ own }) => isIndex(own)),
    index_with_severity: count(naming, (row) => textOfField(row, 'severity_level') !== ''),
    index_with_digest: count(naming, (row) => textOfField(row, 'image_digest') !== ''),
  };
}

/** Returns the images that indexes name and that have no own row. */
export function associationsWithoutRow(raws: readonly unknown[]): unknown[] {
  return namedImages(raws.filter(isRecord))
    .filter(({ own }) => own === undefined)
    .map(({ association }) => association);
}

function namedImages(rows: readonly Raw[]): PlatformImage[] {
  const [byDigest, byId] = [grouped(rows, 'image_digest'), grouped(rows, 'id')];
  return rows.flatMap((index) =>
    imagesOf(index)
      .filter(isRecord)
      .map((association) => {
        const digestRow = ownRow(byDigest, association, 'image_digest', index);
        const idRow = ownRow(byId, association, 'id', index);
        return { index, association, digestRow, idRow, own: idRow ?? digestRow };
      }),
  );
}

function ownRowOf(association: Raw, rows: readonly Raw[]): boolean {
  return ['image_digest', 'id'].some((name) => {
    const wanted = textOfField(association, name);
    return wanted !== '' && rows.some((row) => textOfField(row, name) === wanted);
  });
}

function isIndex(row: Raw): boolean {
  return ownValue(row, 'is_multiple_arch') === true;
}

function imagesOf(row: Raw): unknown[] {
  return listItems(row, 'association_images');
}

function tagOf(row: Raw): string {
  return textOfField(row, 'image_version');
}

function isSameScan({ own, association }: { own: Raw; association: Raw }): boolean {
  return ['scan_status', 'vul_num'].every(
    (name) => ownValue(own, name) === ownValue(association, name),
  );
}

function grouped(rows: readonly Raw[], name: string): Map<string, Raw[]> {
  const groups = new Map<string, Raw[]>();
  for (const row of rows) {
    const key = textOfField(row, name);
    if (key === '') continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return groups;
}

function ownRow(
  groups: ReadonlyMap<string, readonly Raw[]>,
  association: Raw,
  name: string,
  index: Raw,
): Raw | undefined {
  return groups.get(textOfField(association, name))?.find((row) => row !== index);
}

/** Returns a field as text; empty if it does not distinguish rows. */
export function textOfField(row: Raw, name: string): string {
  const value = ownValue(row, name);
  if (value instanceof InexactNumber) return value.text;
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

import { EndpointId } from '../../contract/fields';
import { Row, fieldText } from '../../contract/row';
import { isoTime } from '../../util/text';
import { plain } from '../../util/safe-text';

/** One column of a table: its title and its text for a row. */
export interface Column {
  readonly title: string;
  readonly text: (row: Row) => string;
  /** Shows the column only if this is true for a row. Default: always shown. */
  readonly isFor?: (row: Row) => boolean;
  /** The least width in terminal columns; `whole` means that the column is never cut. */
  readonly narrowest?: number | 'whole';
}

/** The text for a missing value. */
export const NO_VALUE = '-';

export const column = (title: string, prop: string): Column => ({
  title,
  text: (row) => shown(row[prop]),
});

const time = (title: string, prop: string): Column => ({
  title,
  // The width of a date and an ellipsis.
  narrowest: 11,
  text: (row) => {
    const value = row[prop];
    return typeof value === 'number' ? isoTime(value) : NO_VALUE;
  },
});

const image: Column = {
  title: 'IMAGE',
  narrowest: 'whole',
  text: ({ namespace, imageName, imageVersion }) =>
    plain(
      `${namespace ? `${fieldText(namespace)}/` : ''}${fieldText(imageName ?? '?')}:${fieldText(imageVersion ?? '?')}`,
    ),
};

/** Cut digests stay long enough to distinguish them. */
const digest: Column = { ...column('DIGEST', 'imageDigest'), narrowest: 16 };

const IMAGE_COLUMNS: readonly Column[] = [
  image,
  column('REGISTRY', 'registryName'),
  column('SCAN', 'scanStatus'),
  column('SEVERITY', 'severityLevel'),
  column('VULNS', 'vulNum'),
  column('UNSAFE', 'unsafeSettingNum'),
  column('MALWARE', 'maliciousFileNum'),
  time('SCANNED', 'latestScanTime'),
];

/** The columns of each list that is printed with HSS's own rows. */
export const COLUMNS = {
  'image-registries': [
    column('NAME', 'registryName'),
    column('TYPE', 'registryType'),
    column('ADDRESS', 'registryAddr'),
    column('STATUS', 'status'),
    column('REASON', 'failReason'),
    column('IMAGES', 'imagesNum'),
    time('SYNCED', 'latestSyncTime'),
    column('ID', 'id'),
  ],
  'cicd-images': [...IMAGE_COLUMNS, time('UPDATED', 'latestUpdateTime'), digest],
  'registry-images': [
    ...IMAGE_COLUMNS,
    time('SYNCED', 'latestSyncTime'),
    {
      title: 'ARCHS',
      text: ({ associationImages: list }) => shown(Array.isArray(list) ? list.length : undefined),
    },
    digest,
    column('ID', 'id'),
  ],
  'sync-task-registries': [
    column('NAME', 'registryName'),
    column('TYPE', 'registryType'),
    column('SYNC', 'syncStatus'),
    column('REASON', 'failedReason'),
    column('ID', 'registryId'),
  ],
} satisfies { readonly [endpoint in EndpointId]?: readonly Column[] };

/** A list that is printed with HSS's own rows. */
export type ListedEndpoint = keyof typeof COLUMNS;

/** The last column of every table. */
export const ANOMALIES: Column = {
  title: 'ANOMALIES',
  narrowest: 9,
  text: ({ anomalies }) => (anomalies === undefined ? NO_VALUE : plain(anomalies.join('; '))),
  isFor: ({ anomalies }) => anomalies !== undefined,
};

/** Returns a value as a cell shows it. */
export function shown(value: Row[string]): string {
  return plain(fieldText(value)) || NO_VALUE;
}

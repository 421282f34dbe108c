import { EndpointId } from '../../contract/fields';
import { Row, fieldText } from '../../contract/row';
import { isoTime } from '../../util/text';
import { plain } from '../../util/safe-text';

/** One column of a table: its title, and what it shows of a row. */
export interface Column {
  readonly title: string;
  readonly text: (row: Row) => string;
  /** Only where some row is like this; always where it is left out. */
  readonly isFor?: (row: Row) => boolean;
  /** The fewest columns of a terminal that it is cut to. It is never cut where this is `whole`. */
  readonly narrowest?: number | 'whole';
}

/** In place of what a row does not say. */
export const NO_VALUE = '-';

export const column = (title: string, prop: string): Column => ({
  title,
  text: (row) => shown(row[prop]),
});

const time = (title: string, prop: string): Column => ({
  title,
  // The day.
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

/** Of a digest so much is left that two can be told apart. */
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

/** The lists that are printed as HSS has them, and the columns of each. */
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

/** A list that is printed as HSS has it. */
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

import type { StoredRows } from '../../client/paging/rows-on-disk';
import { EndpointId } from '../../contract/fields';
import { Row, fieldText } from '../../contract/row';
import { isoTime } from '../../util/text';
import { plain } from '../../util/safe-text';
import { columnsOf, cutToColumns } from '../../util/wrap';
import { Pieces, rowsOfPiece } from './formats';

/** One column: its title, and what it shows of a row. */
interface Column {
  readonly title: string;
  readonly text: (row: Row) => string;
}

/** In place of what a row does not say. */
const NOTHING = '-';
const BETWEEN = '  ';
/** No column is cut below this. */
const NARROWEST = 8;

const column = (title: string, prop: string): Column => ({
  title,
  text: (row) => shown(row[prop]),
});

const time = (title: string, prop: string): Column => ({
  title,
  text: (row) => {
    const value = row[prop];
    return typeof value === 'number' ? isoTime(value) : NOTHING;
  },
});

const image: Column = {
  title: 'IMAGE',
  text: ({ namespace, imageName, imageVersion }) =>
    plain(
      `${namespace ? `${fieldText(namespace)}/` : ''}${fieldText(imageName ?? '?')}:${fieldText(imageVersion ?? '?')}`,
    ),
};

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

const COLUMNS: { readonly [endpoint in EndpointId]: readonly Column[] } = {
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
  'cicd-images': [
    ...IMAGE_COLUMNS,
    time('UPDATED', 'latestUpdateTime'),
    column('DIGEST', 'imageDigest'),
  ],
  'registry-images': [
    ...IMAGE_COLUMNS,
    time('SYNCED', 'latestSyncTime'),
    {
      title: 'ARCHS',
      text: ({ associationImages: list }) => shown(Array.isArray(list) ? list.length : undefined),
    },
    column('DIGEST', 'imageDigest'),
    column('ID', 'id'),
  ],
  'sync-task-registries': [
    column('NAME', 'registryName'),
    column('TYPE', 'registryType'),
    column('SYNC', 'syncStatus'),
    column('REASON', 'failedReason'),
    column('ID', 'registryId'),
  ],
  'image-vulnerabilities': [
    column('ID', 'vulId'),
    column('REPAIR', 'repairNecessity'),
    column('PACKAGE', 'appName'),
    column('VERSION', 'version'),
    column('PATH', 'appPath'),
    column('SOLUTION', 'solution'),
  ],
  'project-vulnerabilities': [column('ID', 'vulId'), column('SEVERITY', 'severityLevel')],
  'vulnerability-cves': [column('CVE', 'cveId'), time('PUBLISHED', 'publishTime')],
};

const ANOMALIES: Column = {
  title: 'ANOMALIES',
  text: ({ anomalies }) => (anomalies === undefined ? NOTHING : plain(anomalies.join('; '))),
};

/**
 * Columns without lines between them, which a reader can grep and cut. The rows are read twice, for the widths first: a
 * table library would hold all of them.
 * @param terminal its width, where values are to be cut to it
 */
export function* table(rows: StoredRows, endpoint: EndpointId, terminal?: number): Pieces {
  const columns = columnsFor(rows, endpoint);
  const widths = columns.map(({ title }) => title.length);
  for (const piece of rows.lines()) {
    for (const row of rowsOfPiece(piece)) {
      columns.forEach(({ text }, at) => (widths[at] = Math.max(widths[at], columnsOf(text(row)))));
    }
  }
  if (terminal !== undefined) narrow(widths, terminal);
  const line = (cells: readonly string[]): string =>
    `${cells
      .map((text, at) => fitted(text, widths[at]))
      .join(BETWEEN)
      .trimEnd()}\n`;
  yield line(columns.map(({ title }) => title));
  for (const piece of rows.lines()) {
    yield rowsOfPiece(piece)
      .map((row) => line(columns.map(({ text }) => text(row))))
      .join('');
  }
}

function columnsFor(rows: StoredRows, endpoint: EndpointId): readonly Column[] {
  for (const piece of rows.lines()) {
    if (rowsOfPiece(piece).some(({ anomalies }) => anomalies !== undefined)) {
      return [...COLUMNS[endpoint], ANOMALIES];
    }
  }
  return COLUMNS[endpoint];
}

/** Takes from the widest columns first, so that short ones stay whole. */
function narrow(widths: number[], terminal: number): void {
  const between = BETWEEN.length * (widths.length - 1);
  let over = widths.reduce((sum, width) => sum + width, between) - terminal;
  while (over > 0) {
    const widest = Math.max(...widths);
    if (widest <= NARROWEST) return;
    const at = widths.lastIndexOf(widest);
    const next = Math.max(NARROWEST, ...widths.filter((width) => width < widest));
    const less = Math.min(over, Math.max(1, widest - next));
    widths[at] -= less;
    over -= less;
  }
}

function shown(value: Row[string]): string {
  return plain(fieldText(value)) || NOTHING;
}

/** A text filled up with spaces to a width, or cut to it. */
function fitted(text: string, width: number): string {
  const own = columnsOf(text);
  if (own <= width) return text + ' '.repeat(width - own);
  const kept = cutToColumns(text, width - 1);
  return `${kept}…${' '.repeat(width - 1 - columnsOf(kept))}`;
}

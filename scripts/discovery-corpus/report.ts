import { Case, Tally } from './tally';

/** Figures about the input, besides its objects. */
export interface ReadingCounts {
  readonly files: number;
  readonly repeated: number;
  readonly unreadable: number;
  readonly templates: number;
  readonly toolFiles: number;
  readonly seconds: number;
}

const MAX_ROWS = 40;
const MAX_CASES = 20;

/** Returns the figures of a run as text. */
export function reportOf(tally: Tally, reading: ReadingCounts): string {
  const { objects, imageless, needless, misses } = tally;
  const origins = [...tally.origins].map(([origin, count]) => `${origin} ${count}`).join(', ');
  const lines = [
    row('files', reading.files),
    row('documents that repeat an earlier one (left out)', reading.repeated),
    row('documents that are templates (left out)', reading.templates),
    row('documents for tools, not for a cluster (left out)', reading.toolFiles),
    row('documents that are unreadable (left out)', reading.unreadable),
    row('seconds', reading.seconds),
    '',
    row('objects', objects, origins),
    row('  with images', tally.withImages),
    row('  in doubt', tally.inDoubt),
    row('  harmless', tally.harmless),
    row('images found', tally.images),
    row('of kinds that deploy what stands elsewhere', tally.elsewhere),
    row('  not in doubt', tally.elsewhereUnseen),
    row('objects that deploy no image', imageless),
    row('  in doubt', needless.length, percent(needless.length, imageless)),
    row('mentions that the text search finds', tally.mentions),
    row('  not found, in objects in doubt', tally.mentionsInDoubt),
    row('  neither found nor doubted', misses.length),
    row('    in kinds that start nothing', tally.missesOfHarmlessKinds),
    row('objects whose two forms come out differently', tally.disagreements.length),
    row('crashes', tally.crashes.length),
    ...table('In doubt, by reason', tally.reasons),
    ...table('In doubt though they deploy no image, by reason', tally.needlessReasons),
    ...table('In doubt though they deploy no image, by kind', countKinds(needless)),
    ...table('Mentions neither found nor doubted, by kind', countKinds(misses)),
    ...kindTable(tally),
    ...cases('Objects whose two forms come out differently', tally.disagreements),
    ...cases('Crashes', tally.crashes),
  ];
  return `${lines.join('\n')}\n`;
}

/** Returns cases as tab-separated lines. */
export function casesText(cases: readonly Case[]): string {
  return cases.map((one) => `${caseLine(one)}\n`).join('');
}

function caseLine({ file, kind, name, details }: Case): string {
  return [file, kind, name, ...details].map((cell) => cell.replace(/\s+/g, ' ')).join('\t');
}

function row(name: string, count: number, note = ''): string {
  return `${name.padEnd(50)}${String(count).padStart(9)}${note && `  (${note})`}`;
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '' : `${((100 * part) / whole).toFixed(2)} %`;
}

function table(title: string, counts: ReadonlyMap<string, number>): string[] {
  const rows = [...counts].sort(([, a], [, b]) => b - a);
  if (rows.length === 0) return [];
  const shown = rows
    .slice(0, MAX_ROWS)
    .map(([name, count]) => `${String(count).padStart(7)}  ${name}`);
  return ['', `${title}:`, ...shown, ...more(rows.length, MAX_ROWS)];
}

function kindTable({ kinds }: Tally): string[] {
  const rows = [...kinds].sort(([, a], [, b]) => b.objects - a.objects);
  const line = (cells: readonly unknown[], name: string): string =>
    `${cells.map((cell) => String(cell).padStart(9)).join('')}  ${name}`;
  return [
    '',
    line(['objects', 'images', 'in doubt', 'harmless'], 'kind or type'),
    ...rows
      .slice(0, MAX_ROWS)
      .map(([name, { objects, withImages, inDoubt, harmless }]) =>
        line([objects, withImages, inDoubt, harmless], name),
      ),
    ...more(rows.length, MAX_ROWS),
  ];
}

function cases(title: string, list: readonly Case[]): string[] {
  if (list.length === 0) return [];
  const shown = list.slice(0, MAX_CASES).map((one) => `  ${caseLine(one).slice(0, 300)}`);
  return ['', `${title}:`, ...shown, ...more(list.length, MAX_CASES)];
}

function countKinds(list: readonly Case[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { kind } of list) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return counts;
}

function more(all: number, shown: number): string[] {
  return all > shown ? [`     … ${all - shown} more`] : [];
}

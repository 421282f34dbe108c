import { columnsOf } from '../../util/wrap';

/** Lines of a cell, which may contain colours. */
export type Cell = readonly string[];

/**
 * Draws a table with lines around its cells. Each column is as wide as its widest line.
 * docs/decisions.md explains why this is not a library.
 */
export function boxTable(rows: readonly (readonly Cell[])[]): string {
  const widths = rows[0].map((_, column) =>
    rows.reduce(
      (widest, row) => row[column].reduce((most, line) => Math.max(most, columnsOf(line)), widest),
      0,
    ),
  );
  const rule = (left: string, cross: string, right: string): string =>
    `${left}${widths.map((width) => '─'.repeat(width + 2)).join(cross)}${right}`;
  const drawn = rows.map((row) => {
    const height = Math.max(...row.map((cell) => cell.length));
    return Array.from({ length: height }, (_, at) => {
      const cells = row.map((cell, column) => {
        const line = cell[at] ?? '';
        return ` ${line}${' '.repeat(widths[column] - columnsOf(line))} `;
      });
      return `│${cells.join('│')}│`;
    }).join('\n');
  });
  return [rule('┌', '┬', '┐'), drawn.join(`\n${rule('├', '┼', '┤')}\n`), rule('└', '┴', '┘')].join(
    '\n',
  );
}

import { amount, goalText, metText, ofText, spreadText } from './result.mjs';

const HEAD = ['What', 'Median', 'Spread', 'Goal', 'Met', 'Made of'];

const cells = (result) => [
  result.what,
  amount(result.median, result.unit),
  spreadText(result),
  goalText(result),
  metText(result),
  [ofText(result), result.note].filter(Boolean).join('; '),
];

/** Returns the results for a terminal: each group in columns below its title. */
export function terminalTable(results) {
  return [...groupsOf(results)]
    .map(([group, members]) => {
      const rows = [HEAD, ...members.map(cells)];
      const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column].length)));
      const lines = rows.map((row) =>
        `  ${row.map((text, column) => text.padEnd(widths[column])).join('  ')}`.trimEnd(),
      );
      return [group, ...lines].join('\n');
    })
    .join('\n\n');
}

/** Returns the results for a document: a table for each group. */
export function markdownTables(results) {
  const line = (texts) => `| ${texts.map((text) => text.replaceAll('|', '\\|')).join(' | ')} |`;
  return [...groupsOf(results)]
    .map(([group, members]) =>
      [
        `### ${group}`,
        '',
        line(HEAD),
        line(HEAD.map(() => '---')),
        ...members.map((member) => line(cells(member))),
      ].join('\n'),
    )
    .join('\n\n');
}

function groupsOf(results) {
  const groups = new Map();
  for (const result of results) {
    groups.set(result.group, [...(groups.get(result.group) ?? []), result]);
  }
  return groups;
}

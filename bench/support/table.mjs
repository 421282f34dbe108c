import Table from 'cli-table3';
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

/** For the terminal. */
export function terminalTable(results) {
  const table = new Table({
    head: HEAD,
    style: { head: [], border: [] },
    colWidths: [50, null, null, null, null, 50],
    wordWrap: true,
  });
  for (const [group, members] of groupsOf(results)) {
    table.push([{ content: group, colSpan: HEAD.length }]);
    for (const member of members) table.push(cells(member));
  }
  return table.toString();
}

/** For a document: a table for each group. */
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

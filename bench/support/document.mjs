// Writes the figures and the chart to docs/. The text between the markers is generated, the rest is
// written by hand.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { chart } from './chart.mjs';
import { root } from './processes.mjs';
import { markdownTables } from './table.mjs';

const BEGIN = '<!-- figures: begin, written by npm run bench -- --write -->';
const END = '<!-- figures: end -->';

/** @param huge the figures of the last run with --huge, if any */
export async function writeDocument(measured, huge) {
  const file = join(root, 'docs', 'performance.md');
  const before = readFileSync(file, 'utf8');
  const [from, to] = [before.indexOf(BEGIN), before.indexOf(END)];
  if (from < 0 || to < from) throw new Error(`${file} lacks the markers of the figures`);
  const text = `${before.slice(0, from)}${BEGIN}\n\n${[figures(measured), hugeFigures(huge)].join('')}\n\n${before.slice(to)}`;
  const options = { ...(await resolveConfig(file)), filepath: file };
  writeFileSync(file, await format(text, options));
  writeFileSync(
    join(root, 'docs', 'performance.svg'),
    chart([...measured.results, ...(huge?.results ?? [])]),
  );
}

function figures({ measuredAt, machine, runs, minutes, results }) {
  const { cpu, memoryGiB, system, node, loadBefore, packages } = machine;
  const versions = Object.entries(packages).map(([name, version]) => `${name} ${version}`);
  return [
    `Measured on ${measuredAt.slice(0, 10)} in ${minutes} minutes, ${runs} runs each: ${cpu}, ${memoryGiB} GiB, ${system},`,
    `Node ${node}, load ${loadBefore} before; ${versions.join(', ')}.`,
    '',
    markdownTables(results),
  ].join('\n');
}

function hugeFigures(huge) {
  if (huge === undefined) return '';
  const { measuredAt, minutes, machine, results } = huge;
  const told = `Measured alone on ${measuredAt.slice(0, 10)} in ${minutes} minutes, load ${machine.loadBefore} before.`;
  return `\n\n${markdownTables(results)}\n\n${told}`;
}

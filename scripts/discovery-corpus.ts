/**
 * Runs discovery over folders of manifests, plans and configurations, and prints the results for
 * their objects. A plain text search examines the same objects. Review what only the search finds
 * (--hits).
 *
 * Usage: npm run discovery:corpus -- DIR... [--hits FILE] [--doubts FILE] [--disagreements FILE]
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { listFiles } from './discovery-corpus/files';
import { createJudge } from './discovery-corpus/judge';
import { objectsOf } from './discovery-corpus/objects';
import { casesText, reportOf } from './discovery-corpus/report';
import { Tally } from './discovery-corpus/tally';

const USAGE =
  'usage: npm run discovery:corpus -- DIR... [--hits FILE] [--doubts FILE] [--disagreements FILE]';

const PROGRESS_FILES = 5_000;

function main(): void {
  const { positionals: folders, values: options } = parseArgs({
    allowPositionals: true,
    options: {
      hits: { type: 'string' },
      doubts: { type: 'string' },
      disagreements: { type: 'string' },
    },
  });
  if (folders.length === 0) {
    console.error(USAGE);
    process.exitCode = 2;
    return;
  }
  const start = performance.now();
  const tally = new Tally(createJudge());
  const known = new Set<string>();
  let [files, repeated, unreadable, templates, toolFiles] = [0, 0, 0, 0, 0];
  const isNew = (text: string): boolean => {
    const hash = createHash('sha256').update(text).digest('base64');
    if (known.has(hash)) repeated += 1;
    else return known.add(hash) !== undefined;
    return false;
  };
  for (const file of folders.flatMap((folder) => [...listFiles(folder)])) {
    files += 1;
    if (files % PROGRESS_FILES === 0) console.error(`${files} files, ${tally.objects} objects`);
    const text = readFileSync(file, 'utf8');
    if (!isNew(text)) continue;
    const read = objectsOf(file, text);
    unreadable += read.unreadable;
    templates += read.templates;
    toolFiles += read.toolFiles;
    for (const object of read.objects) {
      // A file with one document was already counted above as a whole.
      if (object.text === text || isNew(`${object.kind}\n${object.text.trim()}`)) {
        tally.add(file, object);
      }
    }
  }
  const seconds = Math.round((performance.now() - start) / 1_000);
  const reading = { files, repeated, unreadable, templates, toolFiles, seconds };
  process.stdout.write(reportOf(tally, reading));
  if (options.hits !== undefined) writeFileSync(options.hits, casesText(tally.misses));
  if (options.doubts !== undefined) writeFileSync(options.doubts, casesText(tally.doubts));
  if (options.disagreements !== undefined) {
    writeFileSync(options.disagreements, casesText(tally.disagreements));
  }
}

main();

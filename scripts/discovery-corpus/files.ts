import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Larger files are skipped, because they are data, and parsing them would take most of a run. */
export const MAX_FILE_BYTES = 5 * 1024 * 1024;

const SKIPPED_FOLDERS = new Set(['.git', 'node_modules']);

/** Lists the YAML and JSON files below a folder in a stable order. Never follows a link. */
export function* listFiles(path: string): Generator<string> {
  const stat = lstatSync(path);
  if (stat.isDirectory()) {
    for (const name of readdirSync(path).sort()) {
      if (!SKIPPED_FOLDERS.has(name)) yield* listFiles(join(path, name));
    }
  } else if (stat.isFile() && stat.size <= MAX_FILE_BYTES && /\.(ya?ml|json)$/i.test(path)) {
    yield path;
  }
}

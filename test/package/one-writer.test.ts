import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './support';

const WRITING =
  /\b(?:writeFileSync|writeSync|appendFileSync|createWriteStream|renameSync|fs\.(?:writeFile|appendFile))\b/;

test('only the file writer writes files', () => {
  const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' });
  const writers = files.filter(
    (file) => file.endsWith('.ts') && WRITING.test(readFileSync(join(root, 'src', file), 'utf8')),
  );
  expect(writers).toEqual(['util/file-writer.ts']);
});

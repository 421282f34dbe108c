import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(__dirname, '../../../../../src/discovery/table/harmless/clouds');

/** The lists that a cloud's file exports, by the file's name. */
const files = readdirSync(FOLDER).map((file) => {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the files are those that are there
  const lists = require(join(FOLDER, file)) as { readonly [name: string]: readonly string[] };
  return { cloud: file.replace('.ts', ''), lists: Object.values(lists) };
});

test.each(files)("the file of $cloud lists that cloud's types alone", ({ cloud, lists }) => {
  const types = lists.flat();
  expect(types.length).toBeGreaterThan(0);
  expect(types.filter((type) => !type.startsWith(`${cloud}_`))).toEqual([]);
});

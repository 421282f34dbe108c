import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { settingsText } from '../../../src/cli/simulate/settings-text';

const NAMES = ['HSS_ENDPOINT', 'HW_REGION_NAME'];

/** The variables after a shell has read the text. */
function readByShell(text: string, form: 'terminal' | 'file'): readonly string[] {
  const file = join(mkdtempSync(join(tmpdir(), 'settings-')), 'hss.env');
  writeFileSync(file, text);
  const read = form === 'terminal' ? '. "$0"' : 'set -a; . "$0"; set +a';
  const script = `${read}; exec printenv -0 ${NAMES.join(' ')}`;
  const { stdout } = spawnSync('sh', ['-c', script, file], { encoding: 'utf8', env: process.env });
  return stdout.split('\0').slice(0, -1);
}

test.each([
  [
    'terminal',
    "export HSS_ENDPOINT=http://127.0.0.1:1234\nexport HW_REGION_NAME='it'\\''s mine'\n",
  ],
  ['file', "HSS_ENDPOINT=http://127.0.0.1:1234\nHW_REGION_NAME='it'\\''s mine'\n"],
] as const)('a %s gets one line a variable, quoted where a shell needs it', (form, text) => {
  const settings = { HSS_ENDPOINT: 'http://127.0.0.1:1234', HW_REGION_NAME: "it's mine" };
  expect(settingsText(settings, form)).toBe(text);
});

test.each(['terminal', 'file'] as const)('a shell reads back every value (%s)', (form) => {
  const value = fc.string({ unit: 'grapheme-ascii' });
  fc.assert(
    fc.property(value, value, (first, second) => {
      const text = settingsText({ [NAMES[0]]: first, [NAMES[1]]: second }, form);
      expect(readByShell(text, form)).toEqual([first, second]);
    }),
    { numRuns: 25 },
  );
});

import { lstatSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Testing } from 'cdktf';
import { Deployment, GOOD, gated, temporaryFolder, within } from '../../support';

/** Files that HSS_GATE_SUMMARY must not replace; what it says is in evidence.test.ts. */

test('GitHub’s summary of a step keeps what other commands wrote, and gets the gates’ once', () => {
  const file = join(temporaryFolder(), 'step.md');
  writeFileSync(file, 'of another command\n');
  const app = Testing.app();
  for (const id of ['one', 'two']) new Deployment(gated({ app, id }).stack, 'web', GOOD);
  within({ HSS_GATE_SUMMARY: file, GITHUB_STEP_SUMMARY: file }, () => app.synth());
  const summary = readFileSync(file, 'utf8');
  expect(summary).toMatch(/^of another command\n# Image gate\n\n/);
  expect(summary.match(/^#+ .*/gm)).toEqual([
    '# Image gate',
    '## ✅ Stack <code>one</code>: allowed',
    '## ✅ Stack <code>two</code>: allowed',
  ]);
});

test('a device stays a device', () => {
  const { app } = gated();
  within({ HSS_GATE_SUMMARY: '/dev/null' }, () => app.synth());
  expect(lstatSync('/dev/null').isCharacterDevice()).toBe(true);
});

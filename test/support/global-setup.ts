import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a folder for temporary files is named by, on this system or another. */
const NAMES = ['TMPDIR', 'TMP', 'TEMP'] as const;

/**
 * One folder for all that a run leaves in the system's: cdktf's Testing makes a folder for each app and removes none. Its
 * name is short, because the paths of sockets have to be.
 */
export default function globalSetup(): void {
  const folder = mkdtempSync(join(tmpdir(), 'hss-test-'));
  for (const name of NAMES) process.env[name] = folder;
  process.env.HSS_TEST_FOLDER = folder;
}

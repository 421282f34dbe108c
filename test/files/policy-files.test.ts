import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { policyFilesFor } from '../../src/files/policy-files';
import { loadPolicy, policyHash } from '../../src/policy';

/** A policy file is the same policy in whatever encoding an editor saves it. */

const TEXT = 'version: 1\nmaxSeverity: Low # 低\n';

function hashOf(bytes: Buffer): string {
  const file = join(mkdtempSync(join(tmpdir(), 'hss-policy-')), 'image-policy.yaml');
  writeFileSync(file, bytes);
  return policyHash(loadPolicy(file, policyFilesFor(file), Date.now()));
}

test.each([
  ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${TEXT}`)],
  ['UTF-16, as PowerShell writes it', Buffer.from(`\ufeff${TEXT}`, 'utf16le')],
  ['UTF-16, big-endian', Buffer.from(`\ufeff${TEXT}`, 'utf16le').swap16()],
])('a policy is read in %s', (_, bytes) => {
  expect(hashOf(bytes)).toBe(hashOf(Buffer.from(TEXT)));
});

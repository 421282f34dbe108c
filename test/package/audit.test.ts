import { spawnSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newFolder, root } from './support';

/** scripts/audit.mjs, with an npm that says what npm said in each case (npm 10), and one where there is none. */

function audit(said: string | undefined) {
  const folder = newFolder();
  if (said !== undefined) {
    writeFileSync(join(folder, 'said'), said);
    // By absolute paths, because nothing but this npm is on the PATH.
    writeFileSync(join(folder, 'npm'), `#!/bin/sh\n/bin/cat '${join(folder, 'said')}'\nexit 1\n`);
    chmodSync(join(folder, 'npm'), 0o755);
  }
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, 'scripts', 'audit.mjs')],
    { encoding: 'utf8', env: { PATH: folder } },
  );
  return { status, said: stdout + stderr };
}

const counted = (total: number, vulnerabilities: object) =>
  JSON.stringify({ vulnerabilities, metadata: { vulnerabilities: { total } } });
const unanswered = (message: string) =>
  JSON.stringify({ message, error: { summary: '', detail: '' } });
const endpoint = 'https://registry.example/-/npm/v1/security/advisories/bulk';

test.each([
  ['nothing is known', counted(0, {}), 0, 'no known vulnerability'],
  [
    'something is',
    counted(1, { web: { name: 'web', severity: 'high', range: '<2' } }),
    1,
    'web <2: high',
  ],
  [
    'the registry has no audits',
    unanswered(`405 Method Not Allowed - POST ${endpoint}`),
    0,
    'gave no answer (405',
  ],
  ['the registry is down', unanswered(`503 Service Unavailable - POST ${endpoint}`), 0, '503'],
  [
    'nobody listens',
    unanswered(`request to ${endpoint} failed, reason: connect ECONNREFUSED 127.0.0.1:9`),
    0,
    'ECONNREFUSED',
  ],
  [
    'there is no such host',
    unanswered(`request to ${endpoint} failed, reason: getaddrinfo ENOTFOUND registry.example`),
    0,
    'ENOTFOUND',
  ],
  [
    'the tree is refused',
    unanswered(`400 Bad Request - POST ${endpoint} - Invalid package tree`),
    1,
    'npm audit failed (400',
  ],
  [
    'the registry is not who it says',
    unanswered(`request to ${endpoint} failed, reason: self-signed certificate`),
    1,
    'self-signed',
  ],
  [
    'there is no lock file',
    JSON.stringify({
      error: { code: 'ENOLOCK', summary: 'This command requires an existing lockfile.' },
    }),
    1,
    'requires an existing lockfile',
  ],
  ['the counts are missing', '{"metadata":{}}', 1, 'npm audit failed'],
  ['the output is no JSON', 'Segmentation fault', 1, 'npm audit failed'],
  ['nothing is said', '', 1, 'npm audit failed'],
  ['npm is missing', undefined, 1, 'ENOENT'],
])('%s', (_what, said, status, words) => {
  expect(audit(said)).toEqual({ status, said: expect.stringContaining(words) });
});

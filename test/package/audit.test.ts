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
  { given: 'nothing is known', said: counted(0, {}), status: 0, words: 'no known vulnerability' },
  {
    given: 'something is',
    said: counted(1, { web: { name: 'web', severity: 'high', range: '<2' } }),
    status: 1,
    words: 'web <2: high',
  },
  {
    given: 'the registry has no audits',
    said: unanswered(`405 Method Not Allowed - POST ${endpoint}`),
    status: 0,
    words: 'gave no answer (405',
  },
  {
    given: 'the registry is down',
    said: unanswered(`503 Service Unavailable - POST ${endpoint}`),
    status: 0,
    words: '503',
  },
  {
    given: 'nobody listens',
    said: unanswered(`request to ${endpoint} failed, reason: connect ECONNREFUSED 127.0.0.1:9`),
    status: 0,
    words: 'ECONNREFUSED',
  },
  {
    given: 'there is no such host',
    said: unanswered(
      `request to ${endpoint} failed, reason: getaddrinfo ENOTFOUND registry.example`,
    ),
    status: 0,
    words: 'ENOTFOUND',
  },
  {
    given: 'the tree is refused',
    said: unanswered(`400 Bad Request - POST ${endpoint} - Invalid package tree`),
    status: 1,
    words: 'npm audit failed (400',
  },
  {
    given: 'the registry is not who it says',
    said: unanswered(`request to ${endpoint} failed, reason: self-signed certificate`),
    status: 1,
    words: 'self-signed',
  },
  {
    given: 'there is no lock file',
    said: JSON.stringify({
      error: { code: 'ENOLOCK', summary: 'This command requires an existing lockfile.' },
    }),
    status: 1,
    words: 'requires an existing lockfile',
  },
  {
    given: 'the counts are missing',
    said: '{"metadata":{}}',
    status: 1,
    words: 'npm audit failed',
  },
  {
    given: 'the output is no JSON',
    said: 'Segmentation fault',
    status: 1,
    words: 'npm audit failed',
  },
  { given: 'nothing is said', said: '', status: 1, words: 'npm audit failed' },
  { given: 'npm is missing', status: 1, words: 'ENOENT' },
])('the audit exits with $status where $given', ({ said, status, words }) => {
  expect(audit(said)).toEqual({ status, said: expect.stringContaining(words) });
});

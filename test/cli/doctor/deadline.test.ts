import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { connectionFindings } from '../../../src/cli/doctor/connection';
import type { Finding } from '../../../src/cli/doctor/finding';
import { SharedDeadline } from '../../../src/client/retry/shared-deadline';
import { findSettings } from '../../../src/client/settings/settings';
import { folderWith, hssGate } from '../../support/gated-plans';
import { NO_FILES, closeLater, envOf, startHss } from '../../support/hss';

/** How long `hss-gate doctor` waits for HSS. */

const doctor = (env: { readonly [name: string]: string }, ...args: string[]) => {
  const folder = folderWith({});
  return hssGate(folder, ['doctor', ...args], { PATH: folder, ...env });
};

test('all requests together end at --deadline', async () => {
  const silent = await startHss({ faults: [{ kind: 'hang' }] });
  const { exitCode, stdout } = await doctor(envOf(silent), '--deadline', '1');
  expect(exitCode).toBe(1);
  expect(stdout).toContain('the command did not get all answers within its deadline of 1 s');
  expect(stdout).toContain('or raise --deadline\n');
  expect(stdout).not.toContain('Seconds');
});

test('an endpoint that gives no answer until --deadline is not called unreachable', async () => {
  const server = createServer(() => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closeLater(() => new Promise((resolve) => server.close(resolve)));
  const env = {
    HSS_ENDPOINT: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    HW_PROJECT_ID: 'p',
    HW_AUTH_TOKEN: 'tok',
  };
  const { stdout } = await doctor(env, '--deadline', '1');
  expect(stdout).toMatch(
    /✗ endpoint +HSS_TIMEOUT: the command did not get all answers within its deadline of 1 s\n.*or raise --deadline\n/,
  );
  expect(stdout).toMatch(/- list images +not checked: see the failure above\n/);
});

test('a list that gives no answer leaves time for the others', async () => {
  const hss = await startHss({ rows: 3, faults: [{ kind: 'hang', endpoint: 'cicd' }] });
  const options = { ...hss.options, timeoutSeconds: 1, maxRetries: 20 };
  const settings = await findSettings(options, {}, NO_FILES);
  const run = { policy: undefined, deadline: new SharedDeadline(300) };
  const findings: Finding[] = [];
  for await (const found of connectionFindings(settings, {}, run)) findings.push(found);
  const [images, registryImages] = findings.filter(({ name }) => name.startsWith('list '));
  expect(images.text).toContain('the check did not get all answers within its deadline of 2 s');
  expect(registryImages).toMatchObject({ outcome: 'ok', text: 'permitted; 3 rows' });
});

test('the deadline starts after the tools are found', async () => {
  const hss = await startHss({ rows: 3 });
  const folder = folderWith({});
  const terraform = join(folder, 'terraform');
  const began = join(folder, 'began');
  const note = `require('fs').writeFileSync(${JSON.stringify(began)}, String(Date.now()))`;
  writeFileSync(terraform, `#!${process.execPath}\n${note}\n`);
  chmodSync(terraform, 0o755);
  await doctor({ ...envOf(hss), PATH: folder });
  const [{ time }] = await hss.requests();
  expect(Number(readFileSync(began, 'utf8'))).toBeLessThanOrEqual(Date.parse(time));
});

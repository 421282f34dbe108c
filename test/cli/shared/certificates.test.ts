import { createServer } from 'node:https';
import { AddressInfo } from 'node:net';
import { KEY, SOUND } from '../../faults/certificates';
import { GOOD, POLICY, folderWith, hssGate } from '../../support/gated-plans';
import { closeLater } from '../../support/hss';

/** The command's own process asks HSS, so what switches Node's checks off there would switch them off for the credential. */

/** Counts the requests that come through a certificate of a CA that nobody trusts. */
async function impostor(): Promise<{ readonly endpoint: string; requests: () => number }> {
  let requests = 0;
  const server = createServer({ key: KEY, cert: SOUND }, (_request, response) => {
    requests += 1;
    response.setHeader('content-type', 'application/json').end('{"total_num":0,"data_list":[]}');
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  closeLater(() => new Promise((done) => server.close(done)));
  return {
    endpoint: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: () => requests,
  };
}

test.each([
  { args: ['check', GOOD], code: 'HSS_UNREACHABLE' },
  { args: ['list', 'images'], code: 'HSS_UNREACHABLE' },
  { args: ['snapshot', 'record', 'hss.json', '--all-images'], code: 'HSS_UNREACHABLE' },
  { args: ['doctor'], code: 'certificate' },
])('NODE_TLS_REJECT_UNAUTHORIZED=0 does not reach $args', async ({ args, code }) => {
  const { endpoint, requests } = await impostor();
  const here = folderWith({ 'image-policy.yaml': POLICY });
  const { exitCode, stdout, stderr } = await hssGate(here, args, {
    HSS_ENDPOINT: endpoint,
    HW_PROJECT_ID: '0123456789abcdef0123456789abcdef',
    HW_AUTH_TOKEN: 'secret-token',
    NODE_TLS_REJECT_UNAUTHORIZED: '0',
  });
  expect(exitCode).toBe(1);
  expect(`${stdout}${stderr}`).toContain(code);
  expect(requests()).toBe(0);
});

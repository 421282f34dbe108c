import { BasicCredentials } from '@huaweicloud/huaweicloud-sdk-core';
import { ClientBuilder } from '@huaweicloud/huaweicloud-sdk-core/ClientBuilder';
import type { HcClient } from '@huaweicloud/huaweicloud-sdk-core/HcClient';
import type { SdkResponse } from '@huaweicloud/huaweicloud-sdk-core/SdkResponse';
import type { RunningSimulator } from '../../src/simulator';
import { DEMO_ACCESS_KEY, DEMO_PROJECT_ID, DEMO_SECRET_KEY } from '../../src/simulator';
import type { Body, List } from './support';
import { closeAll, PATHS, start } from './support';

/** The official client is the witness that requests which are right are taken, and wrong ones not. */

afterAll(closeAll);

// It logs whole requests, credentials' headers included, whenever one is refused.
jest.mock('@huaweicloud/huaweicloud-sdk-core/logger/log4jLogger', () => ({
  Logger4jInstance: { debug() {}, info() {}, warn() {}, error() {} },
}));

const ODD = "a b&c#d+e/f%g=h?镜像仓 😀~*'()!";

function client(simulator: RunningSimulator, secretKey: string, securityToken?: string): HcClient {
  const credentials = new BasicCredentials({
    ak: DEMO_ACCESS_KEY,
    sk: secretKey,
    projectId: DEMO_PROJECT_ID,
    ...(securityToken === undefined ? {} : { securityToken }),
  });
  return new ClientBuilder((built: HcClient) => built)
    .withCredential(credentials)
    .withEndpoint(simulator.endpoint)
    .build();
}

async function list(hc: HcClient, url: string, queryParams: object = {}): Promise<Body> {
  return hc.sendRequest<Body & SdkResponse>({
    method: 'GET',
    url,
    contentType: 'application/json',
    queryParams: queryParams as Record<string, unknown>,
    pathParams: {},
    headers: {},
  });
}

const urlOf = (which: List): string => `/v5/{project_id}/${PATHS[which]}`;
const cases: Array<[List, object, object]> = [
  [
    'registries',
    { registry_name: ODD, registry_type: 'Harbor,Jfrog' },
    { registry_name: ODD, registry_type: 'Jfrog', id: '1' },
  ],
  [
    'cicd',
    { image_name: ODD, namespace: ODD, limit: 200, risky: true },
    { image_name: ODD, namespace: ODD, severity_level: 'High' },
  ],
  [
    'sync',
    { registry_name: ODD, sync_status: 'failed' },
    { registry_name: ODD, sync_status: 'failed' },
  ],
];
const data = {
  image_registries: [cases[0][2] as Record<string, unknown>, { registry_name: 'other' }],
  cicd_images: [cases[1][2] as Record<string, unknown>, { image_name: 'other' }],
  image_sync_task_registries: { 'demo-task': [cases[2][2] as Record<string, unknown>] },
};

test.each(cases)('the official client reads %s', async (which, query, row) => {
  const simulator = await start({ data });
  const answer = await list(client(simulator, DEMO_SECRET_KEY), urlOf(which), query);
  expect([answer.total_num, answer.data_list]).toEqual([1, [row]]);
});

test('the official client works with temporary keys, and asks IAM', async () => {
  const simulator = await start({
    data,
    accessKey: DEMO_ACCESS_KEY,
    secretKey: DEMO_SECRET_KEY,
    securityToken: 'a temporary token',
  });
  const hc = client(simulator, DEMO_SECRET_KEY, 'a temporary token');
  expect((await list(hc, urlOf('cicd'))).total_num).toBe(2);
  const { projects } = await list(hc, '/v3/projects', { name: 'cn-north-4' });
  expect(projects.map(({ id }) => id)).toEqual([DEMO_PROJECT_ID]);
});

test('a wrong secret is refused', async () => {
  const simulator = await start({ data });
  await expect(list(client(simulator, 'wrong'), urlOf('cicd'))).rejects.toMatchObject({
    httpStatusCode: 401,
    errorCode: 'APIGW.0301',
  });
});

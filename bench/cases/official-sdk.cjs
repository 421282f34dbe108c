// The same list read by the official client, one page of 200 rows after the other, as in its
// examples.
const logger = require.resolve('@huaweicloud/huaweicloud-sdk-core/logger/log4jLogger');
// It logs every request to the terminal and to a file, which would distort the measurement.
require.cache[logger] = {
  id: logger,
  filename: logger,
  loaded: true,
  exports: { Logger4jInstance: { debug() {}, info() {}, warn() {}, error() {} } },
};
const { BasicCredentials } = require('@huaweicloud/huaweicloud-sdk-core');
const { ClientBuilder } = require('@huaweicloud/huaweicloud-sdk-core/ClientBuilder');
const { report } = require('../support/case.cjs');

const { HSS_ENDPOINT, HW_PROJECT_ID, BENCH_ACCESS_KEY, BENCH_SECRET_KEY } = process.env;
const client = new ClientBuilder((built) => built)
  .withCredential(
    new BasicCredentials({ ak: BENCH_ACCESS_KEY, sk: BENCH_SECRET_KEY, projectId: HW_PROJECT_ID }),
  )
  .withEndpoint(HSS_ENDPOINT)
  .build();

const page = (queryParams) =>
  client.sendRequest({
    method: 'GET',
    url: '/v5/{project_id}/image/cicd/images',
    contentType: 'application/json',
    queryParams,
    pathParams: {},
    headers: {},
  });

async function list() {
  const rows = [];
  for (;;) {
    const { data_list: more, total_num: total } = await page({
      start_latest_update_time: 0,
      limit: 200,
      offset: rows.length,
    });
    rows.push(...more);
    if (rows.length >= total || more.length === 0) return rows.length;
  }
}

async function main() {
  await page({ image_name: 'web', image_version: '1.0.0' });
  const started = performance.now();
  const rows = await list();
  report({ ms: performance.now() - started, rows });
  process.exit();
}

main();

// The same request by undici alone, including its load time.
const { report } = require('../support/case.cjs');

const started = performance.now();
const { request } = require('undici');

const { HSS_ENDPOINT, HW_PROJECT_ID, HW_AUTH_TOKEN } = process.env;

async function main() {
  const { body } = await request(
    `${HSS_ENDPOINT}/v5/${HW_PROJECT_ID}/image/cicd/images?image_name=web&image_version=1.0.0&limit=200&offset=0`,
    { headers: { 'x-auth-token': HW_AUTH_TOKEN } },
  );
  const { data_list: rows } = await body.json();
  report({ ms: performance.now() - started, rows: rows.length });
  process.exit();
}

main();

// The same list read by undici alone: 200 rows per page, several requests at once, with JSON.parse.
const { Agent, request } = require('undici');
const { report, settings } = require('../support/case.cjs');

const { concurrency, limit } = { concurrency: 8, limit: 200, ...settings };
const { HSS_ENDPOINT, HW_PROJECT_ID, HW_AUTH_TOKEN } = process.env;
const dispatcher = new Agent({ connections: concurrency });

async function page(offset, filter = 'start_latest_update_time=0') {
  const { body } = await request(
    `${HSS_ENDPOINT}/v5/${HW_PROJECT_ID}/image/cicd/images?${filter}&limit=${limit}&offset=${offset}`,
    { dispatcher, headers: { 'x-auth-token': HW_AUTH_TOKEN } },
  );
  return body.json();
}

async function list() {
  const first = await page(0);
  const pages = [first.data_list];
  let next = limit;
  const runner = async () => {
    while (next < first.total_num) {
      const offset = next;
      next += limit;
      pages[offset / limit] = (await page(offset)).data_list;
    }
  };
  await Promise.all(Array.from({ length: concurrency }, runner));
  return pages.flat().length;
}

async function main() {
  await page(0, 'image_name=web&image_version=1.0.0');
  const started = performance.now();
  const rows = settings.list === false ? 0 : await list();
  report({ ms: performance.now() - started, rows });
  await dispatcher.close();
}

main();

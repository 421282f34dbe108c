// The same list by undici alone: 200 rows a page, eight requests at once, parsed.
const { Agent, request } = require('undici');

const { HSS_ENDPOINT, HW_PROJECT_ID, HW_AUTH_TOKEN } = process.env;
const dispatcher = new Agent({ connections: 8 });

async function page(offset, filter) {
  const { body } = await request(
    `${HSS_ENDPOINT}/v5/${HW_PROJECT_ID}/image/cicd/images?limit=200&offset=${offset}${filter}`,
    { dispatcher, headers: { 'x-auth-token': HW_AUTH_TOKEN } },
  );
  return body.json();
}

async function list(filter) {
  const first = await page(0, filter);
  const pages = [first.data_list];
  let next = 200;
  const runner = async () => {
    while (next < first.total_num) {
      const offset = next;
      next += 200;
      pages[offset / 200] = (await page(offset, filter)).data_list;
    }
  };
  await Promise.all(Array.from({ length: 8 }, runner));
  return pages.flat().length;
}

async function main() {
  await list('');
  const started = performance.now();
  const rows = await list('&start_latest_update_time=0');
  console.log(JSON.stringify({ ms: performance.now() - started, rows }));
  await dispatcher.close();
}

main();

import { RunningSimulator } from '../../../src/simulator';
import { closeAll, start } from '../support';
import { ask, CICD } from './support';

let simulator: RunningSimulator;
beforeAll(async () => {
  simulator = await start({ rows: 3 });
});
afterAll(closeAll);

const letters = (length: number): string => 'x'.repeat(length);
const PAGING: readonly Range[] = [
  ['enterprise_project_id', ['0', 'all_granted_eps', letters(256)], ['', letters(257)]],
  ['offset', ['0', '2000000'], ['-1', '2000001']],
  ['limit', ['10', '200'], ['9', '201']],
];
const PROJECT = { type: 'linux_vul', handle_status: 'unhandled', image_type: 'cicd' };

/** A parameter, values that are in its range, and values that are not. */
type Range = readonly [name: string, good: readonly string[], bad: readonly string[]];

const APIS: readonly {
  readonly path: string;
  readonly required: { readonly [name: string]: string };
  readonly ranges: readonly Range[];
}[] = [
  {
    path: 'image/i-1/vulnerabilities',
    required: CICD,
    ranges: [
      ...PAGING,
      [
        'image_type',
        ['private_image', 'shared_image', 'instance_image', 'cicd', 'harbor', 'jfrog'],
        ['', 'registry', 'Harbor'],
      ],
      ['instance_id', ['', letters(128)], [letters(129)]],
      ['namespace', ['', letters(64)], [letters(65)]],
      ['image_name', ['', letters(128)], [letters(129)]],
      ['tag_name', ['', letters(64)], [letters(65)]],
      [
        'repair_necessity',
        ['immediate_repair', 'delay_repair', 'not_needed_repair'],
        ['', 'Critical'],
      ],
      ['vul_id', ['', letters(128)], [letters(129)]],
      ['app_name', ['', letters(64)], [letters(65)]],
      ['type', ['linux_vul', 'app_vul'], ['', 'windows_vul']],
      ['handle_status', ['unhandled', 'handled'], ['', 'true']],
    ],
  },
  {
    path: 'images/vulnerabilities',
    required: PROJECT,
    ranges: [
      ...PAGING,
      ['type', ['linux_vul', 'app_vul'], ['', 'windows_vul']],
      ['handle_status', ['unhandled', 'handled'], ['']],
      ['image_type', ['local', 'registry', 'cicd', 'cluster'], ['', 'private_image']],
      ['severity_level', ['Critical', 'High', 'Medium', 'Low'], ['', 'Security']],
      ['vul_id', ['', letters(256)], [letters(257)]],
      ['vul_name', ['', letters(256)], [letters(257)]],
      ['cve_id', ['', letters(256)], [letters(257)]],
      ['label_list', ['a', 'a,b,c,d,e,f,g,h,i,j'], ['a,b,c,d,e,f,g,h,i,j,k']],
      ['status', ['vul_status_unfix', 'vul_status_ignored'], ['', 'vul_status_fixed']],
      ['cluster_id', ['', letters(128)], [letters(129)]],
    ],
  },
  { path: 'image/vulnerability/v-1/cve', required: {}, ranges: PAGING },
];

describe.each(APIS)('GET $path', ({ path, required, ranges }) => {
  const statusOf = async (query: { readonly [name: string]: string }): Promise<string> => {
    const { status, json } = await ask(simulator, path, query);
    return `${status} ${json.error_code ?? ''}`;
  };

  test.each(ranges)('checks %s', async (name, good, bad) => {
    for (const value of good) {
      expect([value, await statusOf({ ...required, [name]: value })]).toEqual([value, '200 ']);
    }
    for (const value of bad) {
      const answer = await statusOf({ ...required, [name]: value });
      expect([value, answer]).toEqual([value, '400 HSS.0001']);
    }
  });

  test('requires what its page requires, and refuses what it does not name', async () => {
    for (const name of Object.keys(required)) {
      const query: { [name: string]: string } = { ...required };
      delete query[name];
      expect((await ask(simulator, path, query)).json.error_msg).toContain(`${name} is missing`);
    }
    expect(await statusOf({ ...required, nonsense: '1' })).toBe('400 HSS.0001');
  });
});

test.each([
  { path: `image/${letters(128)}/vulnerabilities`, query: CICD, status: 200 },
  { path: `image/${letters(129)}/vulnerabilities`, query: CICD, status: 400 },
  { path: 'image/a%2Fb/vulnerabilities', query: CICD, status: 200 },
  { path: 'image//vulnerabilities', query: CICD, status: 200 },
  { path: 'image/vulnerability/CESA-2026%3A1/cve', query: {}, status: 200 },
  { path: `image/vulnerability/${letters(129)}/cve`, query: {}, status: 400 },
  { path: 'image/vulnerability//cve', query: {}, status: 400 },
  { path: 'image/vulnerabilities', query: {}, status: 404 },
  { path: 'image/a/b/vulnerabilities', query: CICD, status: 404 },
  { path: 'images/vulnerabilities/x', query: PROJECT, status: 404 },
])('GET $path is answered with $status', async ({ path, query, status }) => {
  expect((await ask(simulator, path, query)).status).toBe(status);
});

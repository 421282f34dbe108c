import type { RunningSimulator, SimulatorData } from '../../../src/simulator';
import { Reply, Row, send, WITH_TOKEN } from '../support';

/** The answer of one of the APIs about vulnerabilities. */
export function ask(
  { endpoint, projectId }: RunningSimulator,
  path: string,
  query: { readonly [name: string]: string | number } = {},
): Promise<Reply> {
  const text = Object.entries(query)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
  return send('GET', `${endpoint}/v5/${projectId}/${path}?${text}`, WITH_TOKEN);
}

/** A question about an image that names it by its ID alone, as one about a CI/CD image may. */
export const CICD = { image_type: 'cicd', namespace: '', image_name: '', tag_name: '' };

/** The rows of one page, of at most 200. */
export async function rowsOf(
  simulator: RunningSimulator,
  path: string,
  query: { readonly [name: string]: string | number | undefined } = {},
): Promise<Row[]> {
  const { status, json, text } = await ask(simulator, path, { limit: 200, ...query });
  if (status !== 200 || json.total_num !== json.data_list.length) throw new Error(text);
  return json.data_list;
}

/** The four listings of a pool, as one list. */
export async function projectRowsOf(
  simulator: RunningSimulator,
  imageType: string,
  query: { readonly [name: string]: string | undefined } = {},
): Promise<Row[]> {
  const lists = ['linux_vul', 'app_vul'].flatMap((type) =>
    ['unhandled', 'handled'].map((status) =>
      rowsOf(simulator, 'images/vulnerabilities', {
        type,
        handle_status: status,
        image_type: imageType,
        ...query,
      }),
    ),
  );
  return (await Promise.all(lists)).flat();
}

/** Two images with a notice in common: one of a pipeline, the other of a registry. */
export const DATA: SimulatorData = {
  cicd_images: [
    {
      image_id: 'web-1',
      namespace: 'shop',
      image_name: 'web',
      image_version: '1',
      vul_num: 3,
      latest_scan_time: 5000,
    },
    { image_id: 'theirs', vul_num: 2, enterprise_project_id: 'ep-1' },
  ],
  registry_images: [
    {
      id: 7,
      image_id: 'api-2',
      image_type: 'harbor',
      namespace: 'shop',
      image_name: 'api',
      image_version: '2',
      association_images: [{ id: 8, image_id: 'api-2-arm', image_type: 'harbor' }],
    },
  ],
  vulnerabilities: {
    'SA-1': {
      severity_level: 'Critical',
      solution: 'Update openssl.',
      url: 'https://example.com/SA-1',
      cve_list: [
        { cve_id: 'CVE-2026-1', cvss: 7.5, publish_time: 1000, description: 'first' },
        { cve_id: 'CVE-2026-2', cvss: 9.8, publish_time: 2000 },
      ],
    },
    'APP-1': { severity_level: 'Medium', app_name: 'lodash', app_path: '/app/lodash' },
    unused: { severity_level: 'High' },
  },
  image_vulnerabilities: {
    'web-1': [
      { vul_id: 'SA-1', app_name: 'openssl', version: '1.1' },
      { vul_id: 'SA-1', app_name: 'openssl-libs', version: '1.1', handled: true },
      'APP-1',
    ],
    'api-2': ['SA-1', { vul_id: 'SA-2', repair_necessity: 'immediate_repair' }],
    'api-2-arm': ['APP-1'],
    theirs: ['SA-1', { vul_id: 'SA-1', app_name: 'openssl-libs' }],
  },
};

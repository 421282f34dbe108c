import { App, TerraformOutput, TerraformStack, TerraformVariable, Testing, Token } from 'cdktf';
import {
  DataHssCicdImagesAtPlan,
  DataHssImageRegistriesAtPlan,
  DataHssImageSyncTaskRegistriesAtPlan,
  HssConnection,
  RegistryType,
  ScanStatus,
} from '../../../src';

/** The JSON of plan-time lists. test/terraform/plan-lists.test.ts runs it in Terraform. */

const PROJECT = '0123456789abcdef0123456789abcdef';

function stackOf(connection: object = {}): TerraformStack {
  const stack = new TerraformStack(new App(), 'shop');
  new HssConnection(stack, 'hss', { projectId: PROJECT, region: 'cn-north-4', ...connection });
  return stack;
}

interface Synthesized {
  readonly data: { readonly http: { readonly [name: string]: { readonly url: string } } };
  readonly locals: { readonly [name: string]: unknown };
  readonly [block: string]: unknown;
}

const synth = (stack: TerraformStack): Synthesized =>
  JSON.parse(Testing.synth(stack)) as Synthesized;

/** The strings that are joined to the URL of the first page. */
function urlOf(stack: TerraformStack): string[] {
  const pages = Object.entries(synth(stack).data.http);
  const { url } = pages.find(([name]) => name.includes('first'))![1];
  return [...url.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, text]) => text);
}

const LIST = {
  images: (stack: TerraformStack, props: object) =>
    new DataHssCicdImagesAtPlan(stack, 'list', props),
  registries: (stack: TerraformStack, props: object) =>
    new DataHssImageRegistriesAtPlan(stack, 'list', props),
  task: (stack: TerraformStack, props: object) =>
    new DataHssImageSyncTaskRegistriesAtPlan(stack, 'list', props as never),
};

describe('plain props are checked and encoded at synth', () => {
  test.each<{
    readonly list: keyof typeof LIST;
    readonly props: object;
    readonly path: string;
    readonly parameters: string;
  }>([
    { list: 'images', props: {}, path: '/image/cicd/images', parameters: '' },
    {
      list: 'images',
      props: { namespace: 'a b+c/$"é' },
      path: '/image/cicd/images',
      parameters: '&namespace=a%20b%2Bc%2F%24%22%C3%A9',
    },
    {
      list: 'images',
      props: { imageName: '%{x}' },
      path: '/image/cicd/images',
      parameters: '&image_name=%25%7Bx%7D',
    },
    {
      list: 'images',
      props: { scanStatus: 'failed', hasVul: false },
      path: '/image/cicd/images',
      parameters: '&scan_status=failed&has_vul=false',
    },
    {
      list: 'images',
      props: { imageSize: 0 },
      path: '/image/cicd/images',
      parameters: '&image_size=0',
    },
    {
      list: 'registries',
      props: { registryTypes: ['Jfrog', 'Harbor'] },
      path: '/image/registries',
      parameters: '&registry_type=Harbor%2CJfrog',
    },
    {
      list: 'registries',
      props: { enterpriseProjectId: 'eps' },
      path: '/image/registries',
      parameters: '&enterprise_project_id=eps',
    },
  ])('$props of $list become $path and $parameters', ({ list, props, path, parameters }) => {
    const stack = stackOf();
    LIST[list](stack, props);
    expect(urlOf(stack)).toEqual(
      expect.arrayContaining([`/v5/${PROJECT}`, path, '?limit=200&offset=', parameters]),
    );
    expect(Object.keys(synth(stack).data.http)).toHaveLength(2);
  });

  test('a path parameter is encoded into the URL', () => {
    const stack = stackOf();
    LIST.task(stack, { taskId: 'task.1' });
    expect(urlOf(stack)).toEqual(
      expect.arrayContaining(['/image/image-sync/tasks/', 'task.1', '/registries']),
    );
  });

  test.each<[keyof typeof LIST, object, RegExp]>([
    [
      'images',
      { scanStatus: 'download_failed' },
      /HSS_INVALID_ARGUMENT: scanStatus is "download_failed"/,
    ],
    ['images', { namespac: 'x' }, /HSS_INVALID_ARGUMENT: namespac is not a parameter/],
    ['images', { namespac: '${var.x}' }, /HSS_INVALID_ARGUMENT: namespac is not a parameter/],
    ['registries', { registryTypes: [] }, /HSS_INVALID_ARGUMENT: registryTypes/],
    ['task', {}, /HSS_INVALID_ARGUMENT: taskId is required/],
    ['task', { taskId: '..' }, /HSS_INVALID_ARGUMENT: taskId is ".."/],
    [
      'task',
      { taskId: 'x', waitSeconds: 5 },
      /HSS_INVALID_ARGUMENT: waitSeconds is not a parameter/,
    ],
    [
      'images',
      { connection: {} },
      /HSS_INVALID_ARGUMENT: connection is not an instance of HssConnection/,
    ],
  ])('%s %j is refused', (list, props, message) => {
    const make = (): unknown => LIST[list](stackOf(), props);
    expect(make).toThrow(message);
    expect(make).toThrow(/shop\/list/);
  });
});

describe('tokens', () => {
  test.each<[keyof typeof LIST, (variable: TerraformVariable) => object, string]>([
    ['images', ({ stringValue }) => ({ namespace: stringValue }), 'namespace'],
    ['images', ({ stringValue }) => ({ namespace: `a-${stringValue}` }), 'namespace'],
    ['images', () => ({ namespace: '${var.x}' }), 'namespace'],
    ['images', ({ numberValue }) => ({ imageSize: numberValue }), 'imageSize'],
    ['images', ({ booleanValue }) => ({ hasVul: booleanValue }), 'hasVul'],
    ['images', ({ stringValue }) => ({ scanStatus: Token.asAny(stringValue) }), 'scanStatus'],
    ['registries', ({ listValue }) => ({ registryTypes: listValue }), 'registryTypes'],
    [
      'registries',
      ({ value }) => ({ registryTypes: [RegistryType.OTHER, value] }),
      'registryTypes',
    ],
    ['task', ({ stringValue }) => ({ taskId: stringValue }), 'taskId'],
  ])('are read from a local for one page of %s (%#)', (list, props, prop) => {
    const stack = stackOf();
    LIST[list](stack, props(new TerraformVariable(stack, 'x', {})));
    const { data, locals } = synth(stack);
    expect(Object.keys(data.http)).toHaveLength(1);
    const given = Object.entries(locals).find(([name]) => name.includes('given'))!;
    expect(Object.keys(given[1] as object)).toEqual([prop]);
    expect(JSON.stringify(given[1])).toContain('${var.x}');
    expect(Object.values(data.http)[0].url).toContain(`local.${given[0]}.${prop}`);
  });
});

test('the properties of a list are references with the types of the API', () => {
  const stack = stackOf();
  const list = new DataHssCicdImagesAtPlan(stack, 'list', { scanStatus: ScanStatus.SUCCESS });
  const row = list.rows.get(3);
  const outputs = {
    digest: row.imageDigest,
    size: row.imageSize,
    latest: row.latestVersion,
    ids: list.ids,
    digests: list.digests,
    total: list.totalNum,
    json: list.rowsJson,
  };
  for (const [name, value] of Object.entries(outputs)) {
    expect(Token.isUnresolved(value)).toBe(true);
    new TerraformOutput(stack, name, { value, staticId: true });
  }
  const { output } = synth(stack) as unknown as { output: { [name: string]: { value: string } } };
  expect(output.digest.value).toMatch(/^\$\{local\.list_row_3_\w+\.imageDigest\}$/);
  expect(output.total.value).toMatch(/^\$\{local\.list_total_num_\w+\}$/);
  for (const index of [-1, 0.5, NaN, '0' as never, Token.asNumber('${var.x}')]) {
    expect(() => list.rows.get(index)).toThrow(/HSS_INVALID_ARGUMENT: the index of a row/);
  }
});

test('several lists share a provider, two variables and the way to HSS', () => {
  const stack = stackOf({ enterpriseProjectId: 'all_granted_eps' });
  new DataHssCicdImagesAtPlan(stack, 'one');
  new DataHssImageRegistriesAtPlan(stack, 'two');
  const json = synth(stack);
  expect(json.provider).toEqual({ http: [{}] });
  expect(Object.keys(json.variable as object).sort()).toEqual(['hss_endpoint', 'hss_token']);
  for (const { url } of Object.values(json.data.http)) {
    expect(url).toContain('&enterprise_project_id=all_granted_eps');
  }
});

test('the project must be known, and the list must be in a stack', () => {
  const { HW_PROJECT_ID, HUAWEICLOUD_SDK_PROJECT_ID } = process.env;
  delete process.env.HW_PROJECT_ID;
  delete process.env.HUAWEICLOUD_SDK_PROJECT_ID;
  try {
    expect(() => LIST.images(stackOf({ projectId: undefined }), {})).toThrow(
      /HSS_INVALID_ARGUMENT: the project that Terraform is to ask for/,
    );
  } finally {
    if (HW_PROJECT_ID !== undefined) process.env.HW_PROJECT_ID = HW_PROJECT_ID;
    if (HUAWEICLOUD_SDK_PROJECT_ID !== undefined)
      process.env.HUAWEICLOUD_SDK_PROJECT_ID = HUAWEICLOUD_SDK_PROJECT_ID;
  }
  const app = new App();
  new HssConnection(app, 'hss', { projectId: PROJECT });
  expect(() => LIST.images(app as never, {})).toThrow(
    /HSS_INVALID_ARGUMENT: .* must be in a stack/,
  );
});

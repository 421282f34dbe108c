import { createServer } from 'node:http';
import { AddressInfo } from 'node:net';
import { ENDPOINTS } from '../../../src/contract/endpoints';
import { EndpointId } from '../../../src/contract/fields';
import { JsiiKernel, ObjectReference, propertiesOf, struct } from '../../support/jsii-kernel';

/** Rows as programs in Python, Java, Go and C# receive them: as structs, and as two kinds of JSON. */

interface List {
  readonly endpoint: EndpointId;
  readonly lookup: string;
  readonly row: string;
  readonly props?: object;
}

const LISTS: readonly List[] = [
  {
    endpoint: 'image-registries',
    lookup: 'DataHssImageRegistries',
    row: 'HssImageRegistry',
  },
  { endpoint: 'cicd-images', lookup: 'DataHssCicdImages', row: 'HssCicdImage' },
  { endpoint: 'registry-images', lookup: 'DataHssRegistryImages', row: 'HssRegistryImage' },
  {
    endpoint: 'sync-task-registries',
    lookup: 'DataHssImageSyncTaskRegistries',
    row: 'HssSyncTaskRegistry',
    props: { taskId: 'task-1' },
  },
];

/** JSON values that most fields don't allow. */
const ODD = [
  ...[
    'null',
    'true',
    '{}',
    '[]',
    '[null]',
    '"nonsense"',
    '"SUCCESS"',
    '""',
    '"2026-11-28T00:00:00Z"',
  ],
  ...['9007199254740993', '9223372036854775807', '-1', '1.5', '1e400', '"5"'],
];

/** Rows with one odd value in every field, and rows with one value of an enum in its field. */
function rowsOf(endpoint: EndpointId): string[] {
  const fields = Object.values(ENDPOINTS[endpoint].fields);
  const odd = ODD.map((value) =>
    fields.map(({ name }) => `${JSON.stringify(name)}:${value}`).join(),
  );
  const sound = fields.flatMap((field) =>
    field.kind === 'enum'
      ? field.values.map((value) => JSON.stringify({ [field.name]: value }).slice(1, -1))
      : [],
  );
  return [...odd, ...sound].map((members) => `{${members}}`);
}

let body = '';
const server = createServer((_, response) => {
  response.setHeader('content-type', 'application/json');
  response.end(body);
});
let kernel: JsiiKernel;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  kernel = await JsiiKernel.start({
    HSS_ENDPOINT: `http://127.0.0.1:${port}`,
    HW_PROJECT_ID: 'project-1',
    HW_AUTH_TOKEN: 'token-1',
  });
});
afterAll(async () => {
  await kernel.stop();
  server.closeAllConnections();
  server.close();
});

interface Crossed {
  readonly [property: string]: unknown;
}

/** What a program receives for a struct: its runtime reads each property. */
async function read(reference: ObjectReference, type: string): Promise<Crossed> {
  const values: { [property: string]: unknown } = {};
  for (const { name, structName } of propertiesOf(type)) {
    const value = await kernel.get(reference, name);
    if (value === undefined || value === null) continue;
    values[name] =
      Array.isArray(value) && structName !== undefined
        ? await Promise.all(value.map((one) => read(one as ObjectReference, structName)))
        : value;
  }
  return values;
}

/** A row of the JSON for structs, with its members as the kernel writes them. */
function withEnums(row: Crossed, type: string): Crossed {
  const enums = new Map(propertiesOf(type).map(({ name, enumName }) => [name, enumName]));
  const entries = Object.entries(row).map(([name, value]) => {
    const enumName = enums.get(name);
    return [
      name,
      enumName === undefined ? value : { '$jsii.enum': `${enumName}/${String(value)}` },
    ];
  });
  return Object.fromEntries(entries) as Crossed;
}

test.each(LISTS)(
  'each row of $endpoint reaches other languages, whatever HSS sends',
  async ({ endpoint, lookup, row, props = {} }) => {
    const rows = rowsOf(endpoint);
    body = `{"total_num":${rows.length},"data_list":[${rows.join()}]}`;
    const app = await kernel.invokeStatic('cdktf.Testing', 'app');
    const stack = await kernel.create('cdktf.TerraformStack', [app, 'shop']);
    const args = [stack, 'lookup', struct(`cdktf-hss.${lookup}Props`, props)];
    const made = await kernel.create(`cdktf-hss.${lookup}`, args);
    const references = (await kernel.get(made, 'rows')) as ObjectReference[];
    const structs = [];
    for (const reference of references) structs.push(await read(reference, `cdktf-hss.${row}`));
    const json = JSON.parse((await kernel.get(made, 'rowsJsonForStructs')) as string) as Crossed[];
    expect(structs).toHaveLength(rows.length);
    expect(structs).toEqual(json.map((one) => withEnums(one, `cdktf-hss.${row}`)));
    // Omitted fields are named, so that they are not mistaken for fields that HSS did not send.
    expect(structs[1].anomalies).toContainEqual(expect.stringMatching(/: expected /));
  },
);

import { SimulatorProcess } from '../support/simulator';
import { bin, blocks, project, run } from './reader';
import { ROWS } from './rows';

/** What each fragment stands in. */
const PRELUDE = `import { App, TerraformStack } from 'cdktf';
const app = new App();
const stack = new TerraformStack(app, 'fragment');
`;

const snippets = blocks('docs/lookups.md', 'ts');
const [LOOKUPS, FIXTURE] = snippets;

let simulator: SimulatorProcess;
let folder: string;
beforeAll(async () => {
  folder = project({
    'lookups.ts': `${PRELUDE}${LOOKUPS}console.log(registryId, severity);\n`,
    'fixture.ts': PRELUDE + FIXTURE,
  });
  simulator = await SimulatorProcess.serving({
    cicd_images: ROWS,
    image_registries: [{ id: 'r-1', registry_name: 'prod-swr' }],
  });
});
afterAll(() => simulator.stop());

test('the snippets compile', () => {
  const { stdout, status } = run(folder, bin('tsc'), ['-p', '.']);
  expect({ stdout, status }).toEqual({ stdout: '', status: 0 });
});

test('the lookups return what HSS lists', () => {
  const { status, stdout, stderr } = run(folder, bin('tsx'), ['lookups.ts'], simulator.env);
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: 'r-1 Low\n', stderr: '' });
});

test('the fixture needs no HSS', () => {
  const { status, stderr } = run(folder, bin('tsx'), ['fixture.ts']);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});

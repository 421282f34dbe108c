import { Hss, envOf, startHss } from '../../support/hss';
import {
  BAD,
  DATA,
  GOOD,
  POLICY,
  digest,
  folderWith,
  hssGate,
  planOf,
} from '../../support/gated-plans';

/** `--quiet` of the commands that judge, where nothing could be decided. */

const OTHER = `registry.example/shop/web@${digest('c')}`;

let broken: Hss;
const folder = folderWith({
  'image-policy.yaml': POLICY,
  'three.json': planOf([GOOD, BAD, OTHER]),
  'mixed.json': planOf(['no reference', GOOD]),
});

beforeAll(async () => {
  broken = await startHss({ data: DATA, faults: [{ kind: 'status', status: 403 }] });
});

test.each([
  ['check', ['check', '--quiet', GOOD, BAD, OTHER]],
  ['plan', ['plan', '-q', 'three.json']],
])('%s says why nothing was decided, each error once', async (_, command) => {
  const { exitCode, stdout, stderr } = await hssGate(folder, command, envOf(broken));
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
  expect(stderr).toMatch(
    new RegExp(`^hss-gate: ${GOOD} and 2 other images could not be decided: HSS_FORBIDDEN: .*\\n`),
  );
  expect(stderr).toMatch(/\n {2}what to do: /);
  expect(stderr.match(/HSS_FORBIDDEN/g)).toHaveLength(1);
});

test('nothing is said where something was decided', async () => {
  const { exitCode, stdout, stderr } = await hssGate(
    folder,
    ['plan', '-q', 'mixed.json'],
    envOf(broken),
  );
  expect({ exitCode, stdout, stderr }).toEqual({ exitCode: 2, stdout: '', stderr: '' });
});

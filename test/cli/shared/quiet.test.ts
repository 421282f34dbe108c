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

/** What `--quiet` leaves of the commands that judge, beside the outputs. */

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
    new RegExp(
      `^hss-gate: ${GOOD}, ${BAD} and ${OTHER} could not be decided: HSS_FORBIDDEN: .*\\n`,
    ),
  );
  expect(stderr).toMatch(/\n {2}what to do: /);
  expect(stderr.match(/HSS_FORBIDDEN/g)).toHaveLength(1);
});

test('a denial is said in one line, and then why other images could not be decided', async () => {
  const { exitCode, stdout, stderr } = await hssGate(
    folder,
    ['plan', '-q', 'mixed.json'],
    envOf(broken),
  );
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toMatch(
    new RegExp(
      `^hss-gate: denied: no reference \\([a-z-]+\\); 2 images: 1 denied, 1 undecided\\n` +
        `hss-gate: ${GOOD} could not be decided: HSS_FORBIDDEN: `,
    ),
  );
});

test('a plan without a gate is named with the reason', async () => {
  const { exitCode, stderr } = await hssGate(
    folder,
    ['plan', '-q', '--require-gate', 'three.json'],
    envOf(broken),
  );
  expect(exitCode).toBe(2);
  expect(stderr.split('\n')[0]).toBe(
    'hss-gate: denied: three.json (the output hss_gate is missing: the stack has no gate); 3 images undecided; 1 conflict',
  );
});

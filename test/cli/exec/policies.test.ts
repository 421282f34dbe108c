import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parsePolicy, policyHash } from '../../../src/policy';
import {
  BAD,
  DATA,
  GOOD,
  POLICY,
  POLICY_HASH,
  folderWith,
  gatedBy,
  hssGate,
  planOf,
} from '../../support/gated-plans';
import { envOf, startHss } from '../../support/hss';

/** A saved plan of a stack with several gates: each policy judges what hss-verdicts.json assigns to it. */

const LAX = 'version: 1\nmaxSeverity: High\n';
const LAX_HASH = policyHash(parsePolicy(LAX, 'lax.yaml', Date.now()));
const BOTH = [POLICY_HASH, LAX_HASH].sort().join(',');

const TERRAFORM = `#!${process.execPath}
if (process.argv.includes('show')) process.stdout.write(require('node:fs').readFileSync(process.argv.at(-1)));
`;

let env: { readonly [name: string]: string };

beforeAll(async () => {
  env = envOf(await startHss({ data: DATA }));
});

/** Verdicts of a strict and a lax gate, each of which judged some addresses. */
const verdictsOf = (strict: readonly string[], lax: readonly string[]) => ({
  version: 1,
  stack: 'shop',
  output: { decision_hash: 'd' },
  gates: [
    { path: 'shop/strict', policyHash: POLICY_HASH },
    { path: 'shop/lax', policyHash: LAX_HASH },
  ],
  images: [],
  resources: [
    ...strict.map((address) => ({ address, gate: 'shop/strict' })),
    ...lax.map((address) => ({ address, gate: 'shop/lax' })),
  ],
});

interface Setting {
  readonly evidence?: string;
  readonly verdicts?: object;
  readonly options?: readonly string[];
}

/** The plan has GOOD in kubernetes_pod.a and BAD in kubernetes_pod.b. */
async function apply({ evidence = BOTH, verdicts, options }: Setting) {
  const plan = planOf([GOOD, BAD], gatedBy(evidence)) as {
    readonly resource_changes: readonly object[];
  };
  const addresses = ['kubernetes_pod.a[0]', 'module.m.kubernetes_pod.b["x"]'];
  const resource_changes = plan.resource_changes.map((change, at) => ({
    ...change,
    address: addresses[at],
  }));
  const folder = folderWith({
    'strict.yaml': POLICY,
    'lax.yaml': LAX,
    'plan.bin': { ...plan, resource_changes },
    'verdicts.json': JSON.stringify(verdicts ?? {}),
    terraform: TERRAFORM,
  });
  chmodSync(join(folder, 'terraform'), 0o755);
  const both = ['--policy', 'strict.yaml', '--policy', 'lax.yaml'];
  const given = verdicts === undefined ? [] : ['--verdicts', 'verdicts.json'];
  const args = ['exec', ...(options ?? both), ...given, '--', './terraform', 'apply', 'plan.bin'];
  return hssGate(folder, args, env);
}

test('each address is judged by the policy of its gate', async () => {
  const verdicts = verdictsOf(['kubernetes_pod.a'], ['module.m.kubernetes_pod.b']);
  expect(await apply({ verdicts })).toMatchObject({ exitCode: 0 });
  const swapped = verdictsOf(['module.m.kubernetes_pod.b'], ['kubernetes_pod.a']);
  expect(await apply({ verdicts: swapped })).toMatchObject({
    exitCode: 125,
    stderr: expect.stringMatching(
      /^HSS_IMAGE_DENIED: plan\.bin is not applied by policy strict\.yaml: 1 image denied/,
    ),
  });
});

test('what a module holds is judged as its call is', async () => {
  const verdicts = verdictsOf(['kubernetes_pod.a'], ['module.m']);
  expect((await apply({ verdicts })).exitCode).toBe(0);
});

test('an address of two gates is judged by both, and so is one of none', async () => {
  const two = verdictsOf(
    ['kubernetes_pod.a', 'module.m.kubernetes_pod.b'],
    ['module.m.kubernetes_pod.b'],
  );
  expect((await apply({ verdicts: two })).exitCode).toBe(125);
  expect((await apply({ verdicts: verdictsOf(['kubernetes_pod.a'], []) })).exitCode).toBe(125);
});

test.each<[string, Setting, string]>([
  ['no verdicts say who judges what', {}, 'with --verdicts'],
  [
    'a policy of a gate is missing',
    { options: ['--policy', 'lax.yaml'], verdicts: verdictsOf([], []) },
    'another policy than lax.yaml',
  ],
  [
    'a policy is of no gate',
    { evidence: LAX_HASH, verdicts: verdictsOf([], []) },
    'another policy than strict.yaml',
  ],
  [
    'the verdicts are of another synthesis',
    { verdicts: { ...verdictsOf([], []), output: { decision_hash: 'other' } } },
    'from different syntheses',
  ],
])('exec ends with 125 when %s', async (_what, setting, words) => {
  expect(await apply(setting)).toMatchObject({
    exitCode: 125,
    stderr: expect.stringContaining(words),
  });
});

test('an address that is assigned to policies that are not given is judged by all that are', async () => {
  const { gates, ...rest } = verdictsOf(['module.m.kubernetes_pod.b'], ['kubernetes_pod.a']);
  const others = gates.map((gate) => ({ ...gate, policyHash: 'of no policy here' }));
  expect((await apply({ verdicts: { ...rest, gates: others } })).exitCode).toBe(125);
});

test('images that the verdicts in the stack’s folder add are judged, wherever the plan is kept', async () => {
  const folder = folderWith({
    'image-policy.yaml': POLICY,
    'plan.bin': planOf([GOOD], gatedBy(POLICY_HASH)),
    terraform: TERRAFORM,
  });
  chmodSync(join(folder, 'terraform'), 0o755);
  const stack = join(folder, 'stack');
  mkdirSync(stack);
  const images = [{ address: 'kubernetes_pod.p', reference: BAD }];
  const verdicts = { version: 1, stack: 'shop', output: { decision_hash: 'd' }, images };
  writeFileSync(join(stack, 'hss-verdicts.json'), JSON.stringify(verdicts));
  const command = ['./terraform', '-chdir=stack', 'apply', '../plan.bin'];
  expect(await hssGate(folder, ['exec', '--', ...command], env)).toMatchObject({
    exitCode: 125,
    stderr: expect.stringContaining('2 images: 1 denied'),
  });
});

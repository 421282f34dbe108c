import { constants } from 'node:buffer';
import { readPlan } from '../../src/plan';
import { failureOf } from '../support/failure';
import { change, plan, pod, read, reasonOf, referencesOf } from './support';

/** What is given in place of a plan. */
test.each<[string, Buffer | string, string]>([
  ['nothing', '', 'plan.json is empty'],
  ['a binary plan', 'PK\x03\x04…', 'is a binary plan'],
  ['no JSON', 'Terraform will perform the following actions', 'is not JSON'],
  [
    'the log of plan -json',
    '{"@level":"info"}\n{"@level":"info"}',
    'is the log of "terraform plan -json"',
  ],
  [
    'what the setup-terraform wrapper prints',
    '[command]/opt/terraform-bin show -json p\n{"format_version":"1.2"}\n::debug::exit code 0\n',
    'hashicorp/setup-terraform',
  ],
  ['a list', '[]', 'is neither a Terraform plan nor a configuration in JSON'],
  ['other JSON', '{"a":1}', 'is neither a Terraform plan nor a configuration in JSON'],
  ['a shown state', '{"format_version":"1.0","values":{"root_module":{}}}', 'is a state'],
  ['an empty shown state', '{"format_version":"1.0"}', 'is a state'],
  ['a state', '{"version":4,"terraform_version":"1.11.4","serial":3}', 'is a state'],
  ['a newer format', '{"format_version":"2.0","planned_values":{}}', 'format_version "2.0"'],
  ['an older format', '{"format_version":"0.2","planned_values":{}}', 'format_version "0.2"'],
  ['an odd format', '{"format_version":"one","planned_values":{}}', 'format_version "one"'],
  ['no list of changes', JSON.stringify(plan([], { resource_changes: {} })), 'is not a list'],
  ['a change of nothing', JSON.stringify(plan([{}])), 'resource_changes[0] does not say'],
  [
    'a change without actions',
    JSON.stringify(plan([{ address: 'a.b', type: 'a', change: {} }])),
    'resource_changes[0] has no actions',
  ],
])('%s is refused', async (_what, given, told) => {
  const error = await failureOf(() => readPlan(Buffer.from(given), 'plan.json'));
  expect(error.code).toBe('HSS_INVALID_ARGUMENT');
  expect(error.summary).toContain(told);
  expect(error.details.advice).toBeDefined();
});

test('a plan that is too large for a string is refused by name', async () => {
  // Zeros that are never written take no memory.
  const bytes = Buffer.alloc(constants.MAX_STRING_LENGTH + 1);
  const error = await failureOf(() => readPlan(bytes, 'plan.json'));
  expect([error.code, error.summary]).toEqual(['HSS_INVALID_ARGUMENT', 'plan.json is too large']);
});

test('what can’t be parsed is not quoted', async () => {
  const error = await failureOf(() => readPlan(Buffer.from('{"password": "hunter2"'), 'plan.json'));
  expect(error.message).not.toContain('hunter2');
});

test.each([
  ['UTF-16, as PowerShell writes it', (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')],
  ['a byte order mark', (text: string) => Buffer.from(`\ufeff${text}`)],
])('%s is read', (_what, encoded) => {
  const text = JSON.stringify(plan([change('kubernetes_pod.web', ['create'], pod('a/b:1'))]));
  expect(referencesOf(readPlan(encoded(text), 'plan.json').deployments[0])).toEqual(['a/b:1']);
});

describe('a synthesized configuration', () => {
  const configuration = {
    terraform: { backend: { local: {} } },
    output: { hss_gate: { value: { policy_hash: 'a' } } },
    data: { kubernetes_pod: { old: pod('a/b:0') } },
    resource: {
      kubernetes_pod: {
        web: { ...pod('a/b:1'), count: 2 },
        late: pod('${var.image}'),
      },
      terraform_data: { x: {} },
    },
  };

  test('counts as created, except for its data sources', () => {
    const planned = read(configuration, 'cdk.tf.json');
    expect(planned).toMatchObject({
      kind: 'configuration',
      passed: [{ address: 'data.kubernetes_pod.old' }],
      evidence: { value: { policy_hash: 'a' } },
    });
    const { deployments } = planned;
    expect(deployments.map(({ address }) => address)).toEqual([
      'kubernetes_pod.web',
      'kubernetes_pod.late',
      'terraform_data.x',
    ]);
    expect(deployments.map(referencesOf)).toEqual([['a/b:1'], [], []]);
    expect(deployments.map(reasonOf)).toEqual(['', expect.stringContaining('${var.image}'), '']);
  });
});

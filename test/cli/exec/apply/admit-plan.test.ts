import { join } from 'node:path';
import { AdmissionOptions, admitPlan } from '../../../../src/cli/exec/apply/admit-plan';
import { HssError } from '../../../../src/contract/error';
import { failureOf } from '../../../support/failure';
import { GOOD, POLICY, folderWith, planOf } from '../../../support/gated-plans';

/** The judgement of a saved plan, by an HSS that fails. */

test.each([
  {
    advice: 'try again; ask for less at a time, or raise deadlineSeconds',
    says: 'ask for less at a time, or raise --deadline',
  },
  { advice: 'narrow the query, or raise maxRows', says: 'narrow the query' },
])('the advice $advice is given in words of the command', async ({ advice, says }) => {
  const folder = folderWith({ 'image-policy.yaml': POLICY });
  const error = new HssError('HSS_TIMEOUT', 'HSS did not answer', { advice });
  const upstream = {
    endpoint: 'https://hss.example',
    projectId: 'p-1',
    source: 'live',
    list: () => Promise.reject(error),
  };
  const by = {
    policy: [join(folder, 'image-policy.yaml')],
    upstream: () => Promise.resolve(upstream),
    say: () => undefined,
  } as unknown as AdmissionOptions;
  const json = Buffer.from(JSON.stringify(planOf([GOOD])));
  const { message } = await failureOf(() => admitPlan(json, 'plan.bin', by));
  expect(message).toContain(says);
  expect(message).not.toMatch(/deadlineSeconds|maxRows/);
});

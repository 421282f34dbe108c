import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApplyJudge, JudgeOptions } from '../../../../src/cli/exec/apply/apply-judge';
import { PrivateFolder } from '../../../../src/cli/exec/private-folder';

/** The last line of `exec`, and what it says of a plan that does not exist. */

const cwd = mkdtempSync(join(tmpdir(), 'hss-summary-'));
const folder = new PrivateFolder();

const NONE = 'hss-gate exec: no saved plan was judged';

function judgeBy(options: JudgeOptions): ApplyJudge {
  return new ApplyJudge(options, folder, () => Promise.reject(new Error('nothing is asked')));
}

function admit(judge: ApplyJudge, args: readonly string[]): Promise<unknown> {
  const call = { binary: '/nowhere/terraform', args, environment: {}, cwd };
  return judge.admit(call, () => undefined);
}

test.each<{ what: string; options?: JudgeOptions; calls: string[][]; summary: string | undefined }>(
  [
    { what: 'no call of Terraform', calls: [], summary: undefined },
    { what: 'a plan', calls: [['plan', '-out=p.bin']], summary: undefined },
    { what: 'a destroy', calls: [['destroy']], summary: undefined },
    { what: 'apply -destroy', calls: [['apply', '-destroy']], summary: undefined },
    { what: 'an apply without a saved plan', calls: [['plan'], ['apply']], summary: NONE },
    { what: '--policy', options: { policy: ['p.yaml'] }, calls: [], summary: NONE },
    { what: '--verdicts', options: { verdicts: 'v.json' }, calls: [['plan']], summary: NONE },
    { what: '--allow-ungated', options: { allowUngated: true }, calls: [], summary: NONE },
    { what: '--require-saved-plan', options: { requireSavedPlan: true }, calls: [], summary: NONE },
  ],
)('after $what the summary is $summary', async ({ options = {}, calls, summary }) => {
  const judge = judgeBy(options);
  for (const args of calls) await admit(judge, args);
  expect(judge.summary()).toBe(summary);
});

test.each([
  { globals: [], advice: 'check the path, or write the plan first: terraform plan -out=FILE' },
  {
    globals: ['-chdir=.'],
    advice: 'check the path, which is relative to the directory that -chdir names',
  },
])('the advice about a missing plan fits the call: $globals', async ({ globals, advice }) => {
  const judge = judgeBy({});
  await expect(admit(judge, [...globals, 'apply', 'none.bin'])).rejects.toThrow(
    `HSS_INVALID_ARGUMENT: the plan none.bin can't be read (ENOENT)\n  what to do: ${advice}`,
  );
  expect(judge.summary()).toBe('hss-gate exec: 1 saved plan: none.bin (refused)');
});

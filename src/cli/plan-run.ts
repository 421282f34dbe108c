import { HssError } from '../contract/error';
import { evidenceProblems, isDenied, planText } from '../plan';
import { Enforcement, policyHash } from '../policy';
import type { Upstream } from '../proxy';
import { StackReport, isRefused } from '../report/stack-report';
import { ConnectionFlags, enterpriseProjectOf, openUpstream } from './connection-options';
import { judgePlan } from './judge-plan';
import { POLICY_FILE } from './judging-options';
import { readPlanInput } from './plan-input';
import { findPolicyFile, readPolicyAt } from './policy-file';

/** What commander makes of the options of `hss-gate plan`. */
export interface PlanOptions extends ConnectionFlags {
  readonly policy?: string;
  readonly verdicts?: string;
  readonly undeterminable: 'deny' | 'warn';
  readonly requireGate?: true;
}

const DENIED = 2;
const UNDECIDED = 1;

/** Judges what a plan would deploy: the result goes to stdout, and into the exit code. */
export async function runPlan(file: string, options: PlanOptions): Promise<void> {
  // Whoever reads the result may close the pipe early; the exit code says it all the same.
  process.stdout.on('error', () => undefined);
  const inputs = await readPlanInput(file, options.verdicts);
  const policyFile = options.policy ?? findPolicyFile();
  if (policyFile === undefined) {
    throw new HssError('HSS_INVALID_ARGUMENT', `there is no ${POLICY_FILE} here or above`, {
      advice: 'name the policy by --policy',
    });
  }
  const policy = readPolicyAt(policyFile);
  const hash = policyHash(policy);
  say(`policy: ${policyFile} (${hash})`);
  let opened: Promise<Upstream> | undefined;
  const colour = process.stdout.isTTY === true && (process.env.NO_COLOR ?? '') === '';
  const reports: StackReport[] = [];
  try {
    for (const input of inputs) {
      for (const note of input.planned.notes) say(note);
      const report = await judgePlan(input, {
        policy,
        upstream: () => (opened ??= openUpstream(options)),
        ...enterpriseProjectOf(options),
        enforcement: Enforcement.DENY,
        undeterminable: options.undeterminable === 'warn' ? Enforcement.WARN : Enforcement.DENY,
        judge: 'hss-gate plan',
        problems: options.requireGate ? evidenceProblems(input.planned, hash) : [],
      });
      process.stdout.write(planText(report, { colour }));
      reports.push(report);
    }
  } finally {
    await opened?.then((upstream) => upstream.close()).catch(() => undefined);
  }
  process.exitCode = exitCodeOf(reports);
}

/** A denial outweighs what could not be decided: it would stand whatever that came to. */
function exitCodeOf(reports: readonly StackReport[]): number {
  if (reports.some(isDenied)) return DENIED;
  return reports.some(isRefused) ? UNDECIDED : 0;
}

function say(message: string): void {
  process.stderr.write(`${message}\n`);
}

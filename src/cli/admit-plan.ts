import { HssError, HssErrorCode } from '../contract/error';
import { stackFolderProblems } from '../files/stack-files';
import {
  GATE_OUTPUT,
  deploysNothing,
  enforcementOf,
  isDenied,
  isGatedBy,
  readPlan,
  warningTexts,
} from '../plan';
import { Decision, Enforcement, policyHash } from '../policy';
import type { Upstream } from '../proxy';
import { StackReport, isRefused } from '../report/stack-report';
import { countsText, refusalText } from '../report/text';
import { judgePlan } from './judge-plan';
import { PlanInput, judgedWith, readVerdictsAt, withVerdictsBeside } from './plan-input';
import { findPolicyFile, noPolicyText, readPolicyAt } from './policy-file';

export interface Admitting {
  readonly policy?: string;
  readonly verdicts?: string;
  /** Where the saved plan is. */
  readonly planFile?: string;
  /** The folder in which Terraform applies it. */
  readonly folder?: string;
  readonly undeterminable?: 'deny' | 'warn';
  readonly enterpriseProjectId?: string;
  /** Opens what is asked; called only when there is something to ask. */
  readonly upstream: () => Promise<Upstream>;
  readonly say: (message: string) => void;
}

/** What became of a saved plan that is not refused. */
export interface Admitted {
  /** It makes nothing, so it needs neither HSS nor a policy. */
  readonly harmless: boolean;
}

/**
 * Judges a saved plan before it is applied.
 * @param json what `terraform show -json` prints of it
 * @throws HssError when it is refused, or can't be judged
 */
export async function admitPlan(json: Buffer, name: string, by: Admitting): Promise<Admitted> {
  const planned = readPlan(json, name);
  // Whatever HSS says, and even when it is down, what makes things fewer goes through.
  if (deploysNothing(planned)) return { harmless: true };
  const policyFile = by.policy ?? findPolicyFile(by.say);
  if (policyFile === undefined) {
    if (planned.evidence === undefined) {
      by.say(`hss-gate exec: ${name} is not judged: ${noPolicyText()}, nor --policy`);
      return { harmless: false };
    }
    throw new HssError(
      'HSS_INVALID_ARGUMENT',
      `${name} is a plan of a gated stack, and ${noPolicyText()}`,
      { advice: 'name the policy that its stack is gated by: hss-gate exec --policy FILE' },
    );
  }
  const policy = readPolicyAt(policyFile);
  const hash = policyHash(policy);
  if (planned.evidence !== undefined && !isGatedBy(planned, hash)) {
    throw new HssError(
      'HSS_IMAGE_DENIED',
      `${name} is not applied: by its output ${GATE_OUTPUT} it was judged by another policy than ${policyFile} (${hash})`,
      {
        advice:
          'plan anew with a stack that is synthesized by this policy, or name its own by --policy',
      },
    );
  }
  const enforcement = enforcementOf(planned);
  const input: PlanInput =
    by.verdicts === undefined
      ? withVerdictsBeside({ name, planned }, by.planFile ?? name)
      : judgedWith({ name, planned }, readVerdictsAt(by.verdicts));
  for (const note of planned.notes) by.say(`hss-gate exec: ${note}`);
  const { report } = await judgePlan(input, {
    policy,
    upstream: by.upstream,
    ...(by.enterpriseProjectId === undefined
      ? {}
      : { enterpriseProjectId: by.enterpriseProjectId }),
    enforcement,
    undeterminable: by.undeterminable === 'warn' ? Enforcement.WARN : enforcement,
    judge: 'hss-gate exec',
    problems: stackFolderProblems(by.folder, [policy]),
    say: (text) => by.say(`hss-gate exec: ${text}`),
  });
  const colour = process.stderr.isTTY === true && (process.env.NO_COLOR ?? '') === '';
  if (isRefused(report)) {
    throw new HssError(
      codeOf(report),
      `${name} is not applied by policy ${policyFile}: ${countsText(report)}\n\n${refusalText(report, { colour })}\n`,
      { advice: adviceFor(report) },
    );
  }
  for (const text of warningTexts(report, { colour })) by.say(`hss-gate exec warns:\n${text}`);
  return { harmless: false };
}

/** Where nothing is denied, the code of what kept it from being decided. */
function codeOf(report: StackReport): HssErrorCode {
  return isDenied(report) ? 'HSS_IMAGE_DENIED' : report.undecided[0].error.code;
}

function adviceFor(report: StackReport): string {
  return [
    ...(report.undecided.length > 0 ? ['mend what kept HSS from answering'] : []),
    ...(report.images.some(({ verdict }) => verdict.decision === Decision.DENY)
      ? ['deploy images that pass, or have the owner of the policy change it']
      : []),
    ...(report.undeterminable.some(({ decision }) => decision === Decision.DENY)
      ? [
          'give what the stack declares by --verdicts, or have the owner of the policy declare or except it',
        ]
      : []),
    ...(report.conflicts.length > 0 ? ['plan anew'] : []),
  ].join('. ');
}

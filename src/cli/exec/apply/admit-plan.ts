import { HssError } from '../../../contract/error';
import { refuseForeignFiles } from '../../../files/stack-files';
import {
  Deployments,
  assignedTo,
  deploysNothing,
  enforcementOf,
  isGatedBy,
  readPlan,
  warningTexts,
} from '../../../plan';
import { Enforcement, FeedSource, Policy, policyHash } from '../../../policy';
import type { Upstream } from '../../../proxy';
import { countsText } from '../../../report/counts';
import { StackReport, isDenied, isRefused } from '../../../report/stack-report';
import { RefusalAdvice, refusalAdvice, refusalCode } from '../../../report/text/refusal';
import { refusalText } from '../../../report/text/verdict-text';
import { plain } from '../../../util/safe-text';
import { sentences } from '../../../util/text';
import { mayColour } from '../../../util/colour';
import { GATE_OUTPUT, VERDICTS_FILE } from '../../../util/gate-names';
import { judgePlan } from '../../plan/judge-plan';
import { PlanInput, judgedWith, readVerdictsAt, withVerdictsBeside } from '../../plan/input';
import { adviseInCommandWords } from '../../shared/command-words';
import { commandDeadline } from '../../shared/connection-options';
import {
  noPolicyText,
  policyFilesOr,
  policyText,
  readPolicyAt,
} from '../../shared/policy/policy-file';

export interface AdmissionOptions {
  /** Policy files; by default, the nearest one. */
  readonly policy?: readonly string[];
  /** Replaces the feeds that the policies name. */
  readonly feed?: FeedSource;
  readonly verdicts?: string;
  /** The path of the saved plan. */
  readonly planFile?: string;
  /** The folder in which Terraform applies it. */
  readonly folder?: string;
  /** `warn` has an effect only if the stack's gates only warn, too. */
  readonly enforcement?: 'deny' | 'warn';
  readonly undeterminable?: 'deny' | 'warn';
  /** Whether the plan of an ungated stack passes if no policy is found. */
  readonly allowUngated?: boolean;
  readonly enterpriseProjectId?: string;
  /** Seconds that one judgement may take. */
  readonly deadline?: number;
  /** Opens the upstream; called only if there is something to query. */
  readonly upstream: () => Promise<Upstream>;
  readonly say: (message: string) => void;
}

/**
 * Why a saved plan may be applied: it deploys nothing, all its images pass, or there is no policy
 * and none is required.
 */
export type Admitted = 'harmless' | 'allowed' | 'ungated';

interface LoadedPolicy {
  readonly file: string;
  readonly policy: Policy;
  readonly hash: string;
}

/**
 * Judges a saved plan before it is applied.
 * @param json the output of `terraform show -json` for it
 * @throws HssError when it is refused, or can't be judged
 */
export async function admitPlan(
  json: Buffer,
  name: string,
  by: AdmissionOptions,
): Promise<Admitted> {
  const planned = readPlan(json, name);
  // A plan that only deletes always passes, even if HSS is down.
  if (deploysNothing(planned)) return 'harmless';
  const files = policyFilesOr(by.policy, by.say);
  if (files.length === 0) return withoutPolicy(planned, name, by);
  const policies = files.map((file) => load(file, by.feed));
  checkEvidence(planned, name, policies);
  const isWarning = by.enforcement === 'warn' && enforcementOf(planned) === Enforcement.WARN;
  const enforcement = isWarning ? Enforcement.WARN : Enforcement.DENY;
  for (const note of planned.notes) by.say(`hss-gate exec: ${plain(note)}`);
  refuseForeignFiles(
    name,
    by.folder,
    policies.map(({ policy }) => policy),
  );
  const judged: { readonly report: StackReport; readonly file: string }[] = [];
  // Unlike the proxy, which serves Terraform as long as it runs, this judgement has one deadline
  // for all its lists.
  const deadline = commandDeadline(by);
  const upstream = async (): Promise<Upstream> => {
    const opened = await by.upstream();
    return adviseInCommandWords(opened.within?.(deadline) ?? opened);
  };
  for (const [input, { policy, file }] of partsOf({ name, planned }, policies, by)) {
    const { report } = await judgePlan(input, {
      policy,
      upstream,
      ...(by.enterpriseProjectId === undefined
        ? {}
        : { enterpriseProjectId: by.enterpriseProjectId }),
      enforcement,
      undeterminable: by.undeterminable === 'warn' ? Enforcement.WARN : enforcement,
      judge: 'hss-gate exec',
      say: (text) => by.say(`hss-gate exec: ${text}`),
    });
    judged.push({ report, file });
  }
  const colour = mayColour(process.stderr, process.env);
  const refusedBy = judged.filter(({ report }) => isRefused(report));
  const refused = refusedBy.map(({ report }) => report);
  if (refused.length > 0) {
    const counts = countsText(refused);
    const texts = refused.map((report) => refusalText(report, { colour })).join('\n\n');
    throw new HssError(
      refusalCode(refused.find(isDenied) ?? refused[0]),
      `${name} is not applied by policy ${refusedBy.map(({ file }) => file).join(' and ')}: ${counts}\n\n${texts}\n`,
      { advice: sentences(refusalAdvice(refused, ADVICE)), isColoured: colour },
    );
  }
  for (const text of judged.flatMap(({ report }) => warningTexts(report, { colour }))) {
    by.say(`hss-gate exec warns:\n${text}`);
  }
  return 'allowed';
}

/**
 * Admits the plan of an ungated stack if the command line allows that without a policy.
 * @throws HSS_INVALID_ARGUMENT
 */
function withoutPolicy(planned: Deployments, name: string, by: AdmissionOptions): Admitted {
  const isGated = planned.evidence !== undefined;
  if (by.allowUngated === true && !isGated) {
    by.say(
      `hss-gate exec: ${plain(name)} is not judged: ${noPolicyText()}, and --policy is not given`,
    );
    return 'ungated';
  }
  const what = isGated ? 'of a gated stack' : 'not judged';
  throw new HssError('HSS_INVALID_ARGUMENT', `${name} is ${what}, but ${noPolicyText()}`, {
    advice: isGated
      ? 'name the policy of its gate: hss-gate exec --policy FILE'
      : 'name a policy with --policy FILE, or apply it without a judgement with --allow-ungated',
  });
}

function load(file: string, feed: FeedSource | undefined): LoadedPolicy {
  const policy = readPolicyAt(file, feed);
  return { file, policy, hash: policyHash(policy) };
}

/**
 * Compares the plan's evidence with the policies' hashes: a stack with several gates has the hashes
 * of all their policies.
 */
function checkEvidence(
  planned: Deployments,
  name: string,
  policies: readonly LoadedPolicy[],
): void {
  const all = [...new Set(policies.map(({ hash }) => hash))].sort().join(',');
  if (planned.evidence === undefined || isGatedBy(planned, all)) return;
  const named = policies.map(({ file, policy }) => policyText(file, policy)).join(' and ');
  throw new HssError(
    'HSS_IMAGE_DENIED',
    `${name} is not applied: its output ${GATE_OUTPUT} says that another policy than ${named} judged it`,
    {
      advice:
        'synthesize the stack with this policy and plan again, or name the policy of each of its gates with --policy',
    },
  );
}

/**
 * Returns what each policy judges: with several policies, the resources that the verdicts assign to
 * it.
 */
function partsOf(
  bare: PlanInput,
  policies: readonly LoadedPolicy[],
  { verdicts: file, planFile, folder }: AdmissionOptions,
): readonly (readonly [PlanInput, LoadedPolicy])[] {
  const [first] = policies;
  if (file === undefined) {
    if (policies.length === 1)
      return [[withVerdictsBeside(bare, planFile ?? bare.name, folder), first]];
    throw new HssError(
      'HSS_INVALID_ARGUMENT',
      `${policies.length} policies are given, but not which of them judges which resource`,
      { advice: `name the stack's ${VERDICTS_FILE} with --verdicts` },
    );
  }
  const verdicts = readVerdictsAt(file);
  const input = judgedWith(bare, verdicts);
  if (policies.length === 1) return [[input, first]];
  const hashes = policies.map(({ hash }) => hash);
  return policies.map((policy, at) => {
    const part = assignedTo(input.planned, verdicts.assignments, policy.hash, hashes);
    // Only the first part has the gaps, so that they are printed once.
    const planned = at === 0 ? part : { ...part, gaps: [] };
    return [{ ...input, planned }, policy];
  });
}

const ADVICE: RefusalAdvice = {
  undecided: 'fix the error above, then apply again',
  unreadable: 'write references as domain/namespace/name:tag, in plain text that is known at plan',
  undeterminable:
    "name the stack's declarations with --verdicts, or ask the owner of the policy to declare or except the images",
  conflicts: 'plan again',
};

import { evidenceProblems } from '../../plan';
import { foreignFileText, foreignFiles } from '../../files/stack-files';
import { Enforcement, Policy, policyHash } from '../../policy';
import { plain } from '../../util/safe-text';
import { cut, enumerate } from '../../util/text';
import type { JudgedResource } from '../../report/coverage/resource-report';
import { StackReport } from '../../report/stack-report';
import { AskedUpstream } from '../shared/asked-upstream';
import {
  ConnectionFlags,
  enterpriseProjectOf,
  refuseOtherEndpoint,
  refuseSnapshot,
} from '../shared/connection-options';
import { judgePlan, unmatchedTexts } from './judge-plan';
import { namedFeedSource } from '../shared/policy/feed-option';
import { OutputFlags, checkOutputs } from '../shared/output/options';
import { finishRun } from '../shared/output/report';
import { PlanInput, readPlanInput } from './input';
import {
  policyFileFor,
  sayPolicy,
  readPolicyAt,
  reportedPolicy,
} from '../shared/policy/policy-file';
import { RunFlags, sayUnlessQuiet } from '../shared/run-options';
import { asResultProcess } from '../shared/result-process';

/** What commander parses from the options of `hss-gate plan`. */
export interface PlanOptions extends ConnectionFlags, OutputFlags, RunFlags {
  readonly policy?: string;
  readonly feed?: string;
  readonly verdicts?: string;
  readonly undeterminable: 'deny' | 'warn';
  readonly requireGate?: true;
}

/** Judges the images that a plan would deploy. */
export async function runPlan(file: string, options: PlanOptions): Promise<void> {
  asResultProcess();
  const say = sayUnlessQuiet(options);
  refuseSnapshot(options);
  refuseOtherEndpoint(options);
  const policyFile = policyFileFor(options.policy, say);
  checkOutputs(options.output ?? [], [
    file,
    policyFile,
    options.feed,
    options.verdicts,
    options.snapshot,
  ]);
  const inputs = await readPlanInput(file, options.verdicts);
  const policy = readPolicyAt(policyFile, namedFeedSource(options.feed));
  const hash = policyHash(policy);
  sayPolicy(policyFile, policy, options.feed, say);
  const folders = inputs.flatMap(({ folder }) => (folder === undefined ? [] : [plain(folder)]));
  if (folders.length > 0) {
    say(`${folders.length === 1 ? 'stack' : `${folders.length} stacks`}: ${folders.join(', ')}`);
  }
  const evaluatedAt = new Date().toISOString();
  const upstream = new AskedUpstream(options);
  const parts: StackReport[] = [];
  const resources: JudgedResource[] = [];
  // Several stacks share one policy and its warnings, which are printed once.
  const said = new Set<string>();
  const sayOnce = (text: string): void => {
    if (!said.has(text)) say(text);
    said.add(text);
  };
  try {
    for (const input of inputs) {
      for (const note of input.planned.notes) say(plain(note));
      if (options.requireGate) localEndpointTexts(input).forEach(sayOnce);
      const judged = await judgePlan(input, {
        policy,
        upstream: upstream.open,
        ...enterpriseProjectOf(options),
        enforcement: Enforcement.DENY,
        undeterminable: options.undeterminable === 'warn' ? Enforcement.WARN : Enforcement.DENY,
        judge: 'hss-gate plan',
        say: sayOnce,
        problems: [
          ...(options.requireGate ? evidenceProblems(input.planned, hash) : []),
          ...filesBeside(input, policy),
        ],
      });
      parts.push(judged.report);
      resources.push(...judged.resources);
    }
    unmatchedTexts(policy, resources).forEach(say);
  } finally {
    await upstream.close();
  }
  const subject = file === '-' ? inputs[0].name : file;
  await finishRun(
    {
      command: 'plan',
      evaluatedAt,
      policy: reportedPolicy(policyFile, policy),
      answeredBy: upstream.answeredBy,
      subject,
      parts,
    },
    options,
  );
}

/** A stack has few connections, but a forged file may name thousands of endpoints. */
const MOST_ENDPOINTS = 3;

/**
 * Warns that a gate's answers may be simulated. Its evidence calls them live, because a server
 * answered.
 */
function localEndpointTexts({ name, localEndpoints = [] }: PlanInput): string[] {
  if (localEndpoints.length === 0) return [];
  const endpoints = enumerate(
    localEndpoints.map((endpoint) => cut(endpoint)),
    MOST_ENDPOINTS,
  );
  return [
    plain(
      `warning: the gate of ${name} was answered by ${endpoints} on the machine of the synth, which may be a simulator and not Huawei Cloud; synthesize again with hss-gate exec --expect-endpoint URL`,
    ),
  ];
}

/** Returns texts about files beside a stack's configuration for which the stack is denied. */
function filesBeside({ folder }: PlanInput, policy: Policy): string[] {
  return folder === undefined ? [] : foreignFiles(folder, [policy]).map(foreignFileText);
}

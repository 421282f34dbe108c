import { createHash } from 'node:crypto';
import {
  Decision,
  Enforcement,
  JudgedVulnerability,
  PolicyException,
  canonicalJson,
  fileLineText,
  judgedDigest,
  policyHash,
} from '../../../policy';
import { HssError } from '../../../contract/error';
import { AnswerSource, distinctSources } from '../../../report/answered-by';
import { resourceJson, undeterminableJson } from '../../../report/coverage/resource-json';
import { feedJson } from '../../../report/feed';
import { StackReport } from '../../../report/stack-report';
import { graceEnds } from '../../../report/vulnerabilities/grace';
import { AdmittedGate } from './stack-decision';

/** The output of a stack that was synthesized to be destroyed, for which nothing was judged. */
export const DESTROY_OUTPUT = { policy_hash: '', source: 'none', enforcement: 'DENY' };

/** The sources from the most to the least trustworthy. */
const SOURCES = ['live', 'replay', 'fixture'];

/**
 * Returns the value of the stack's output `hss_gate`: the policies and source of all its gates, and
 * a hash of their decisions. It contains no time, so that an identical synth does not change the
 * plan.
 */
export function evidenceOutput(report: StackReport, gates: readonly AdmittedGate[]): object {
  const policies = [...new Set(gates.map(({ judging }) => policyHash(judging.policy)))].sort();
  const sources = gates.map(({ judging }) => judging.connection._sourceKind());
  const warns = gates.some(
    ({ judging, undeterminable }) =>
      judging.enforcement === Enforcement.WARN || undeterminable === Enforcement.WARN,
  );
  const decided = {
    policies,
    images: report.images
      .map(({ verdict, address }) => ({
        address,
        reference: verdict.reference,
        digest: judgedDigest(verdict),
        decision: verdict.decision,
      }))
      .map(canonicalJson)
      .sort(),
    undeterminable: report.undeterminable.map(({ address }) => address).sort(),
    ignored: report.ignored.map(({ address }) => address).sort(),
  };
  return {
    // A pipeline compares it with the hash of its policy. The hashes of several policies match
    // none.
    policy_hash: policies.join(','),
    // The least trustworthy of several sources.
    source: SOURCES[Math.max(...sources.map((source) => SOURCES.indexOf(source)))] ?? 'live',
    enforcement: warns ? Enforcement.WARN : Enforcement.DENY,
    decision_hash: createHash('sha256').update(canonicalJson(decided)).digest('hex'),
  };
}

/** Returns the content of `hss-verdicts.json` (see `schema/hss-verdicts.schema.json`). */
export function verdictsFile(
  report: StackReport,
  gates: readonly AdmittedGate[],
  uses: readonly { readonly used: readonly PolicyException[] }[],
  now: number,
): string {
  const used = new Set(uses.flatMap(({ used }) => used));
  const content = {
    version: 1,
    stack: report.stack,
    decidedAt: new Date(now).toISOString(),
    output: evidenceOutput(report, gates),
    gates: gates.map(({ judging, undeterminable }) => ({
      path: judging.path,
      policyHash: policyHash(judging.policy),
      ...(judging.policy.feed === undefined ? {} : { feed: feedJson(judging.policy.feed) }),
      ...answeredJson(judging.connection._answerSource()),
      asked: hasAsked(report, judging.path),
      enforcement: judging.enforcement,
      undeterminable,
      pinning: judging.pinning,
    })),
    images: report.images.map(({ verdict, address, gate, declared }) => ({
      reference: verdict.reference,
      decision: verdict.decision,
      ...(verdict.pinnedReference === undefined
        ? {}
        : { pinnedReference: verdict.pinnedReference }),
      ...(address === undefined ? {} : { address }),
      ...(verdict.path === undefined ? {} : { path: verdict.path }),
      gate,
      ...(declared === true ? { declared } : {}),
      findings: verdict.findings,
      ...(verdict.image === undefined
        ? {}
        : { image: verdict.image, imageSource: verdict.imageSource }),
      ...(verdict.platforms === undefined ? {} : { platforms: verdict.platforms }),
      ...graceJson(verdict.vulnerabilities),
    })),
    undeterminable: report.undeterminable
      .filter(({ decision }) => decision !== Decision.DENY)
      .map(undeterminableJson),
    ignored: report.ignored,
    exceptions: [...used].map(exceptionJson),
    resources: report.resources.map(resourceJson),
  };
  return `${JSON.stringify(content, undefined, 2)}\n`;
}

/**
 * Returns the sources that answered the gates with images. A snapshot that can't be read is an
 * error of its images, so here it has no details.
 */
export function answeredBy(
  report: StackReport,
  gates: readonly Pick<AdmittedGate, 'judging'>[],
): AnswerSource[] {
  // An undecided image does not name its gate.
  const asked = gates.filter(
    ({ judging }) => report.undecided.length > 0 || hasAsked(report, judging.path),
  );
  const sources = asked.map(({ judging: { connection } }): AnswerSource => {
    try {
      return connection._answerSource();
    } catch (error) {
      if (error instanceof HssError) return { source: 'replay' };
      throw error;
    }
  });
  return distinctSources(sources);
}

/** Returns whether a gate had an image to judge. */
function hasAsked(report: StackReport, gate: string): boolean {
  return report.images.some((image) => image.gate === gate);
}

/** Returns the vulnerabilities in their grace period. The reports contain the others. */
function graceJson(vulnerabilities: readonly JudgedVulnerability[] | undefined): object {
  const inGrace = graceEnds(vulnerabilities);
  return inGrace.length === 0 ? {} : { inGrace };
}

function exceptionJson({ origin, ...exception }: PolicyException): object {
  return { ...exception, ...(origin === undefined ? {} : { origin: fileLineText(origin) }) };
}

/** Returns a source without the age of a snapshot, which would change with every synth. */
function answeredJson({ recordedAt, ...source }: AnswerSource): object {
  return {
    ...source,
    ...(recordedAt === undefined ? {} : { snapshotRecordedAt: new Date(recordedAt).toISOString() }),
  };
}

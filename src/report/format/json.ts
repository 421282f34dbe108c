import { sourcesJson } from '../answered-by';
import { countsOf } from '../counts';
import { stateOf } from '../entries';
import { feedJson } from '../feed';
import { jsonText } from '../json-text';
import { resourceJson, undeterminableJson } from '../coverage/resource-json';
import { RunReport } from '../run-report';
import { StackReport, imagesByResource, isRefused } from '../stack-report';

/** Renders a run as JSON, as described by `schema/hss-report.schema.json`. */
export function renderJson(report: RunReport): string {
  const { command, version, evaluatedAt, policy, answeredBy, subject, outcome, parts } = report;
  return jsonText({
    version: 1,
    tool: { name: 'hss-gate', version, command },
    evaluatedAt,
    policy: {
      file: policy.file,
      hash: policy.hash,
      ...(policy.feed === undefined ? {} : { feed: feedJson(policy.feed) }),
    },
    answeredBy: sourcesJson(answeredBy, Date.parse(evaluatedAt)),
    ...(subject === undefined ? {} : { subject }),
    outcome,
    counts: countsOf(report),
    parts: parts.map(partOf),
  });
}

function partOf(part: StackReport): object {
  return {
    stack: part.stack,
    refused: isRefused(part),
    images: imagesByResource(part).map(({ verdict, address, gate }) => ({
      reference: verdict.reference,
      decision: verdict.decision,
      state: stateOf(verdict),
      pinnedReference: verdict.pinnedReference,
      address,
      path: verdict.path,
      gate,
      source: verdict.source,
      evaluatedAt: verdict.evaluatedAt,
      policyHash: verdict.policyHash,
      findings: verdict.findings.map(({ ruleId, message, platforms, actual, limit, waivedBy }) => ({
        ruleId,
        message,
        platforms,
        actual,
        limit,
        waivedBy,
      })),
      image: verdict.image,
      imageSource: verdict.imageSource,
      platforms: verdict.platforms,
      vulnerabilities: verdict.vulnerabilities,
    })),
    undecided: part.undecided.map(({ reference, path, error }) => ({
      reference,
      path,
      code: error.code,
      summary: error.summary,
      message: error.message,
    })),
    undeterminable: part.undeterminable.map(undeterminableJson),
    ignored: part.ignored.map(({ address, path, gate }) => ({ address, path, gate })),
    resources: part.resources.map(resourceJson),
    conflicts: part.conflicts,
  };
}

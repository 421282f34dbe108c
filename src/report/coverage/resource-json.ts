import { ReportedResource, ResourceDoubt, UndeterminableResource } from './resource-report';

/**
 * Converts the outcome of a resource to JSON, as in `hss-report.schema.json` and
 * `hss-verdicts.schema.json`.
 */
export function resourceJson(resource: ReportedResource): object {
  const { address, type, path, gate, outcome, found, doubts, harmless, notes } = resource;
  const { declaredBy, waivedBy } = resource;
  return {
    address,
    type,
    ...(path === undefined ? {} : { path }),
    gate,
    outcome,
    found: found.map(({ reference, where }) => ({
      reference,
      ...(where === undefined ? {} : { path: where }),
    })),
    doubts: doubts.map(doubtJson),
    harmless,
    ...(declaredBy === undefined ? {} : { declaredBy }),
    ...(waivedBy === undefined ? {} : { waivedBy }),
    notes,
  };
}

/** Converts a resource in doubt and its decision to JSON, as in both schemas. */
export function undeterminableJson(resource: UndeterminableResource): object {
  const { address, path, reason, doubts, gate, decision, finding } = resource;
  return {
    address,
    ...(path === undefined ? {} : { path }),
    reason,
    doubts: doubts.map(doubtJson),
    gate,
    decision,
    ruleId: finding.ruleId,
    ...(finding.waivedBy === undefined ? {} : { waivedBy: finding.waivedBy }),
  };
}

function doubtJson({ where, reason }: ResourceDoubt): object {
  return { path: where, reason };
}

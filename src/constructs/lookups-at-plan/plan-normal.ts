import { EndpointSpec, FieldSpec, Recheck } from '../../contract/fields';
import { Hcl, stringLiteral } from '../../policy/hcl/expression';
import { PlanQuery } from './plan-query';

/** What reads rows in HCL, as src/contract/row.ts and recheck.ts do at synth. */

/**
 * The rows of a decoded page: a single object is a list of one, null or nothing an empty one. In parentheses, because an
 * index would belong to the splat.
 */
export function rowsHcl(page: Hcl): Hcl {
  return `(try(${page}.data_list, null)[*])`;
}

/**
 * Rows with the contract's fields by the names of their props, and without those that contradict the query: HSS's filters
 * have been seen to be inaccurate. A row that lacks a filter's field can't contradict it.
 */
export function normalRows(spec: EndpointSpec, query: PlanQuery, raws: Hcl): Hcl {
  return matching(spec, query, raws, Object.keys(spec.fields));
}

/** HCL: how many of the rows the query's filters leave. */
export function countOf(spec: EndpointSpec, query: PlanQuery, raws: Hcl): Hcl {
  return `length(${matching(spec, query, raws, [])})`;
}

function matching(spec: EndpointSpec, query: PlanQuery, raws: Hcl, props: readonly string[]): Hcl {
  const checks = Object.entries(spec.parameters).flatMap(([prop, { recheck }]) => {
    const wanted = query.wanted(prop);
    return recheck === undefined || wanted === undefined ? [] : [{ recheck, wanted }];
  });
  const needed = new Set([...props, ...checks.map(({ recheck }) => recheck.field)]);
  const fields = [...needed].map((prop) => `${prop} = ${fieldOf(spec.fields[prop])}`);
  const rows = `[for r in ${raws} : { ${fields.join(', ')} }]`;
  if (checks.length === 0) return rows;
  const conditions = checks.map(({ recheck, wanted }) => holds(recheck, wanted));
  return `[for r in ${rows} : r if ${conditions.join(' && ')}]`;
}

/** A field's value, null where it is missing or of another JSON type. Equality converts no types; functions do. */
function fieldOf({ kind, name }: FieldSpec): Hcl {
  const value = `r.${name}`;
  const same = { string: 'tostring', enum: 'tostring', integer: 'floor', boolean: 'tobool' }[kind];
  return `try(${value} == ${same}(${value}) ? ${value} : null, null)`;
}

function holds({ field, test }: Recheck, wanted: Hcl): Hcl {
  const value = `r.${field}`;
  return `(${value} == null || ${wanted} == null ? true : ${held(test, value, wanted)})`;
}

function held(test: Recheck['test'], value: Hcl, wanted: Hcl): Hcl {
  switch (test) {
    case 'equals':
      // An empty ID asks for nothing that could be compared.
      return `contains([${stringLiteral('')}, ${value}], tostring(${wanted}))`;
    case 'oneOf':
      return `contains(${wanted}, ${value})`;
    case 'atLeast':
      return `${value} >= ${wanted}`;
    case 'atMost':
      return `${value} <= ${wanted}`;
    case 'positive':
      return `(${value} > 0) == tobool(${wanted})`;
    case 'whenTrue':
      return `(!tobool(${wanted}) || ${value} == true)`;
  }
}

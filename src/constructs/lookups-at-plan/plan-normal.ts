import { EndpointSpec, FieldSpec, Recheck } from '../../contract/fields';
import {
  Hcl,
  all,
  any,
  atLeast,
  atMost,
  attribute,
  call,
  cond,
  equals,
  filter,
  forEach,
  isNull,
  list,
  moreThan,
  not,
  object,
  splat,
  stringLiteral,
  tryOf,
} from '../../policy/hcl/expression';
import { PlanQuery } from './plan-query';

/** HCL that reads rows, as src/contract/row.ts and recheck.ts do at synth. */

/**
 * Returns the rows of a decoded page. A single object becomes a list of one, and a null or missing
 * list an empty one.
 */
export function rowsHcl(page: Hcl): Hcl {
  return splat(tryOf(attribute(page, 'data_list'), 'null'));
}

/**
 * Returns rows with the fields of the contract under their prop names, without rows that contradict
 * the query, because HSS's filters have been inaccurate in practice. A row that lacks the field of
 * a filter does not contradict it.
 */
export function normalRows(spec: EndpointSpec, query: PlanQuery, raws: Hcl): Hcl {
  return matching(spec, query, raws, Object.keys(spec.fields));
}

/** Returns HCL for the number of rows that pass the filters of the query. */
export function countOf(spec: EndpointSpec, query: PlanQuery, raws: Hcl): Hcl {
  return call('length', matching(spec, query, raws, []));
}

function matching(spec: EndpointSpec, query: PlanQuery, raws: Hcl, props: readonly string[]): Hcl {
  const checks = Object.entries(spec.parameters).flatMap(([prop, { recheck }]) => {
    const wanted = query.wanted(prop);
    return recheck === undefined || wanted === undefined ? [] : [{ recheck, wanted }];
  });
  const needed = new Set([...props, ...checks.map(({ recheck }) => recheck.field)]);
  const rows = forEach('r', raws, (raw) =>
    object(Object.fromEntries([...needed].map((prop) => [prop, fieldOf(raw, spec.fields[prop])]))),
  );
  if (checks.length === 0) return rows;
  return filter('r', rows, (row) =>
    all(...checks.map(({ recheck, wanted }) => passes(row, recheck, wanted))),
  );
}

/**
 * Returns the value of a field, or null if it is missing or has another JSON type. Equality does
 * not convert types, but functions do.
 */
function fieldOf(raw: Hcl, field: FieldSpec): Hcl {
  const value = attribute(raw, field.name);
  switch (field.kind) {
    case 'int64Id': {
      // A number in Terraform represents an int64 exactly.
      const isWhole = equals(call('floor', value), call('tonumber', value));
      return tryOf(cond(isWhole, call('format', stringLiteral('%d'), value), 'null'), 'null');
    }
    case 'objectList': {
      const rows = forEach('one', value, (one) => object(mapped(field.fields, one)));
      // A for expression also accepts an object.
      return tryOf(cond(call('can', call('keys', value)), 'null', rows), 'null');
    }
    default: {
      const same = {
        string: 'tostring',
        enum: 'tostring',
        integer: 'floor',
        number: 'tonumber',
        boolean: 'tobool',
      };
      return tryOf(cond(equals(value, call(same[field.kind], value)), value, 'null'), 'null');
    }
  }
}

function mapped(fields: EndpointSpec['fields'], raw: Hcl): { readonly [prop: string]: Hcl } {
  return Object.fromEntries(
    Object.entries(fields).map(([prop, field]) => [prop, fieldOf(raw, field)]),
  );
}

function passes(row: Hcl, { field, test }: Recheck, wanted: Hcl): Hcl {
  const value = attribute(row, field);
  return cond(any(isNull(value), isNull(wanted)), 'true', comparison(test, value, wanted));
}

function comparison(test: Recheck['test'], value: Hcl, wanted: Hcl): Hcl {
  switch (test) {
    case 'equals':
      // An empty ID does not filter.
      return call(
        'contains',
        list(stringLiteral(''), call('tostring', value)),
        call('tostring', wanted),
      );
    case 'oneOf':
      return call('contains', wanted, value);
    case 'atLeast':
      return atLeast(value, wanted);
    case 'atMost':
      return atMost(value, wanted);
    case 'positive':
      return equals(moreThan(value, 0), call('tobool', wanted));
    case 'whenTrue':
      return any(not(call('tobool', wanted)), equals(value, 'true'));
  }
}

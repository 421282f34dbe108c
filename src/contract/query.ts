import { HssError } from './error';
import { EndpointSpec, ListSpec, ParameterSpec } from './fields';
import { safeJson } from '../util/safe-text';
import { cut } from '../util/text';

/** A checked value of a parameter. */
export type QueryValue = string | number | boolean | readonly string[];

/** A checked query: the endpoint, and its parameters by prop name, in the order of the table. */
export interface Query {
  readonly endpoint: EndpointSpec['id'];
  readonly values: { readonly [prop: string]: QueryValue };
}

/** Characters that no official SDK encodes, so that all SDKs sign a path segment alike. */
const UNRESERVED = /^[A-Za-z0-9._~-]+$/;

/** Half of a surrogate pair, which can't be percent-encoded. */
const LONE_SURROGATE = /\p{Surrogate}/u;

/**
 * Checks the parameters from a construct or command against the endpoint's table.
 *
 * `undefined` and `null` mean not set. `false`, 0 and `''` are values.
 * @throws HSS_INVALID_ARGUMENT with the prop, the value and the allowed values
 */
export function checkQuery(spec: EndpointSpec, given: { readonly [prop: string]: unknown }): Query {
  return { endpoint: spec.id, values: checkValues(spec, given) };
}

/**
 * Checks the parameters of a list that has no endpoint ID.
 * @throws HSS_INVALID_ARGUMENT
 */
export function checkValues(
  spec: ListSpec,
  given: { readonly [prop: string]: unknown },
): Query['values'] {
  for (const prop of Object.keys(given)) {
    if (!Object.hasOwn(spec.parameters, prop) && given[prop] !== undefined) {
      throw new HssError(
        'HSS_INVALID_ARGUMENT',
        `${prop} is not a parameter of ${spec.operation}`,
        {
          advice: `use one of: ${Object.keys(spec.parameters).join(', ')}`,
        },
      );
    }
  }
  const values: { [prop: string]: QueryValue } = {};
  for (const [prop, parameter] of Object.entries(spec.parameters)) {
    const value = given[prop];
    if (value === undefined || value === null) {
      if (parameter.required) {
        throw new HssError('HSS_INVALID_ARGUMENT', `${prop} is required by ${spec.operation}`, {
          advice: `set ${prop} to ${describe(parameter)}`,
        });
      }
      continue;
    }
    values[prop] = checkValue(prop, parameter, value);
  }
  return values;
}

function checkValue(prop: string, parameter: ParameterSpec, value: unknown): QueryValue {
  const refuse = (): never => {
    throw new HssError(
      'HSS_INVALID_ARGUMENT',
      `${prop} is ${show(value)}, which is not allowed: expected ${describe(parameter)}`,
      { advice: `correct the value of ${prop} (${parameter.name} in the API)` },
    );
  };
  switch (parameter.kind) {
    case 'string': {
      if (typeof value !== 'string' || LONE_SURROGATE.test(value)) return refuse();
      const length = [...value].length;
      if (length < (parameter.min ?? 0) || length > (parameter.max ?? Infinity)) return refuse();
      if (parameter.inPath && !isPathSegment(value)) return refuse();
      return value;
    }
    case 'integer':
      if (typeof value !== 'number' || !Number.isSafeInteger(value)) return refuse();
      if (value < parameter.min || value > parameter.max) return refuse();
      return value;
    case 'boolean':
      return typeof value === 'boolean' ? value : refuse();
    case 'enum':
      return typeof value === 'string' && parameter.values.includes(value) ? value : refuse();
    case 'enumList': {
      if (!Array.isArray(value) || value.length === 0) return refuse();
      if (!value.every((item) => typeof item === 'string' && parameter.values.includes(item))) {
        return refuse();
      }
      // In the order of the table and without duplicates, so that equivalent queries are equal.
      return parameter.values.filter((item) => value.includes(item));
    }
  }
}

/**
 * Returns whether a string can be a path segment without encoding. `.` and `..` would change the
 * path, and each SDK signs escapes differently.
 */
export function isPathSegment(text: string): boolean {
  return UNRESERVED.test(text) && text !== '.' && text !== '..';
}

/** Describes the allowed values of a parameter. */
export function describe(parameter: ParameterSpec): string {
  switch (parameter.kind) {
    case 'string': {
      const length = `a string of ${parameter.min ?? 0} to ${parameter.max ?? 'any number of'} characters`;
      return parameter.inPath ? `${length} out of A-Z a-z 0-9 - . _ ~` : length;
    }
    case 'integer':
      return `a whole number from ${parameter.min} to ${Math.min(parameter.max, Number.MAX_SAFE_INTEGER)}`;
    case 'boolean':
      return 'true or false';
    case 'enum':
      return `one of ${parameter.values.join(', ')}`;
    case 'enumList':
      return `a list of one or more of ${parameter.values.join(', ')}`;
  }
}

/** Formats a value for an error message: truncated JSON. */
function show(value: unknown): string {
  let text: string;
  try {
    text = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? String(value));
  } catch {
    text = Object.prototype.toString.call(value);
  }
  return cut(safeJson(text));
}

/** Returns the path of a query below the project. */
export function pathOf(spec: ListSpec, query: Pick<Query, 'values'>): string {
  return spec.path.replace(/\{(\w+)\}/g, (_, prop: string) =>
    encodeURIComponent(String(query.values[prop])),
  );
}

/** Returns the parameters of a query with the API's names and values, not percent-encoded. */
export function parametersOf(
  spec: ListSpec,
  query: Pick<Query, 'values'>,
): [name: string, value: string][] {
  return Object.entries(spec.parameters)
    .filter(([prop, parameter]) => !parameter.inPath && query.values[prop] !== undefined)
    .map(([prop, parameter]) => [parameter.name, apiText(query.values[prop])]);
}

function apiText(value: QueryValue): string {
  return typeof value === 'object' ? value.join(',') : String(value);
}

/**
 * The types of the endpoint tables. A table follows the API page, so that the two can be compared.
 * Validation, encoding, reading of rows and filtering are derived from it elsewhere in this folder.
 */

/** A string; `min` and `max` are its length in characters. */
export interface StringSpec {
  readonly kind: 'string';
  readonly name: string;
  readonly min?: number;
  readonly max?: number;
}

/** An int32 or int64; `min` and `max` are the value's range. */
export interface IntegerSpec {
  readonly kind: 'integer';
  readonly name: string;
  readonly min: number;
  readonly max: number;
}

/** A decimal number; `min` and `max` are the value's range. */
export interface NumberSpec {
  readonly kind: 'number';
  readonly name: string;
  readonly min: number;
  readonly max: number;
}

/** A boolean. */
export interface BooleanSpec {
  readonly kind: 'boolean';
  readonly name: string;
}

/** A string that is one of several values. */
export interface EnumSpec {
  readonly kind: 'enum';
  readonly name: string;
  readonly values: readonly string[];
}

/** An int64 ID, read as decimal digits, because a JavaScript number can't represent every int64. */
export interface Int64IdSpec {
  readonly kind: 'int64Id';
  readonly name: string;
}

/** A list of objects with fields. */
export interface ObjectListSpec {
  readonly kind: 'objectList';
  readonly name: string;
  readonly fields: { readonly [prop: string]: FieldSpec };
}

/** Several enum values in one parameter, separated by commas. */
export interface EnumListSpec {
  readonly kind: 'enumList';
  readonly name: string;
  readonly values: readonly string[];
}

/** A field of a row, or a parameter, that is one value. `name` is the API's. */
export type ScalarSpec = StringSpec | IntegerSpec | BooleanSpec | EnumSpec;

/** A field of a row. `name` is the API's. */
export type FieldSpec = ScalarSpec | NumberSpec | Int64IdSpec | ObjectListSpec;

/**
 * How a filter is applied again to the rows. Only exact filters have it, because HSS does not
 * document whether names match exactly or in part.
 * - `equals`, `oneOf`: the field has the requested value, or one of them
 * - `atLeast`, `atMost`: bounds of a time, inclusive
 * - `positive`: the count is above zero (`true`), or zero (`false`)
 * - `whenTrue`: `true` requires `true`; `false` does not filter
 */
export interface Recheck {
  readonly field: string;
  readonly test: 'equals' | 'oneOf' | 'atLeast' | 'atMost' | 'positive' | 'whenTrue';
}

/** A query or path parameter. */
export type ParameterSpec = (ScalarSpec | EnumListSpec) & {
  readonly required?: boolean;
  readonly recheck?: Recheck;
  /** Whether the parameter is in the path, and not in the query string. */
  readonly inPath?: boolean;
  /** The field that a filter by name checks in fixtures, which no server filters. */
  readonly nameOf?: string;
};

/** ID of an endpoint. */
export type EndpointId =
  | 'image-registries'
  | 'cicd-images'
  | 'registry-images'
  | 'sync-task-registries'
  | 'image-vulnerabilities'
  | 'project-vulnerabilities'
  | 'vulnerability-cves';

/**
 * The table of a list. The keys of `parameters` and `fields` are the prop names of this package.
 */
export interface ListSpec {
  /** The API's name of the operation, as in its SDKs. */
  readonly operation: string;
  /** Path below the project, with `{prop}` for parameters in the path. */
  readonly path: string;
  readonly parameters: { readonly [prop: string]: ParameterSpec };
  readonly fields: { readonly [prop: string]: FieldSpec };
}

/** An endpoint of lookups, snapshots and the proxy. */
export interface EndpointSpec extends ListSpec {
  readonly id: EndpointId;
}

/**
 * The largest int64, rounded to a number. A value that a number can't represent exactly is refused,
 * or an anomaly.
 */
export const INT64_MAX = 2 ** 63 - 1;

/** The largest int32. */
export const INT32_MAX = 2147483647;

/** Maximum number of rows of a page in the API. */
export const PAGE_LIMIT = 200;

/** Maximum offset in the API. */
export const MAX_OFFSET = 2000000;

export const ENTERPRISE_PROJECT_ID: ParameterSpec = {
  kind: 'string',
  name: 'enterprise_project_id',
  min: 1,
  max: 256,
};

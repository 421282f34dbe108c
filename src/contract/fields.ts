/**
 * The words in which the endpoint tables are written. A table says what the API page says, so a
 * reader can hold the two side by side; what follows from it (validation, encoding, row reading,
 * filtering again) is derived elsewhere in this folder.
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

/** A string that is one of a few. */
export interface EnumSpec {
  readonly kind: 'enum';
  readonly name: string;
  readonly values: readonly string[];
}

/** An int64 that is an ID: read as its decimal digits, because a JavaScript number can't hold each of them. */
export interface Int64IdSpec {
  readonly kind: 'int64Id';
  readonly name: string;
}

/** A list of objects with fields of their own. */
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
 * How a filter is applied again on our side. Only filters that are exact by nature have one: whether
 * HSS matches names exactly or by part is documented nowhere.
 * - `equals`, `oneOf`: the row's field is the asked value, or one of them
 * - `atLeast`, `atMost`: bounds of a time, inclusive
 * - `positive`: the row's count is above zero, or not
 * - `whenTrue`: `true` demands `true`; `false` demands nothing
 */
export interface Recheck {
  readonly field: string;
  readonly test: 'equals' | 'oneOf' | 'atLeast' | 'atMost' | 'positive' | 'whenTrue';
}

/** A query or path parameter. */
export type ParameterSpec = (ScalarSpec | EnumListSpec) & {
  readonly required?: boolean;
  readonly recheck?: Recheck;
  /** Goes into the path, not into the query string. */
  readonly inPath?: boolean;
  /** For fixtures, which have no server to filter them: the row's field that a name filter looks at. */
  readonly nameOf?: string;
};

/** Which of the endpoints. */
export type EndpointId =
  | 'image-registries'
  | 'cicd-images'
  | 'registry-images'
  | 'sync-task-registries'
  | 'image-vulnerabilities'
  | 'project-vulnerabilities'
  | 'vulnerability-cves';

/** A list as data. The keys of `parameters` and `fields` are the names of this package's props. */
export interface ListSpec {
  /** The API's name of the operation, as in its SDKs. */
  readonly operation: string;
  /** Path below the project, with `{prop}` for parameters in the path. */
  readonly path: string;
  readonly parameters: { readonly [prop: string]: ParameterSpec };
  readonly fields: { readonly [prop: string]: FieldSpec };
}

/** One endpoint that lookups, snapshots and the proxy know. */
export interface EndpointSpec extends ListSpec {
  readonly id: EndpointId;
}

/** int64's upper end, as near as a number comes to it; what a number can't hold exactly is refused or an anomaly. */
export const INT64_MAX = 2 ** 63 - 1;

/** int32's upper end. */
export const INT32_MAX = 2147483647;

/** Rows a page, the most that the API gives. */
export const PAGE_LIMIT = 200;

/** The largest offset that the API takes. */
export const MAX_OFFSET = 2000000;

export const ENTERPRISE_PROJECT_ID: ParameterSpec = {
  kind: 'string',
  name: 'enterprise_project_id',
  min: 1,
  max: 256,
};

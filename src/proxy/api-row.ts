import { EndpointSpec } from '../contract/fields';
import { Row } from '../contract/row';

/**
 * Returns the fields of a typed row under the API's names, without its anomalies. An ID that is an
 * int64 stays a text, which code that reads rows accepts as well.
 */
export function apiRow(spec: Pick<EndpointSpec, 'fields'>, row: Row): { [field: string]: unknown } {
  const fields: { [field: string]: unknown } = {};
  for (const [prop, field] of Object.entries(spec.fields)) {
    const value = row[prop];
    if (value === undefined) continue;
    fields[field.name] =
      field.kind === 'objectList' ? (value as Row[]).map((one) => apiRow(field, one)) : value;
  }
  return fields;
}

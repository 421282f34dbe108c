import { EndpointSpec } from '../contract/fields';
import { Row } from '../contract/row';

/** The fields of a typed row under the API's names, without its anomalies. */
export function apiRow(spec: EndpointSpec, row: Row): { [field: string]: unknown } {
  const fields: { [field: string]: unknown } = {};
  for (const [prop, { name }] of Object.entries(spec.fields)) {
    if (row[prop] !== undefined) fields[name] = row[prop];
  }
  return fields;
}

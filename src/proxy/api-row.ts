import { EndpointSpec } from '../contract/fields';
import { Row, anomalyField } from '../contract/row';

/** The fields of a typed row under the API's names, without its anomalies. */
export function apiRow(spec: EndpointSpec, row: Row): { [field: string]: unknown } {
  const fields: { [field: string]: unknown } = {};
  for (const [prop, { name }] of Object.entries(spec.fields)) {
    if (row[prop] !== undefined) fields[name] = row[prop];
  }
  return fields;
}

/** The API field that an anomaly is about; `row` when it names none, because it could then be about any. */
export function fieldInDoubt(anomaly: string): string {
  return anomaly.includes(':') ? anomalyField(anomaly) : 'row';
}

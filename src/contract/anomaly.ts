/**
 * Anomalies are strings in the public API, between threads, in snapshots and in the JSON for
 * Terraform, so the field of an anomaly is a part of the string. Only this file writes and parses
 * the format.
 */

/** The subject of an anomaly that is not about one field. Any field could be wrong. */
export const WHOLE_ROW = 'row';

/**
 * Formats an anomaly.
 * @param field the API's name of the field, or `WHOLE_ROW`
 */
export function anomalyText(field: string, fault: string): string {
  return `${field}: ${fault}`;
}

/**
 * Matches the field of an anomaly, also if it is about an item of that field:
 * `association_images[1].vul_num: ...`.
 */
export const ANOMALY_FIELD = /^([^:[]*)(?:\[[^:]*)?:/;

/** Returns the subject of an anomaly: the API's name of a field, or `WHOLE_ROW`. */
export function anomalyField(anomaly: string): string {
  return ANOMALY_FIELD.exec(anomaly)?.[1] ?? WHOLE_ROW;
}

/**
 * Returns the nested field that an anomaly is about, such as `vul_num` of
 * `association_images[1].vul_num`. Undefined for other anomalies.
 */
export function anomalyPart(anomaly: string): string | undefined {
  return /^[^:[]*\[[^:]*\]\.([^:[.]+):/.exec(anomaly)?.[1];
}

/** Returns the anomalies about any of the fields (API names), or about the whole row. */
export function anomaliesAbout(
  { anomalies }: { readonly anomalies?: readonly string[] },
  fields: readonly string[],
): string[] {
  if (anomalies === undefined) return [];
  return anomalies.filter((anomaly) => {
    const field = anomalyField(anomaly);
    return field === WHOLE_ROW || fields.includes(field);
  });
}

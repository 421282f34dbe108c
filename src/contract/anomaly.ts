/**
 * Rows carry anomalies as texts: in the public API, across the lookup's thread, in snapshots and in what Terraform reads. So
 * the field that an anomaly is about can only be a part of the text, and this file alone writes and reads that form.
 */

/** What an anomaly is about that is not about one field: any field could be wrong. */
export const WHOLE_ROW = 'row';

/**
 * Writes an anomaly.
 * @param field the API's name of the field, or `WHOLE_ROW`
 */
export function anomalyText(field: string, fault: string): string {
  return `${field}: ${fault}`;
}

/** The field in an anomaly's text, also where it is about a place in that field: `association_images[1].vul_num: ...`. */
export const ANOMALY_FIELD = /^([^:[]*)(?:\[[^:]*)?:/;

/** Reads what an anomaly is about: the API's name of a field, or `WHOLE_ROW` where it names none. */
export function anomalyField(anomaly: string): string {
  return ANOMALY_FIELD.exec(anomaly)?.[1] ?? WHOLE_ROW;
}

/** Reads which field of a place in a field an anomaly is about, as `vul_num` of `association_images[1].vul_num`; undefined where it is not about such. */
export function anomalyPart(anomaly: string): string | undefined {
  return /^[^:[]*\[[^:]*\]\.([^:[.]+):/.exec(anomaly)?.[1];
}

/** The anomalies that are about one of the fields, by the API's names, or about the row as a whole. */
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

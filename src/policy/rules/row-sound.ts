import { anomalyField } from '../../contract/row';
import { CLOCK_TOLERANCE_MS } from '../day';
import { Policy } from '../policy';
import { cut, isoTime } from '../text';
import { Rule, rowOf } from './rule';

/** API names of the fields that a policy reads. What is odd in others is no business of the gate. */
export function fieldsRead(policy: Policy): string[] {
  return [
    'namespace',
    'image_name',
    'image_version',
    'latest_update_time',
    'scan_status',
    'latest_scan_time',
    'severity_level',
    'malicious_file_num',
    ...(policy.maxVulnerabilities === undefined ? [] : ['vul_num']),
    ...(policy.maxUnsafeSettings === undefined ? [] : ['unsafe_setting_num']),
    ...(policy.requireDigest ? ['image_digest'] : []),
    ...(policy.registryNames === undefined ? [] : ['registry_name']),
  ];
}

/** The row must hold nothing that the API's contract does not allow, in the fields that are read. */
export const rowSound: Rule = {
  id: 'row-sound',
  title: 'The row is sound',
  help:
    'The fields of the row that the policy reads must hold what the API documents, and the latest scan ' +
    'must not be more than five minutes in the future.',
  readsRow: true,
  check: (context) => {
    const row = rowOf(context);
    const read = fieldsRead(context.policy);
    const faults = (row.anomalies ?? []).filter((anomaly) => {
      // An anomaly that names no field, or the row as a whole, could be about any.
      const field = anomaly.includes(':') ? anomalyField(anomaly) : 'row';
      return field === 'row' || read.includes(field);
    });
    const scanned = row.latestScanTime;
    if (scanned !== undefined && !(scanned - context.now <= CLOCK_TOLERANCE_MS)) {
      faults.push(`latest_scan_time: in the future, ${isoTime(scanned)}`);
    }
    if (faults.length === 0) return undefined;
    const shown = faults.map((fault) => cut(fault, 200)).join('; ');
    return { message: `the row breaks the API's contract: ${shown}`, actual: shown };
  },
};

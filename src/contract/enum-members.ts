import {
  PipelineType,
  RegistryImageType,
  RegistryStatus,
  RegistryType,
  RepairNecessity,
  ScanStatus,
  SeverityLevel,
  SharedImageStatus,
  SyncStatus,
  VulnerabilitySeverity,
} from './enums';
import { Row } from './row';

/** The enums of row fields. Both enums of severities use the same spelling. */
const ENUMS: { readonly [prop: string]: { readonly [member: string]: string } } = {
  imageType: RegistryImageType,
  pipelineType: PipelineType,
  registryType: RegistryType,
  repairNecessity: RepairNecessity,
  scanStatus: ScanStatus,
  severityLevel: { ...SeverityLevel, ...VulnerabilitySeverity },
  sharedStatus: SharedImageStatus,
  status: RegistryStatus,
  syncStatus: SyncStatus,
};

/** Names of enum members by value, for each field. */
const MEMBERS = new Map(
  Object.entries(ENUMS).map(([prop, members]) => [
    prop,
    new Map(Object.entries(members).map(([member, value]) => [value, member])),
  ]),
);

/**
 * Returns a row with member names in place of enum values, as jsii spells them in other languages.
 */
export function withMembers(row: Row): Row {
  const spelled: { [prop: string]: Row[string] } = { ...row };
  for (const [prop, value] of Object.entries(row)) {
    if (typeof value === 'string') spelled[prop] = MEMBERS.get(prop)?.get(value) ?? value;
    else if (Array.isArray(value)) {
      spelled[prop] = value.map((one) =>
        typeof one === 'string' ? one : withMembers(one),
      ) as Row[string];
    }
  }
  return spelled;
}

import { OnDemand } from '../on-demand/on-demand';
import { SimulatedVulnerabilities } from '../vulnerabilities/vulnerabilities';
import { RowList } from './rows';

/** All lists of one simulator. */
export interface Store {
  readonly registries: RowList;
  readonly cicd: RowList;
  readonly 'registry-images': RowList;
  readonly sync: ReadonlyMap<string, RowList>;
  /** Tasks of both types; the hidden field `type` has the type. */
  readonly tasks: RowList;
  readonly vulnerabilities: SimulatedVulnerabilities;
  readonly onDemand: OnDemand;
}

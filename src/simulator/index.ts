/**
 * A simulated HSS for demos and tests. It shares no code with the client, so that each checks the
 * other.
 */
export { EXPIRED_TOKEN } from './access/authentication';
export { SimulatorData } from './data/data';
export { DEMO_DATA } from './data/demo-rows';
export { DEMO_TASK_ID } from './data/generate';
export { Fault, FaultKind, FaultTarget } from './faults/faults';
export { JournalEntry } from './journal';
export {
  DEMO_ACCESS_KEY,
  DEMO_PROJECT_ID,
  DEMO_REGION,
  DEMO_SECRET_KEY,
  DEMO_TOKEN,
  SimulatedProject,
  SimulatorOptions,
} from './options';
export { NameMatch } from './query/filters';
export { Endpoint } from './query/routes';
export { RunningSimulator, startSimulator } from './simulator';
export { ParentWatch, stopWithParent } from './stop-with-parent';

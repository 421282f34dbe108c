/** An HSS for demos and tests. It shares no code with the client, so that each checks the other. */
export { EXPIRED_TOKEN } from './access/authentication';
export type { SimulatorData } from './data/data';
export type { Fault, FaultKind, FaultTarget } from './faults/faults';
export type { NameMatch } from './query/filters';
export { DEMO_TASK_ID } from './data/generate';
export type { JournalEntry } from './journal';
export {
  DEMO_ACCESS_KEY,
  DEMO_PROJECT_ID,
  DEMO_REGION,
  DEMO_ROWS,
  DEMO_SECRET_KEY,
  DEMO_TOKEN,
} from './options';
export type { SimulatedProject, SimulatorOptions } from './options';
export type { Endpoint } from './query/routes';
export { startSimulator } from './simulator';
export type { RunningSimulator } from './simulator';
export { stopWithParent } from './stop-with-parent';
export type { ParentWatch } from './stop-with-parent';

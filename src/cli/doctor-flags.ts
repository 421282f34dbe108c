import { ConnectionFlags } from './connection-options';
import { RunFlags } from './run-options';

/** What commander makes of the options of `hss-gate doctor`. */
export interface DoctorFlags extends ConnectionFlags, RunFlags {
  readonly image?: string;
  readonly policy?: string;
  readonly syncTask?: string;
  readonly format: 'text' | 'json';
}

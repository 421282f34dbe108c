import { ConnectionFlags } from '../shared/connection-options';
import { RunFlags } from '../shared/run-options';

/** What commander makes of the options of `hss-gate doctor`. */
export interface DoctorFlags extends ConnectionFlags, RunFlags {
  readonly image?: string;
  readonly contract?: true;
  readonly policy?: string;
  readonly syncTask?: string;
  readonly format: 'text' | 'json';
}

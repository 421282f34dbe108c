import { FormatFlags } from '../shared/output/formats-option';
import { TextFormat } from '../shared/output/text-or-json';
import { ConnectionFlags } from '../shared/connection-options';
import { RunFlags } from '../shared/run-options';

/**
 * The default of `--deadline` with `--contract`: its requests are sent one after the other, and HSS
 * may take several seconds for each.
 */
export const SURVEY_SECONDS = 1800;

/** What commander parses from the options of `hss-gate doctor`. */
export interface DoctorFlags extends ConnectionFlags, FormatFlags<TextFormat>, RunFlags {
  readonly image?: string;
  readonly contract?: true;
  readonly policy?: string;
  readonly syncTask?: string;
}

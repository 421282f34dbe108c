/** Names by which the constructs and the command line know what a gated stack left. */

/** The file beside cdk.tf.json that tells what was decided. */
export const VERDICTS_FILE = 'hss-verdicts.json';

/** The Terraform output that tells what a stack was judged by; also the beginning of the names of what the gate adds. */
export const GATE_OUTPUT = 'hss_gate';

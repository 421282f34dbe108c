/** Names of the output of a gated stack, shared by the constructs and the command line. */

/** The file beside cdk.tf.json with the gate's decisions. */
export const VERDICTS_FILE = 'hss-verdicts.json';

/**
 * The Terraform output that records how a stack was judged. Its name is also the prefix of the
 * names of everything that the gate adds.
 */
export const GATE_OUTPUT = 'hss_gate';

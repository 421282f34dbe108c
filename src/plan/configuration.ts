import { discover } from '../discovery';
import { Deployment, Deployments } from './deployments';
import { GATE_OUTPUT } from './evidence';
import { JsonRecord, below } from './record';

/** The deployments of a configuration in Terraform's JSON: with no state to compare, all of it counts as created. */
export function readConfiguration(document: JsonRecord): Deployments {
  const found = discover(document);
  const deployments = found
    .filter(({ address }) => !address.startsWith('data.'))
    .map(({ address, type, images, reason }): Deployment => ({
      address,
      type,
      images: [...new Set(images.map(({ reference }) => reference))],
      ...(reason === undefined ? {} : { reason }),
    }));
  const output = below(document, 'output', GATE_OUTPUT);
  return {
    kind: 'configuration',
    deployments,
    passed: found.length - deployments.length,
    ...(output === undefined ? {} : { evidence: { value: below(output, 'value') } }),
    gaps: [],
    notes: [],
  };
}

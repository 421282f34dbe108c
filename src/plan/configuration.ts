import { Discovered, discover, harmlessText } from '../discovery';
import { ResourceImage } from '../report/coverage/resource-report';
import { Deployment, Deployments } from './deployments';
import { GATE_OUTPUT } from '../util/gate-names';
import { JsonRecord, below } from './record';

/**
 * Returns the deployments of a configuration in Terraform's JSON. Without a state to compare, all
 * resources are created.
 */
export function readConfiguration(document: JsonRecord): Deployments {
  const found = discover(document).map(({ address, type, ...one }) => ({
    isData: address.startsWith('data.'),
    facts: discoveredDeployment(address, type, one),
  }));
  const output = below(document, 'output', GATE_OUTPUT);
  return {
    kind: 'configuration',
    deployments: found.filter(({ isData }) => !isData).map(({ facts }) => facts),
    passed: found.filter(({ isData }) => isData).map(({ facts }) => facts),
    ...(output === undefined ? {} : { evidence: { value: below(output, 'value') } }),
    gaps: [],
    notes: [],
  };
}

/** Returns what discovery finds in a resource; an image in several places is listed once. */
export function discoveredDeployment(address: string, type: string, found: Discovered): Deployment {
  const { images, doubts, unknowns, basis, notes } = found;
  const byReference = new Map<string, ResourceImage>();
  for (const { reference, where } of images) {
    const before = byReference.get(reference);
    const places = [before?.where, where].filter((place) => place !== undefined).join(', ');
    byReference.set(reference, { reference, ...(places === '' ? {} : { where: places }) });
  }
  return {
    address,
    type,
    found: [...byReference.values()],
    doubts,
    unknowns,
    harmless: harmlessText(basis, type),
    notes,
  };
}

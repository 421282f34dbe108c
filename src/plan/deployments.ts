import { ResourceFacts } from '../report/coverage/resource-report';

/** A resource that a plan creates or changes: what discovery finds in it, each image once. */
export type Deployment = ResourceFacts;

/** What a plan or a configuration would deploy. */
export interface Deployments {
  readonly kind: 'plan' | 'configuration';
  readonly deployments: readonly Deployment[];
  /** Resources that are deleted, unchanged or only read: they start nothing. */
  readonly passed: readonly Deployment[];
  /**
   * Value of the output `hss_gate`, of any type; missing if the configuration does not have that
   * output.
   */
  readonly evidence?: { readonly value: unknown };
  /** Why the plan does not show everything that it would deploy, each a sentence. */
  readonly gaps: readonly string[];
  /** Further notes for the reader. */
  readonly notes: readonly string[];
}

/** Whether applying it can only delete resources or leave them unchanged. */
export function deploysNothing({ deployments, gaps }: Deployments): boolean {
  return deployments.length === 0 && gaps.length === 0;
}

/** Returns a resource that starts nothing. */
export function passedBy(address: string, type: string, harmless: string): Deployment {
  return { address, type, found: [], doubts: [], unknowns: [], harmless, notes: [] };
}

/** Returns a resource whose values are unknown. */
export function doubtful(address: string, type: string, reason: string): Deployment {
  const doubts = [{ where: '', reason }];
  return { ...passedBy(address, type, 'its values are unknown'), doubts };
}

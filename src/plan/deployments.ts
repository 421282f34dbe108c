import { ResourceFacts } from '../report/coverage/resource-report';

/** A resource that a plan creates or changes: what discovery says of it, each image once. */
export type Deployment = ResourceFacts;

/** What a plan, or a configuration, would deploy. */
export interface Deployments {
  readonly kind: 'plan' | 'configuration';
  readonly deployments: readonly Deployment[];
  /** Resources that only go, stay as they are, or are read: they start nothing. */
  readonly passed: readonly Deployment[];
  /** Value of the output `hss_gate`, whatever it is; there exactly when the configuration has that output. */
  readonly evidence?: { readonly value: unknown };
  /** What keeps the plan from showing all that it would deploy, each in a sentence. */
  readonly gaps: readonly string[];
  /** What a reader should know besides. */
  readonly notes: readonly string[];
}

/** Whether applying it can only make things fewer, or leave them. */
export function deploysNothing({ deployments, gaps }: Deployments): boolean {
  return deployments.length === 0 && gaps.length === 0;
}

/** A resource that starts nothing. */
export function passedBy(address: string, type: string, harmless: string): Deployment {
  return { address, type, found: [], doubts: [], unknowns: [], harmless, notes: [] };
}

/** A resource of which nothing is known. */
export function doubtful(address: string, type: string, reason: string): Deployment {
  const doubts = [{ where: '', reason }];
  return { ...passedBy(address, type, 'nothing is known of its values'), doubts };
}

/** A resource that a plan creates or changes. */
export interface Deployment {
  /** As Terraform writes it: `module.shop["eu"].kubernetes_pod.web[0]`. */
  readonly address: string;
  readonly type: string;
  /** The images that it deploys, as they are written. */
  readonly images: readonly string[];
  /** Why others may be deployed as well, or what is written can't be told; nothing where these are all. */
  readonly reason?: string;
}

/** What a plan, or a configuration, would deploy. */
export interface Deployments {
  readonly kind: 'plan' | 'configuration';
  readonly deployments: readonly Deployment[];
  /** How many resources only go, stay as they are, or are read. */
  readonly passed: number;
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

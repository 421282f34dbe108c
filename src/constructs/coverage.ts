/** What a gate found in a resource. */
export enum CoverageOutcome {
  /** It deploys these images. */
  IMAGES = 'IMAGES',
  /** It deploys none. */
  NONE = 'NONE',
  /** It can't be said which images it deploys. */
  UNDETERMINABLE = 'UNDETERMINABLE',
  /** The gate was told to pass it over. */
  IGNORED = 'IGNORED',
}

/** A resource, data source or module call under a gate, and what the gate found in it. */
export interface CoverageEntry {
  /** Terraform's address in the stack, such as `kubernetes_deployment_v1.web`. */
  readonly address: string;
  /** Resource type, or `module` for a module call. */
  readonly type: string;
  /** Path of the construct, where it was not an override that made the resource. */
  readonly path?: string;
  /** What was found. */
  readonly outcome: CoverageOutcome;
  /** The references, as they stood there before they were pinned. */
  readonly images: string[];
  /** Why it is undeterminable. */
  readonly reason?: string;
}

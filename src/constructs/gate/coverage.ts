/** Whether a resource deploys images, as determined by a gate. */
export enum CoverageOutcome {
  /** The resource deploys images. */
  IMAGES = 'IMAGES',
  /** The resource deploys no images. */
  NONE = 'NONE',
  /** The images of the resource can't be determined. */
  UNDETERMINABLE = 'UNDETERMINABLE',
  /** The gate ignores the resource (prop `ignore`). */
  IGNORED = 'IGNORED',
}

/** An image of a resource. */
export interface CoverageImage {
  /** Reference before it was pinned. */
  readonly reference: string;
  /** Path in the resource, such as `spec.container[0].image`. Undefined for a declared image. */
  readonly path?: string;
}

/** A part of a resource that may deploy an unknown image. */
export interface CoverageDoubt {
  /** Path in the resource. Empty if the doubt is about the whole resource. */
  readonly path: string;
  /** Reason and advice, as a phrase that continues the path. */
  readonly reason: string;
}

/** A resource, data source or module call that a gate covers, and its images. */
export interface CoverageEntry {
  /** Terraform address in the stack, such as `kubernetes_deployment_v1.web`. */
  readonly address: string;
  /** Resource type, or `module` for a module call. */
  readonly type: string;
  /** Path of the construct. Undefined for a resource that an override added. */
  readonly path?: string;
  /** Whether the resource deploys images. */
  readonly outcome: CoverageOutcome;
  /** References before they were pinned. */
  readonly images: string[];
  /** Images with their paths in the resource. */
  readonly found: CoverageImage[];
  /** Doubts about the resource, including those that a declaration or an exception resolves. */
  readonly doubts: CoverageDoubt[];
  /** Reason if the outcome is `UNDETERMINABLE`: the doubts in one sentence. */
  readonly reason?: string;
  /** Table entry or rule by which all other attributes are harmless. */
  readonly harmless: string;
  /** Additional remarks, for example that later values of an image are not evaluated. */
  readonly notes: string[];
  /**
   * Source of declared images: `declareImages`, or the owner and reason of a declaration in the
   * policy.
   */
  readonly declaredBy?: string;
  /** Exception that waives that the images can't be determined: owner, expiry and reason. */
  readonly waivedBy?: string;
}

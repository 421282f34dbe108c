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

/** An image that stands in a resource. */
export interface CoverageImage {
  /** The reference, as it stood there before it was pinned. */
  readonly reference: string;
  /** Path in the resource, such as `spec.container[0].image`; none for an image that is declared. */
  readonly path?: string;
}

/** Something in a resource that may deploy an image which nobody can name. */
export interface CoverageDoubt {
  /** Path in the resource, and an empty text where the resource as a whole is in doubt. */
  readonly path: string;
  /** What is wrong there and what to do, as a phrase that goes on from the path. */
  readonly reason: string;
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
  /** The same, with where each of them stood. */
  readonly found: CoverageImage[];
  /** What is in doubt, also where a declaration or an exception settles it. */
  readonly doubts: CoverageDoubt[];
  /** Why it is undeterminable: the doubts in a sentence. */
  readonly reason?: string;
  /** By which entry of the table, or which rule, everything else in it is harmless. */
  readonly harmless: string;
  /** What to know beside: an image of which later values are not judged, say. */
  readonly notes: string[];
  /** Who declared its images: `declareImages`, or owner and reason of a policy's declaration. */
  readonly declaredBy?: string;
  /** Which exception waives that its images can't be determined: owner, expiry and reason. */
  readonly waivedBy?: string;
}

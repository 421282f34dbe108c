/** The decision about an image under a policy. */
export enum Decision {
  /** No rule was violated, or live exceptions waive all violations. */
  ALLOW = 'ALLOW',
  /** A rule was violated, and the enforcement is WARN. */
  WARN = 'WARN',
  /** A rule was violated. */
  DENY = 'DENY',
}

/** The consequence of a violation. */
export enum Enforcement {
  /** The deployment is refused. */
  DENY = 'DENY',
  /** The deployment continues with a warning. */
  WARN = 'WARN',
}

/** What is deployed for an image that a reference names by tag. */
export enum Pinning {
  /** The digest that was evaluated. */
  DIGEST = 'DIGEST',
  /** What the reference says. If the policy has `requireDigest`, a tag is then a violation. */
  NONE = 'NONE',
}

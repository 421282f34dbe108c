/** What became of an image under a policy. */
export enum Decision {
  /** No rule was violated, or every violation is waived by a live exception. */
  ALLOW = 'ALLOW',
  /** A rule was violated, and the enforcement is to warn only. */
  WARN = 'WARN',
  /** A rule was violated. */
  DENY = 'DENY',
}

/** What a violation leads to. */
export enum Enforcement {
  /** The deployment is refused. */
  DENY = 'DENY',
  /** The deployment goes on, with a warning. */
  WARN = 'WARN',
}

/** What is deployed for an image that a reference names by tag. */
export enum Pinning {
  /** The digest that was evaluated. */
  DIGEST = 'DIGEST',
  /** What the reference says. With `requireDigest` a tag is then a violation. */
  NONE = 'NONE',
}

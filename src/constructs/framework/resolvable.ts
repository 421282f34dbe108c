/**
 * A value that is known when the framework resolves it, or when Terraform plans. The `IResolvable` of `cdktf` and that of
 * `cdktn` are such values, and each framework takes one for its own, so that this package depends on neither.
 */
export interface IResolvable {
  /** Where it was made, as lines of a stack trace, which the framework puts below errors. May be empty. */
  readonly creationStack: string[];
  /**
   * Gives the value. The framework calls it.
   * @param context the framework's `IResolveContext`
   */
  resolve(context: unknown): unknown;
  /** A text that the framework turns back into the value. */
  toString(): string;
}

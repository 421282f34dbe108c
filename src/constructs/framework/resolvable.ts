/**
 * A value that is known only when the framework resolves it or Terraform plans. It is compatible
 * with `IResolvable` of `cdktf` and of `cdktn`, so that this package depends on neither.
 */
export interface IResolvable {
  /** Stack trace of the creation, which the framework appends to errors. May be empty. */
  readonly creationStack: string[];
  /**
   * Returns the value. Called by the framework.
   * @param context the framework's `IResolveContext`
   */
  resolve(context: unknown): unknown;
  /** Returns a string that the framework converts back into the value. */
  toString(): string;
}

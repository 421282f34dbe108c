/**
 * Returns the names of a type's properties. A list that lacks one of them or has another does not
 * compile.
 */
export function propNames<T>(listed: {
  readonly [prop in keyof Required<T>]: true;
}): readonly (keyof T & string)[] {
  return Object.keys(listed) as (keyof T & string)[];
}

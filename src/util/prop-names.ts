/** Returns the names of a type's properties. The compiler refuses a list that lacks one of them, or has another. */
export function propNames<T>(listed: {
  readonly [prop in keyof Required<T>]: true;
}): readonly (keyof T & string)[] {
  return Object.keys(listed) as (keyof T & string)[];
}

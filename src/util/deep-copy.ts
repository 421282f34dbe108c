import { deserialize, serialize } from 'node:v8';

/** Copies plain data. A test environment such as jsdom has no `structuredClone`. */
export function deepCopy<T>(value: T): T {
  return deserialize(serialize(value)) as T;
}

import { ExtData, decode, encode } from '@msgpack/msgpack';

/** A value as it travels: MessagePack, where an unknown value is an extension. */
export interface DynamicValue {
  readonly msgpack: Uint8Array;
}

/** An object's attributes. Bytes are a string's, of whatever encoding. */
export interface Attributes {
  readonly [name: string]: unknown;
}

export function decodeValue(value: DynamicValue): Attributes {
  return decode(value.msgpack) as Attributes;
}

export function encodeValue(attributes: Attributes): DynamicValue {
  return { msgpack: encode(attributes) };
}

export function isUnknown(value: unknown): boolean {
  return value instanceof ExtData;
}

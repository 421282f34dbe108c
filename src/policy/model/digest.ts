/** A digest in the form of references: an algorithm and hex digits, such as `sha256:…`. */
export type Digest = `${string}:${string}`;

/** The number of hex digits for each digest algorithm that the distribution project registers. */
export const DIGEST_LENGTHS: ReadonlyMap<string, number> = new Map([
  ['sha256', 64],
  ['sha384', 96],
  ['sha512', 128],
]);

/**
 * Matches the digests by which registries serve manifests, with one of the two algorithms that the
 * OCI image spec registers.
 */
export const SOUND_DIGEST = /^(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/;

/**
 * Whether an image can be pulled by a text: a complete sha256 or sha512 digest in lower-case hex.
 */
export function isSoundDigest(text: unknown): text is Digest {
  return typeof text === 'string' && SOUND_DIGEST.test(text);
}

/** A digest as references carry it: an algorithm and hex digits, such as `sha256:…`. */
export type Digest = `${string}:${string}`;

/** Hex digits of each digest algorithm that the distribution project registers. */
export const DIGEST_LENGTHS: ReadonlyMap<string, number> = new Map([
  ['sha256', 64],
  ['sha384', 96],
  ['sha512', 128],
]);

/** The digests that registries serve manifests by: the two registered algorithms of the OCI image spec. */
export const SOUND_DIGEST = /^(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/;

/** Whether an image can be pulled by a text: a whole sha256 or sha512 digest in lower-case hex. */
export function isSoundDigest(text: unknown): text is Digest {
  return typeof text === 'string' && SOUND_DIGEST.test(text);
}

import { Rule } from './rule';

/** A tag can be moved after the scan; a digest can't. */
export const referencePinned: Rule = {
  id: 'reference-pinned',
  title: 'The reference is pinned',
  help:
    'What is deployed must carry a digest. Not checked when requireDigest is false, except where an ' +
    'exception waives image-listed: then the digest is all that identifies the image.',
  readsRow: false,
  check: ({ reference, policy, deployedByDigest, listingWaived }) => {
    if (deployedByDigest || !(policy.requireDigest || listingWaived)) return undefined;
    return {
      message: listingWaived
        ? 'it need not be listed, so its reference must carry a digest, and has only a tag'
        : 'a tag would be deployed, which can come to mean another image',
      actual: reference.tag === undefined ? 'no digest' : `tag ${reference.tag}`,
      limit: 'a digest',
    };
  },
  hcl: ({ policy, image, listingWaived }) => ({
    violated: `(${image}.digest == null && ${policy.requireDigest ? 'true' : listingWaived})`,
    message:
      `${listingWaived} ? "it need not be listed, so its reference must carry a digest, and has only a tag" : ` +
      `"a tag would be deployed, which can come to mean another image"`,
  }),
};

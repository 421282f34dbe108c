import { all, attribute, cond, isNull, stringLiteral } from '../hcl/expression';
import { Rule } from './rule';

const NEEDS_DIGEST =
  'image-listed is waived, so the reference must have a digest, but it has only a tag';
const MUTABLE = 'a tag would be deployed, which can be moved to another image';

/** Requires a digest in what is deployed: a tag can be moved after the scan, a digest can't. */
export const referencePinned: Rule = {
  id: 'reference-pinned',
  title: 'The reference is pinned',
  help:
    'What is deployed must carry a digest. Not checked when requireDigest is false, except where an ' +
    'exception waives image-listed: then the digest is all that identifies the image.',
  readsRow: false,
  scan: 'unused',
  check: ({ reference, policy, deployedByDigest, listingWaived }) => {
    if (deployedByDigest || !(policy.requireDigest || listingWaived)) return undefined;
    return {
      message: listingWaived ? NEEDS_DIGEST : MUTABLE,
      actual: reference.tag === undefined ? 'no digest' : `tag ${reference.tag}`,
      limit: 'a digest',
    };
  },
  hcl: ({ policy, image, listingWaived }) => ({
    violated: all(
      isNull(attribute(image, 'digest')),
      policy.requireDigest ? 'true' : listingWaived,
    ),
    message: cond(listingWaived, stringLiteral(NEEDS_DIGEST), stringLiteral(MUTABLE)),
  }),
};

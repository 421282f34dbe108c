import { isSoundDigest } from '../digest';
import { show } from '../text';
import { Rule, rowOf } from './rule';

/** Without a sound digest nothing ties what was scanned to what is deployed. */
export const digestKnown: Rule = {
  id: 'digest-known',
  title: 'The digest is known',
  help:
    'The row must have a digest to pull by: sha256 or sha512 in lower-case hex. Not checked when ' +
    'requireDigest is false.',
  readsRow: true,
  check: (context) => {
    if (!context.policy.requireDigest) return undefined;
    const { imageDigest } = rowOf(context);
    if (isSoundDigest(imageDigest)) return undefined;
    return {
      message:
        imageDigest === undefined || imageDigest === ''
          ? 'HSS does not say which digest it scanned'
          : `the digest that HSS gives, ${show(imageDigest)}, is none to pull by`,
      actual: imageDigest === undefined || imageDigest === '' ? 'unknown' : show(imageDigest),
      limit: 'sha256:<64 hex digits>',
    };
  },
};

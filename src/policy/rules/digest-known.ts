import { SOUND_DIGEST, isSoundDigest } from '../model/digest';
import { show } from '../../util/text';
import {
  attribute,
  call,
  cond,
  equals,
  interpolate,
  matches,
  not,
  stringLiteral,
  tryOf,
} from '../hcl/expression';
import { Rule, judgedRow } from './rule';

/** Requires a valid digest, which connects the deployed image to the scanned one. */
export const digestKnown: Rule = {
  id: 'digest-known',
  title: 'The digest is known',
  help:
    'The row must have a digest to pull by: sha256 or sha512 in lower-case hex. Not checked when ' +
    'requireDigest is false.',
  readsRow: true,
  scan: 'unused',
  check: (context) => {
    if (!context.policy.requireDigest) return undefined;
    const { imageDigest } = judgedRow(context);
    if (isSoundDigest(imageDigest)) return undefined;
    return {
      message:
        imageDigest === undefined || imageDigest === ''
          ? 'HSS does not say which digest it scanned'
          : `the digest that HSS gives, ${show(imageDigest)}, is not valid`,
      actual: imageDigest === undefined || imageDigest === '' ? 'unknown' : show(imageDigest),
      limit: 'sha256:<64 hex digits>',
    };
  },
  hcl: ({ policy, row }) => {
    if (!policy.requireDigest) return undefined;
    const digest = attribute(row, 'image_digest');
    return {
      violated: not(matches(SOUND_DIGEST.source, digest)),
      message: cond(
        equals(tryOf(call('length', digest), 0), 0),
        stringLiteral('HSS does not say which digest it scanned'),
        interpolate`the digest that HSS gives, ${call('jsonencode', digest)}, is not valid`,
      ),
    };
  },
};

import { domainForm } from '../model/reference';
import { enumerate } from '../../util/text';
import { attribute, call, interpolate, literalOf, not, verbatim } from '../hcl/expression';
import { Rule } from './rule';

/**
 * Checks the registry from which an image is pulled. Only the reference says it: CI/CD images have
 * no registry address, and a reference with a digest is judged by scans from any registry.
 */
export const registryAllowed: Rule = {
  id: 'registry-allowed',
  title: 'The registry is allowed',
  help:
    'The domain of the reference, port included, must be one of allowedRegistries: whole, without regard ' +
    'to case. Not checked when the policy names none.',
  readsRow: false,
  scan: 'unused',
  check: ({ reference, policy }) => {
    if (policy.allowedRegistries === undefined) return undefined;
    if (policy.allowedRegistries.includes(domainForm(reference.domain))) return undefined;
    const limit = enumerate(policy.allowedRegistries);
    return {
      message: `it would be pulled from ${reference.domain}; allowed is ${limit}`,
      actual: reference.domain,
      limit,
    };
  },
  hcl: ({ policy: { allowedRegistries }, image }) => {
    if (allowedRegistries === undefined) return undefined;
    const domain = attribute(image, 'domain');
    return {
      violated: not(call('contains', literalOf(allowedRegistries), domain)),
      message: interpolate`it would be pulled from ${domain}; allowed is ${verbatim(enumerate(allowedRegistries))}`,
    };
  },
};

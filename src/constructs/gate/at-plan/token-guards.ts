import { GuardedToken } from '../../../discovery';
import { asJsonText, matches, verbatim } from '../../../policy/hcl';
import { deepCopy } from '../../../util/deep-copy';
import { Block } from './json-blocks';
import { addPreconditions } from './plan-conditions';

/** What ends a string of JSON, or begins something else in it: a quote, a backslash, a control character. */
const HARMLESS_IN_A_STRING = '^[^"\\\\[:cntrl:]]*$';

/**
 * Has Terraform make sure that no expression inside a JSON text that names images ends its string: its value could add an image
 * that nobody judged. Comparing what the text means would not do, since readers differ in that. Works on a copy of the stack's
 * finished JSON.
 */
export function withTokenGuards(
  json: unknown,
  guards: ReadonlyMap<string, readonly GuardedToken[]>,
): unknown {
  if (guards.size === 0) return json;
  const document = deepCopy(json) as Block;
  for (const [address, tokens] of guards) {
    addPreconditions(
      document,
      address,
      tokens.map(({ expression, where }) => ({
        condition: matches(HARMLESS_IN_A_STRING, expression),
        message: asJsonText`${verbatim(where)}: a value in this text holds a quote, a backslash or a control character, and could add an image that nobody judged. Use Fn.jsonencode for the text.`,
      })),
    );
  }
  return document;
}

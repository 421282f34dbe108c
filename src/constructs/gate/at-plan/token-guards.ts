import { GuardedToken } from '../../../discovery';
import { asJsonText, matches, verbatim } from '../../../policy/hcl';
import { deepCopy } from '../../../util/deep-copy';
import { Block } from './json-blocks';
import { addPreconditions } from './plan-conditions';

/**
 * Matches a value that neither ends a JSON string nor starts an escape in it: no quote, backslash
 * or control character.
 */
const HARMLESS_IN_A_STRING = '^[^"\\\\[:cntrl:]]*$';

/**
 * Adds preconditions that an expression inside a JSON text with images does not end its string,
 * because its value could add an image that was not evaluated. Parsing the text at plan would not
 * suffice, because parsers differ. Returns a copy of the stack's finished JSON.
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
        message: asJsonText`${verbatim(where)}: a value in this text contains a quote, a backslash or a control character, and could add an image that was not evaluated. Use Fn.jsonencode for the text.`,
      })),
    );
  }
  return document;
}

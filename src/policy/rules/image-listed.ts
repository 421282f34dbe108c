import { any, cond, not, stringLiteral } from '../hcl/expression';
import { Rule } from './rule';

const NESTED_INDEX = 'it is an index itself, and only the platforms of an image are judged';

/** Requires exactly one row for the image. A separate rule, so that it can be waived. */
export const imageListed: Rule = {
  id: 'image-listed',
  title: 'The image is listed',
  help:
    'HSS must have exactly one row for this image. An image that HSS does not list was never ' +
    'scanned. When this is waived (third-party images), the reference must carry a digest itself.',
  readsRow: false,
  scan: 'unused',
  check: ({ row, problem, isNestedIndex }) => {
    if (row === undefined) return { message: problem ?? 'HSS does not list the image' };
    return isNestedIndex ? { message: NESTED_INDEX } : undefined;
  },
  hcl: ({ listed, problem, isNestedIndex }) => ({
    violated: any(not(listed), isNestedIndex),
    message: cond(listed, stringLiteral(NESTED_INDEX), problem),
  }),
};

/**
 * The variables of a gated stack that select the server that answers as HSS, and Terraform's token
 * for it.
 */
const GUARDED = ['hss_endpoint', 'hss_token'] as const;

/**
 * Returns whether Terraform automatically reads variables from a file with this name, including
 * names that start with a dot.
 */
export function isVariableFile(name: string): boolean {
  return /^terraform\.tfvars(?:\.json)?$|\.auto\.tfvars(?:\.json)?$/.test(name);
}

/**
 * Returns the guarded variables that a variable file may set. It may return too many, but never too
 * few.
 * @throws SyntaxError for a `.json` file that is not JSON
 */
export function guardedVariables(name: string, text: string): string[] {
  return name.endsWith('.json') ? inJson(JSON.parse(text)) : inHcl(text);
}

/** HCL also accepts a list of objects for one object. */
function inJson(value: unknown): string[] {
  const keys = new Set([value].flat(Infinity).flatMap((one) => Object.keys(Object(one) as object)));
  return GUARDED.filter((variable) => keys.has(variable));
}

/**
 * Does not match a line that ends a block comment, because the text after the end is not a comment.
 */
const COMMENT_LINE = /^\s*(?:#|\/\/)(?!.*\*\/).*$/gm;

/**
 * HCL has one attribute per line. Only white space and the end of a comment may precede it, and
 * only comments may be between its name and `=`. Strings and heredocs are not recognised, so text
 * in them may be taken for an attribute.
 */
function inHcl(text: string): string[] {
  const lines = text.replace(COMMENT_LINE, '');
  return GUARDED.filter((variable) =>
    new RegExp(
      `^(?:.*\\*/)?\\s*${variable}\\s*(?:/\\*(?:(?!\\*/)[^])*\\*/\\s*)*=(?![=>])`,
      'm',
    ).test(lines),
  );
}

/** The variables of a gated stack that decide who answers for HSS, or as whom Terraform asks. */
const GUARDED = ['hss_endpoint', 'hss_token'] as const;

/** Whether Terraform reads a file of this name for variables by itself. It does so for names that begin with a dot, too. */
export function isVariableFile(name: string): boolean {
  return /^terraform\.tfvars(?:\.json)?$|\.auto\.tfvars(?:\.json)?$/.test(name);
}

/**
 * The guarded variables that a variable file may set. Reads too much rather than too little: a file that Terraform
 * takes to set one is always found.
 * @throws SyntaxError for a `.json` file that is not JSON
 */
export function guardedVariables(name: string, text: string): string[] {
  return name.endsWith('.json') ? inJson(JSON.parse(text)) : inHcl(text);
}

/** HCL also takes a list of objects for one object. */
function inJson(value: unknown): string[] {
  const keys = new Set([value].flat(Infinity).flatMap((one) => Object.keys(Object(one) as object)));
  return GUARDED.filter((variable) => keys.has(variable));
}

/** Within a block comment, what follows its end still counts, so such a line stays. */
const COMMENT_LINE = /^\s*(?:#|\/\/)(?!.*\*\/).*$/gm;

/**
 * HCL has one attribute a line, with nothing before it but white space and the end of a comment, and between its name and `=`
 * comments only. Strings and heredocs are not recognised: what looks like an attribute there counts as one.
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

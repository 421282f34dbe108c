/** The text of an HCL expression, as Terraform evaluates it. */
export type Hcl = string;

/** A string literal. */
export function stringLiteral(value: string): Hcl {
  const escaped = [...value].map((character) => {
    if (character === '"' || character === '\\') return `\\${character}`;
    const code = character.codePointAt(0)!;
    return code < 0x20 || code === 0x7f ? `\\u${code.toString(16).padStart(4, '0')}` : character;
  });
  return `"${escapedTemplate(escaped.join(''))}"`;
}

/** A list literal of string literals. */
export function texts(values: readonly string[]): Hcl {
  return `[${values.map(stringLiteral).join(', ')}]`;
}

/** An expression as a JSON value of a configuration. */
export function asJson(expression: Hcl): string {
  return `\${${expression}}`;
}

/** Plain data as a JSON value of a configuration: what looks like a template in it is none. */
export function dataAsJson(value: unknown): unknown {
  if (typeof value === 'string') return escapedTemplate(value);
  if (Array.isArray(value)) return value.map(dataAsJson);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [escapedTemplate(key), dataAsJson(item)]),
  );
}

/** True when all are. Terraform evaluates each of them, so none may fail. */
export function all(...conditions: readonly Hcl[]): Hcl {
  return conditions.length === 0 ? 'true' : `(${conditions.join(' && ')})`;
}

/** True when one is. */
export function any(...conditions: readonly Hcl[]): Hcl {
  return conditions.length === 0 ? 'false' : `(${conditions.join(' || ')})`;
}

/** A text, or another where it is null. */
export function orText(expression: Hcl, otherwise: string): Hcl {
  return `(${expression} == null ? ${stringLiteral(otherwise)} : ${expression})`;
}

/** HCL has no variables, but a list of one can be gone through. */
export function let_(name: string, value: Hcl, body: (name: string) => Hcl): Hcl {
  return `[for ${name} in [${value}] : ${body(name)}][0]`;
}

/** Several in a row; each may use those before it. */
export function lets(values: readonly (readonly [name: string, value: Hcl])[], body: Hcl): Hcl {
  return values.reduceRight((inner, [name, value]) => let_(name, value, () => inner), body);
}

function escapedTemplate(value: string): string {
  return value.replace(/([$%])\{/g, '$1$1{');
}

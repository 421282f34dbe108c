/**
 * The text of an HCL expression, as Terraform evaluates it. The functions of this module return
 * expressions that can be operands anywhere, because operators include their parentheses.
 */
export type Hcl = string;

/** A text that a template inserts literally, not as an expression. */
interface Verbatim {
  readonly verbatim: string;
}

type Operand = Hcl | number;

/** Returns a string literal. */
export function stringLiteral(value: string): Hcl {
  return `"${quotedText(value)}"`;
}

/** Returns the literal of plain data, including null. */
export function literalOf(value: string | number | boolean | null | readonly string[]): Hcl {
  if (typeof value === 'string') return stringLiteral(value);
  return typeof value === 'object' && value !== null
    ? list(...value.map(stringLiteral))
    : String(value);
}

/** `[a, b]` */
export function list(...items: readonly Operand[]): Hcl {
  return `[${items.join(', ')}]`;
}

/** `{ name = value }` */
export function object(fields: { readonly [name: string]: Operand }): Hcl {
  const items = Object.entries(fields).map(([name, value]) => `${keyOf(name)} = ${value}`);
  return items.length === 0 ? '{}' : `{ ${items.join(', ')} }`;
}

/** `name(a, b)` */
export function call(name: string, ...values: readonly Operand[]): Hcl {
  return `${name}(${values.join(', ')})`;
}

/** Passes the items of a list as the last arguments of a call: `values...` */
export function spread(values: Hcl): Hcl {
  return `${values}...`;
}

/** Returns the first of several expressions that does not fail. */
export function tryOf(...alternatives: readonly Operand[]): Hcl {
  return call('try', ...alternatives);
}

/**
 * Whether a text matches a regular expression; false for a value that can't be matched, such as
 * null.
 */
export function matches(pattern: string, value: Hcl): Hcl {
  return call('can', call('regex', stringLiteral(pattern), value));
}

/** `value.name` */
export function attribute(value: Hcl, name: string): Hcl {
  return `${value}.${name}`;
}

/** `value[key]` */
export function index(value: Hcl, key: Operand): Hcl {
  return `${value}[${key}]`;
}

/**
 * Returns a list as it is, null as an empty list, and anything else as a list of one. In
 * parentheses, because a following index would otherwise apply to each item.
 */
export function splat(value: Hcl): Hcl {
  return `(${value}[*])`;
}

/** `test ? then : otherwise`. Terraform evaluates both branches, so neither may fail. */
export function cond(test: Hcl, then: Operand, otherwise: Operand): Hcl {
  return `(${test} ? ${then} : ${otherwise})`;
}

/** Returns the value of the first test that is true; `otherwise` if none is. */
export function cases(
  pairs: readonly (readonly [test: Hcl, then: Operand])[],
  otherwise: Operand,
): Hcl {
  return pairs.reduceRight<Hcl>((rest, [test, then]) => cond(test, then, rest), `${otherwise}`);
}

/** True if all conditions are. Terraform evaluates each of them, so none may fail. */
export function all(...conditions: readonly Hcl[]): Hcl {
  return conditions.length === 0 ? 'true' : infix('&&', conditions);
}

/** True if at least one condition is. */
export function any(...conditions: readonly Hcl[]): Hcl {
  return conditions.length === 0 ? 'false' : infix('||', conditions);
}

/** `!condition` */
export function not(condition: Hcl): Hcl {
  return `!${condition}`;
}

/** `left == right`. Values of different types are unequal, and null equals null. */
export function equals(left: Operand, right: Operand): Hcl {
  return infix('==', [left, right]);
}

/** `left != right` */
export function unequal(left: Operand, right: Operand): Hcl {
  return infix('!=', [left, right]);
}

/** `value == null` */
export function isNull(value: Hcl): Hcl {
  return equals(value, 'null');
}

/** `value != null` */
export function isPresent(value: Hcl): Hcl {
  return unequal(value, 'null');
}

/** Whether a list has items. */
export function isNotEmpty(items: Hcl): Hcl {
  return moreThan(call('length', items), 0);
}

/** `left < right` */
export function lessThan(left: Operand, right: Operand): Hcl {
  return infix('<', [left, right]);
}

/** `left <= right` */
export function atMost(left: Operand, right: Operand): Hcl {
  return infix('<=', [left, right]);
}

/** `left > right` */
export function moreThan(left: Operand, right: Operand): Hcl {
  return infix('>', [left, right]);
}

/** `left >= right` */
export function atLeast(left: Operand, right: Operand): Hcl {
  return infix('>=', [left, right]);
}

/** `a + b` */
export function plus(...terms: readonly Operand[]): Hcl {
  return infix('+', terms);
}

/** `left - right` */
export function minus(left: Operand, right: Operand): Hcl {
  return infix('-', [left, right]);
}

/** `left * right` */
export function times(left: Operand, right: Operand): Hcl {
  return infix('*', [left, right]);
}

/** `left / right` */
export function dividedBy(left: Operand, right: Operand): Hcl {
  return infix('/', [left, right]);
}

/** Returns a text, or another one if it is null. */
export function orText(expression: Hcl, otherwise: string): Hcl {
  return cond(isNull(expression), stringLiteral(otherwise), expression);
}

/** Maps the items of a list, or those that fulfil a condition. */
export function forEach(
  name: string,
  items: Hcl,
  body: (item: Hcl) => Hcl,
  condition?: (item: Hcl) => Hcl,
): Hcl {
  return `[for ${name} in ${items} : ${body(name)}${condition === undefined ? '' : ` if ${condition(name)}`}]`;
}

/** Maps the items of a list with their positions. */
export function forEachIndexed(
  position: string,
  name: string,
  items: Hcl,
  body: (position: Hcl, item: Hcl) => Hcl,
): Hcl {
  return `[for ${position}, ${name} in ${items} : ${body(position, name)}]`;
}

/** Returns the items that fulfil a condition. */
export function filter(name: string, items: Hcl, condition: (item: Hcl) => Hcl): Hcl {
  return forEach(name, items, (item) => item, condition);
}

/** Maps the values of a map, or those that fulfil a condition. The keys are kept. */
export function forMap(
  key: string,
  name: string,
  values: Hcl,
  body: (key: Hcl, value: Hcl) => Hcl,
  condition?: (value: Hcl) => Hcl,
): Hcl {
  return `{ for ${key}, ${name} in ${values} : ${key} => ${body(key, name)}${condition === undefined ? '' : ` if ${condition(name)}`} }`;
}

/**
 * Names a value in an expression. HCL has no variables in expressions, so this iterates over a list
 * of one item.
 */
export function let_(name: string, value: Hcl, body: (name: string) => Hcl): Hcl {
  return index(forEach(name, list(value), body), 0);
}

/** Names several values; each can use those before it. */
export function lets(values: readonly (readonly [name: string, value: Hcl])[], body: Hcl): Hcl {
  return values.reduceRight((inner, [name, value]) => let_(name, value, () => inner), body);
}

/**
 * Returns the string of a tagged template. Its holes are expressions, or texts marked by
 * `verbatim`.
 */
export function interpolate(
  texts: TemplateStringsArray,
  ...holes: readonly (Hcl | Verbatim)[]
): Hcl {
  return `"${template(texts, holes, quotedText)}"`;
}

/** Marks a text that a template inserts literally. */
export function verbatim(text: string): Verbatim {
  return { verbatim: text };
}

/** Returns an expression as a JSON value of a configuration. */
export function asJson(expression: Hcl): string {
  return `\${${expression}}`;
}

/**
 * Returns the same as `interpolate`, but as a JSON value of a configuration: a template without
 * quotes.
 */
export function asJsonText(
  texts: TemplateStringsArray,
  ...holes: readonly (Hcl | Verbatim)[]
): string {
  return template(texts, holes, escapedTemplate);
}

/**
 * Returns plain data as a JSON value of a configuration, escaped so that nothing in it is read as a
 * template.
 */
export function dataAsJson(value: unknown): unknown {
  if (typeof value === 'string') return escapedTemplate(value);
  if (Array.isArray(value)) return value.map(dataAsJson);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [escapedTemplate(key), dataAsJson(item)]),
  );
}

function infix(operator: string, operands: readonly Operand[]): Hcl {
  return `(${operands.join(` ${operator} `)})`;
}

/** Quotes all but identifiers; a bare `for` would begin a loop. */
function keyOf(name: string): Hcl {
  return /^[A-Za-z_]\w*$/.test(name) && name !== 'for' ? name : stringLiteral(name);
}

function template(
  texts: TemplateStringsArray,
  holes: readonly (Hcl | Verbatim)[],
  escaped: (text: string) => string,
): string {
  let done = '';
  // Adjacent texts are escaped together: a dollar of one and a brace of the next would form a hole.
  let pending = texts[0];
  holes.forEach((hole, position) => {
    if (typeof hole === 'string') {
      // A dollar directly before a hole would escape it.
      const signs = /[$%]*$/.exec(pending)![0];
      const before = escaped(pending.slice(0, pending.length - signs.length));
      done += before + (signs === '' ? '' : asJson(stringLiteral(signs))) + asJson(hole);
      pending = texts[position + 1];
    } else {
      pending += hole.verbatim + texts[position + 1];
    }
  });
  return done + escaped(pending);
}

function quotedText(value: string): string {
  const escaped = [...value].map((character) => {
    if (character === '"' || character === '\\') return `\\${character}`;
    const code = character.codePointAt(0)!;
    return code < 0x20 || code === 0x7f ? `\\u${code.toString(16).padStart(4, '0')}` : character;
  });
  return escapedTemplate(escaped.join(''));
}

function escapedTemplate(value: string): string {
  return value.replace(/([$%])\{/g, '$1$1{');
}

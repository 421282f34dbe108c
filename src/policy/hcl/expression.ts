/**
 * The text of an HCL expression, as Terraform evaluates it. What the functions of this module give may stand as an operand
 * anywhere: operators bring their parentheses.
 */
export type Hcl = string;

/** A text in a template that is not an expression. */
interface Verbatim {
  readonly verbatim: string;
}

type Operand = Hcl | number;

/** A string literal. */
export function stringLiteral(value: string): Hcl {
  return `"${quotedText(value)}"`;
}

/** The literal of plain data; of null, too. */
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

/** The last argument of a call: a list of the arguments. */
export function spread(values: Hcl): Hcl {
  return `${values}...`;
}

/** The first of several expressions that does not fail. */
export function tryOf(...alternatives: readonly Operand[]): Hcl {
  return call('try', ...alternatives);
}

/** Whether a text matches a regular expression; false where it is not a text. */
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

/** A list as it is, null as an empty one, anything else as a list of one. In parentheses, since an index would belong to it. */
export function splat(value: Hcl): Hcl {
  return `(${value}[*])`;
}

/** `test ? then : otherwise`. Terraform evaluates both, so neither may fail. */
export function cond(test: Hcl, then: Operand, otherwise: Operand): Hcl {
  return `(${test} ? ${then} : ${otherwise})`;
}

/** What stands with the first test that is true. */
export function cases(
  pairs: readonly (readonly [test: Hcl, then: Operand])[],
  otherwise: Operand,
): Hcl {
  return pairs.reduceRight<Hcl>((rest, [test, then]) => cond(test, then, rest), `${otherwise}`);
}

/** True when all are. Terraform evaluates each of them, so none may fail. */
export function all(...conditions: readonly Hcl[]): Hcl {
  return conditions.length === 0 ? 'true' : infix('&&', conditions);
}

/** True when one is. */
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

/** A text, or another where it is null. */
export function orText(expression: Hcl, otherwise: string): Hcl {
  return cond(isNull(expression), stringLiteral(otherwise), expression);
}

/** A list of what becomes of each item, of those that fulfil a condition. */
export function forEach(
  name: string,
  items: Hcl,
  body: (item: Hcl) => Hcl,
  condition?: (item: Hcl) => Hcl,
): Hcl {
  return `[for ${name} in ${items} : ${body(name)}${condition === undefined ? '' : ` if ${condition(name)}`}]`;
}

/** The same, with the position of each item. */
export function forEachIndexed(
  position: string,
  name: string,
  items: Hcl,
  body: (position: Hcl, item: Hcl) => Hcl,
): Hcl {
  return `[for ${position}, ${name} in ${items} : ${body(position, name)}]`;
}

/** The items that fulfil a condition. */
export function filter(name: string, items: Hcl, condition: (item: Hcl) => Hcl): Hcl {
  return forEach(name, items, (item) => item, condition);
}

/** A map of what becomes of each value, of those that fulfil a condition. Its keys stay. */
export function forMap(
  key: string,
  name: string,
  values: Hcl,
  body: (key: Hcl, value: Hcl) => Hcl,
  condition?: (value: Hcl) => Hcl,
): Hcl {
  return `{ for ${key}, ${name} in ${values} : ${key} => ${body(key, name)}${condition === undefined ? '' : ` if ${condition(name)}`} }`;
}

/** HCL has no variables, but a list of one can be gone through. */
export function let_(name: string, value: Hcl, body: (name: string) => Hcl): Hcl {
  return index(forEach(name, list(value), body), 0);
}

/** Several in a row; each may use those before it. */
export function lets(values: readonly (readonly [name: string, value: Hcl])[], body: Hcl): Hcl {
  return values.reduceRight((inner, [name, value]) => let_(name, value, () => inner), body);
}

/** A text of what a tagged template holds: its holes are expressions, or texts that `verbatim` marks. */
export function interpolate(
  texts: TemplateStringsArray,
  ...holes: readonly (Hcl | Verbatim)[]
): Hcl {
  return `"${template(texts, holes, quotedText)}"`;
}

/** A text to stand in a template as it is. */
export function verbatim(text: string): Verbatim {
  return { verbatim: text };
}

/** An expression as a JSON value of a configuration. */
export function asJson(expression: Hcl): string {
  return `\${${expression}}`;
}

/** The same as `interpolate`, as a JSON value of a configuration: a template without quotes. */
export function asJsonText(
  texts: TemplateStringsArray,
  ...holes: readonly (Hcl | Verbatim)[]
): string {
  return template(texts, holes, escapedTemplate);
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

function infix(operator: string, operands: readonly Operand[]): Hcl {
  return `(${operands.join(` ${operator} `)})`;
}

/** A bare `for` would begin a loop. */
function keyOf(name: string): Hcl {
  return /^[A-Za-z_]\w*$/.test(name) && name !== 'for' ? name : stringLiteral(name);
}

function template(
  texts: TemplateStringsArray,
  holes: readonly (Hcl | Verbatim)[],
  escaped: (text: string) => string,
): string {
  let done = '';
  // Texts are escaped with those beside them: a dollar of one and a brace of the next are a hole, too.
  let pending = texts[0];
  holes.forEach((hole, position) => {
    if (typeof hole === 'string') {
      // A dollar in front of a hole would make a text of it.
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

import { IConstruct } from 'constructs';
import { HssError } from '../../contract/error';
import { framework, frameworkOf } from '../framework/framework';

/** Runs a function, and adds the path of the construct to an error that it throws. */
export function naming<T>(construct: IConstruct, run: () => T): T {
  try {
    // Checks use any framework. This selects the construct's own, even if another one is installed.
    frameworkOf(construct);
    return run();
  } catch (error) {
    throw error instanceof HssError ? error.at(construct.node.path) : error;
  }
}

/**
 * Refuses tokens. A lookup needs its values now, but a token has a value only when Terraform runs.
 * @throws HSS_INVALID_ARGUMENT
 */
export function refuseTokens(values: { readonly [prop: string]: unknown }, advice: string): void {
  for (const [prop, value] of Object.entries(values)) {
    if (holdsToken(value)) {
      throw new HssError(
        'HSS_INVALID_ARGUMENT',
        `${prop} is a token, whose value is not known when the stack is synthesized`,
        { advice },
      );
    }
  }
}

/**
 * Returns whether a value is a token, contains one, or contains a Terraform expression (`${...}`).
 */
export function holdsToken(value: unknown): boolean {
  if (framework().Token.isUnresolved(value)) return true;
  if (typeof value === 'string') return value.includes('${');
  return Array.isArray(value) && value.some(holdsToken);
}

/**
 * Checks that values are strings without tokens. JavaScript callers may pass anything, and
 * `undefined` would match every row that lacks the field.
 * @throws HSS_INVALID_ARGUMENT
 */
export function checkTexts(values: { readonly [name: string]: unknown }): void {
  refuseTokens(
    values,
    'pass a plain value, because rows are looked up when the stack is synthesized',
  );
  for (const [name, value] of Object.entries(values)) {
    if (typeof value === 'string') continue;
    throw new HssError('HSS_INVALID_ARGUMENT', `${name} is ${kindOf(value)}, expected a string`, {
      advice: `pass a string as ${name}`,
    });
  }
}

/**
 * Checks that a prop, if it is set, is an instance of a class of this package.
 * @throws HSS_INVALID_ARGUMENT
 */
export function checkInstance<T>(
  name: string,
  value: T | undefined,
  type: { readonly name: string; readonly prototype: T },
  advice: string,
): T | undefined {
  if (value === undefined || value === null) return undefined;
  if (Object.prototype.isPrototypeOf.call(type.prototype as object, value)) return value;
  throw new HssError('HSS_INVALID_ARGUMENT', `${name} is not an instance of ${type.name}`, {
    advice,
  });
}

/** Describes the type of a value. The value itself is not shown, because it could be a secret. */
export function kindOf(value: unknown): string {
  if (value === undefined || value === null) return 'not set';
  return Array.isArray(value) ? 'a list' : `of type ${typeof value}`;
}

/**
 * Checks that a prop, if it is set, is a value of an enum, and applies the default.
 * @throws HSS_INVALID_ARGUMENT
 */
export function oneOf<T extends string>(
  name: string,
  value: T | undefined,
  values: { readonly [member: string]: T },
  byDefault: T,
): T {
  if (value === undefined || value === null) return byDefault;
  if (Object.values(values).includes(value)) return value;
  throw new HssError(
    'HSS_INVALID_ARGUMENT',
    `${name} is ${typeof value === 'string' ? JSON.stringify(value) : kindOf(value)}, which is not allowed: expected one of ${Object.values(values).join(', ')}`,
    { advice: `use one of them, or omit ${name} for the default ${byDefault}` },
  );
}

/**
 * Checks that a prop, if it is set, is a boolean.
 * @throws HSS_INVALID_ARGUMENT
 */
export function checkBoolean(name: string, value: boolean | undefined): void {
  if (value === undefined || value === null || typeof value === 'boolean') return;
  throw new HssError(
    'HSS_INVALID_ARGUMENT',
    `${name} is ${kindOf(value)}, expected true or false`,
    {
      advice: `set true or false, or omit ${name}`,
    },
  );
}

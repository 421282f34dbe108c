import { IConstruct } from 'constructs';
import { HssError } from '../../contract/error';
import { framework, frameworkOf } from '../framework/framework';

/** Runs what may throw, and names the construct in the error. */
export function naming<T>(construct: IConstruct, run: () => T): T {
  try {
    // Checks ask for any framework. Chosen here, it is the construct's own, also where another is installed.
    frameworkOf(construct);
    return run();
  } catch (error) {
    throw error instanceof HssError ? error.at(construct.node.path) : error;
  }
}

/**
 * A lookup needs its values now; a token has one only when Terraform runs.
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

/** Whether something is a token, or a list or text with one in it, also one written as Terraform does. */
export function holdsToken(value: unknown): boolean {
  if (framework().Token.isUnresolved(value)) return true;
  if (typeof value === 'string') return value.includes('${');
  return Array.isArray(value) && value.some(holdsToken);
}

/**
 * JavaScript callers may hand in anything, and `undefined` would match whatever lacks the value.
 * @throws HSS_INVALID_ARGUMENT
 */
export function checkTexts(values: { readonly [name: string]: unknown }): void {
  refuseTokens(values, 'give its value: rows are looked up when the stack is synthesized');
  for (const [name, value] of Object.entries(values)) {
    if (typeof value === 'string') continue;
    throw new HssError('HSS_INVALID_ARGUMENT', `${name} is ${kindOf(value)}, expected a text`, {
      advice: `give ${name}`,
    });
  }
}

/**
 * A prop that has to be made by a class of this package.
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
  throw new HssError('HSS_INVALID_ARGUMENT', `${name} is no ${type.name}`, { advice });
}

/** What something is, in words; a text itself could be a secret. */
export function kindOf(value: unknown): string {
  if (value === undefined || value === null) return 'not given';
  return Array.isArray(value) ? 'a list' : `of type ${typeof value}`;
}

/**
 * One of an enum's values.
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
    { advice: `give one of them, or leave ${name} out for ${byDefault}` },
  );
}

/**
 * A prop that is true or false, or not given.
 * @throws HSS_INVALID_ARGUMENT
 */
export function checkBoolean(name: string, value: boolean | undefined): void {
  if (value === undefined || value === null || typeof value === 'boolean') return;
  throw new HssError(
    'HSS_INVALID_ARGUMENT',
    `${name} is ${kindOf(value)}, expected true or false`,
    {
      advice: `give true or false, or leave ${name} out`,
    },
  );
}

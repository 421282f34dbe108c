import { OutputUnit, Schema, Validator } from '@cfworker/json-schema';
import { PolicyPath, PolicyProblem } from '../model/problem';
import { ProblemList } from './problem-list';
import { RULE_IDS, RuleId } from '../model/rule-id';
import { nearest } from '../../util/spelling';
import { show } from '../../util/text';

/**
 * The published schema: the only definition of what a policy may contain. The path to schema/ is
 * the same from src/ and from lib/.
 * @internal
 */
// eslint-disable-next-line @typescript-eslint/no-require-imports -- only src/ is compiled
export const POLICY_SCHEMA: Schema = require('../../../schema/image-policy.schema.json') as Schema;

const validator = new Validator(POLICY_SCHEMA, '2020-12', false);

/** Keywords whose errors only say that something below is wrong, which has a separate error. */
const CONTAINERS = ['properties', 'additionalProperties', 'propertyNames', 'items', '$ref', 'if'];

/**
 * Locations where the schema relates one key to another. Errors there name keywords that readers of
 * a policy don't know; `policyProblems` finds the same problems and explains them.
 */
const RELATIONS = /^#\/else\/|\/exceptions\/items\/\$ref\/(?:then\/|else\/|anyOf|dependentSchemas)/;

/** Returns the violations of the schema in words for readers of a policy. */
export function schemaProblems(policy: unknown): PolicyProblem[] {
  const problems = new ProblemList();
  for (const error of validate(policy)) {
    if (problems.isFull) break;
    if (CONTAINERS.includes(error.keyword)) continue;
    if (RELATIONS.test(error.keywordLocation)) continue;
    for (const problem of explain(error, policy)) {
      // A wrong type also violates the pattern; the first problem of a place is enough.
      if (error.keyword === 'required' || !problems.isAbout(problem.path)) problems.add(problem);
    }
  }
  return problems.all;
}

function validate(policy: unknown): OutputUnit[] {
  try {
    return validator.validate(policy).errors;
  } catch (error) {
    // For example, a key with a lone surrogate, which no JSON pointer can contain.
    const why = `it could not be checked: ${(error as Error).message}`;
    return [{ instanceLocation: '#', keyword: '', keywordLocation: '#', error: why }];
  }
}

function explain(error: OutputUnit, policy: unknown): PolicyProblem[] {
  const path = pathOf(error.instanceLocation, policy);
  const value = path.reduce<unknown>((at, step) => (at as Settings)[step], policy);
  const schema = schemaAt(path);
  const say = (message: string): PolicyProblem[] => [{ path, message }];
  if (error.keywordLocation.includes('/propertyNames/')) {
    return [{ path, atKey: true, message: wrongName(path) }];
  }
  switch (error.keyword) {
    case 'required':
      return (schema.required ?? [])
        .filter((key) => !Object.hasOwn(value as object, key))
        .map((key) => ({ path, message: `${key} is missing: ${describe(schema, key)}` }));
    case 'false':
      return [{ path, atKey: true, message: unknownKey(path) }];
    case 'type':
      return say(`expected ${typeInWords(schema)}, got ${show(value)}`);
    case 'const':
      return say(`expected ${String(schema.const)}, got ${show(value)}`);
    case 'enum':
      return say(wrongWord(schema, value));
    case 'minimum':
    case 'maximum':
      return say(
        `expected a whole number from ${schema.minimum} to ${schema.maximum}, got ${show(value)}`,
      );
    case 'minItems':
      return say('the list is empty: name at least one');
    case 'maxItems':
      return say(`the list has more than ${schema.maxItems} items`);
    case 'minProperties':
      return say('the map is empty: name at least one, or remove the setting');
    case 'minLength':
      return say('expected a text, got an empty one');
    case 'maxLength':
      return say(`it has more than ${schema.maxLength} characters`);
    case 'pattern':
      return say(
        String(value).trim() === ''
          ? `it is blank: expected ${schema.$comment}`
          : `expected ${schema.$comment}, got ${show(value)}`,
      );
    default:
      return say(error.error);
  }
}

interface Settings {
  readonly [key: string | number]: unknown;
}

/** Converts a location such as `#/exceptions/0/image` to a path. */
function pathOf(location: string, policy: unknown): PolicyPath {
  let at = policy;
  return location
    .split('/')
    .slice(1)
    .map((step) => {
      const key = decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~');
      const path = Array.isArray(at) ? Number(key) : key;
      at = (at as Settings)[path];
      return path;
    });
}

/** Returns the part of the schema about a path; an empty schema for unknown keys. */
function schemaAt(path: PolicyPath): Schema {
  let schema = POLICY_SCHEMA;
  for (const step of path) {
    const next = typeof step === 'number' ? schema.items : schemaOfKey(schema, step);
    schema = typeof next === 'object' && !Array.isArray(next) ? next : {};
    if (schema.$ref !== undefined) {
      schema = definitionOf(schema.$ref.slice('#/$defs/'.length));
    }
  }
  return schema;
}

/** Returns the schema of a map's key. In a map of any keys, all of them share one. */
function schemaOfKey(schema: Schema, key: string): Schema | boolean | undefined {
  return ownProperty(schema, key) ?? schema.additionalProperties;
}

function ownProperty(schema: Schema, key: string): Schema | boolean | undefined {
  const properties = schema.properties ?? {};
  return Object.hasOwn(properties, key) ? properties[key] : undefined;
}

function unknownKey(path: PolicyPath): string {
  const key = String(path[path.length - 1]);
  const known = Object.keys(schemaAt(path.slice(0, -1)).properties ?? {});
  const meant = nearest(key, known);
  const advice = meant === undefined ? `known are ${known.join(', ')}` : `did you mean ${meant}?`;
  return `unknown key ${show(key)}: ${advice}`;
}

/** Returns what is wrong with a key of a map whose keys are names. */
function wrongName(path: PolicyPath): string {
  const { propertyNames } = schemaAt(path.slice(0, -1));
  const expected = typeof propertyNames === 'object' ? propertyNames.$comment : undefined;
  return `unsupported name ${show(path[path.length - 1])}: ${expected}`;
}

function wrongWord({ enum: words = [], $comment }: Schema, value: unknown): string {
  const expected = `expected one of ${words.join(', ')}, got ${show(value)}`;
  if (typeof value !== 'string') return expected;
  if (words.includes(RULE_IDS[0]) && RULE_IDS.includes(value as RuleId)) {
    return `${value} can't be waived`;
  }
  const same = (words as string[]).find(
    (word) => word.toLowerCase() === value.trim().toLowerCase(),
  );
  if (same !== undefined) return `${expected}: write ${same}`;
  const meant = nearest(value, words as string[]);
  if (meant === undefined) return $comment === undefined ? expected : `${expected}: ${$comment}`;
  return `${expected}: did you mean ${meant}?`;
}

/**
 * Returns what a key must contain, for messages about a missing key.
 * @param definition name of the schema's definition that has the key; undefined for the policy
 *   itself
 */
export function describeKey(key: string, definition?: string): string {
  return describe(definition === undefined ? POLICY_SCHEMA : definitionOf(definition), key);
}

function definitionOf(name: string): Schema {
  return (POLICY_SCHEMA.$defs as { readonly [name: string]: Schema })[name];
}

function typeInWords(schema: Schema): string {
  switch (schema.type) {
    case 'integer':
      return `a whole number from ${schema.minimum} to ${schema.maximum}`;
    case 'boolean':
      return 'true or false';
    case 'array':
      return 'a list';
    case 'object':
      if (schema === POLICY_SCHEMA) return 'a map of settings';
      return schema.$comment === undefined ? 'a map' : `a map: ${schema.$comment}`;
    default:
      return schema.$comment === undefined ? 'a text' : `a text: ${schema.$comment}`;
  }
}

function describe(schema: Schema, key: string): string {
  const property = ownProperty(schema, key);
  if (typeof property !== 'object') return '';
  if (property.enum !== undefined) return `one of ${property.enum.join(', ')}`;
  if (property.const !== undefined) return `write ${key}: ${String(property.const)}`;
  return property.$comment ?? typeInWords(property);
}

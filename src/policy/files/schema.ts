import { OutputUnit, Schema, Validator } from '@cfworker/json-schema';
import { PolicyPath, PolicyProblem } from '../model/problem';
import { ProblemList } from './problem-list';
import { RULE_IDS, RuleId } from '../model/rule-id';
import { nearest } from '../../util/spelling';
import { show } from '../../util/text';

/**
 * The published schema: the one definition of what a policy may hold. schema/ is beside src/ and lib/ alike.
 * @internal
 */
// eslint-disable-next-line @typescript-eslint/no-require-imports -- it is outside src/, which is all that is compiled
export const POLICY_SCHEMA: Schema = require('../../../schema/image-policy.schema.json') as Schema;

const validator = new Validator(POLICY_SCHEMA, '2020-12', false);

/** Keywords that only say that something below is wrong; that has an error of its own. */
const CONTAINERS = ['properties', 'additionalProperties', 'propertyNames', 'items', '$ref', 'if'];

/**
 * Where the schema relates one key to another. Its errors there are about keywords that no reader of a policy knows;
 * `policyProblems` finds the same and says it in words.
 */
const RELATIONS = /^#\/else\/|\/exceptions\/items\/\$ref\/(?:then\/|else\/|anyOf|dependentSchemas)/;

/** What the schema finds wrong with a policy, in words for people. */
export function schemaProblems(policy: unknown): PolicyProblem[] {
  const problems = new ProblemList();
  for (const error of validate(policy)) {
    if (problems.isFull) break;
    if (CONTAINERS.includes(error.keyword)) continue;
    if (RELATIONS.test(error.keywordLocation)) continue;
    for (const problem of explain(error, policy)) {
      // A wrong type also breaks the pattern; the first word on a place is enough.
      if (error.keyword === 'required' || !problems.isAbout(problem.path)) problems.add(problem);
    }
  }
  return problems.all;
}

function validate(policy: unknown): OutputUnit[] {
  try {
    return validator.validate(policy).errors;
  } catch (error) {
    // A key with half a character in it, for one, which no JSON pointer can hold.
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

/** A location such as `#/exceptions/0/image` as a path. */
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

/** The part of the schema that speaks about a path; an empty one for unknown keys. */
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

/** The schema of a map's key; in a map of any keys, the one that all of them share. */
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

/** What is wrong with a key of a map whose keys are names. */
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
 * What a key must hold, as messages about a missing one say it.
 * @param definition the definition of the schema that has the key; without one, the policy itself
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

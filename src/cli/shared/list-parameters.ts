import { InvalidArgumentError, Option } from 'commander';
import { EndpointSpec, ParameterSpec } from '../../contract/fields';

/** Parameters that have an option on every command. */
const ELSEWHERE = ['enterpriseProjectId'];

/** Makes the options of an endpoint's parameters from its table, so that none can be forgotten. */
export function parameterOptions(spec: EndpointSpec): Option[] {
  return Object.entries(spec.parameters)
    .filter(([prop]) => !ELSEWHERE.includes(prop))
    .map(([prop, parameter]) => optionOf(spec, prop, parameter));
}

/** Returns the endpoint's parameters among the parsed options. */
export function parametersFrom(
  spec: EndpointSpec,
  flags: { readonly [prop: string]: unknown },
): { readonly [prop: string]: unknown } {
  return Object.fromEntries(
    Object.keys(spec.parameters)
      .filter((prop) => !ELSEWHERE.includes(prop))
      .map((prop) => [prop, flags[prop]]),
  );
}

function optionOf(spec: EndpointSpec, prop: string, parameter: ParameterSpec): Option {
  const name = prop.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const option = (value: string): Option =>
    new Option(`--${name} <${value}>`, purposeOf(spec, parameter));
  const made = ((): Option => {
    switch (parameter.kind) {
      case 'string':
        return option('text');
      case 'integer':
        return isTime(parameter)
          ? option('time').argParser(timeOf)
          : option('number').argParser(wholeNumber);
      case 'boolean':
        return option('true|false')
          .choices(['true', 'false'])
          .argParser((text) => oneOf(['true', 'false'], text) === 'true');
      case 'enum':
        return option('value').choices(parameter.values);
      case 'enumList':
        return option('values')
          .choices(parameter.values)
          .argParser((text, before: readonly string[] | undefined) => [
            ...(before ?? []),
            ...text.split(',').map((value) => oneOf(parameter.values, value)),
          ]);
    }
  })();
  return parameter.required ? made.makeOptionMandatory() : made;
}

function isTime({ recheck }: ParameterSpec): boolean {
  return recheck?.test === 'atLeast' || recheck?.test === 'atMost';
}

/** Describes a parameter with the API's field names. */
function purposeOf(spec: EndpointSpec, parameter: ParameterSpec): string {
  const { recheck, nameOf, name } = parameter;
  if (nameOf !== undefined && parameter.kind === 'integer') {
    return `filter by ${spec.fields[nameOf].name} (how HSS compares it is not documented)`;
  }
  if (nameOf !== undefined)
    return `filter by ${spec.fields[nameOf].name} (HSS decides whether the match is exact or partial)`;
  if (recheck === undefined) {
    const effect = parameter.kind === 'boolean' ? ' (effect not documented)' : '';
    return `passed to HSS as ${name}${effect}`;
  }
  const field = spec.fields[recheck.field].name;
  switch (recheck.test) {
    case 'equals':
      return `only rows with this ${field}`;
    case 'oneOf':
      return `only rows whose ${field} is one of these (comma-separated, or repeated)`;
    case 'atLeast':
      return `only rows whose ${field} is at or after this time: ISO 8601, or ms since 1970`;
    case 'atMost':
      return `only rows whose ${field} is at or before this time: ISO 8601, or ms since 1970`;
    case 'positive':
      return `true: only rows whose ${field} is above 0; false: only those where it is 0`;
    case 'whenTrue':
      return `true: only rows whose ${field} is true; false: passed to HSS, effect not documented`;
  }
}

function oneOf(values: readonly string[], text: string): string {
  if (values.includes(text)) return text;
  throw new InvalidArgumentError(`Allowed choices are ${values.join(', ')}.`);
}

export function wholeNumber(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError('Expected a whole number.');
  return Number(text);
}

/** Returns a parser of whole numbers in a range, the bounds included. */
export function wholeNumberBetween(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < min || value > max) {
      throw new InvalidArgumentError(`Expected a whole number from ${min} to ${max}.`);
    }
    return value;
  };
}

/**
 * Requires a zone behind a time of day, because its meaning would otherwise depend on the machine.
 */
const ISO_TIME =
  /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2}))?$/;

function timeOf(text: string): number {
  const time = /^\d{1,15}$/.test(text)
    ? Number(text)
    : ISO_TIME.test(text)
      ? Date.parse(text)
      : NaN;
  if (Number.isNaN(time)) {
    throw new InvalidArgumentError(
      'Expected ms since 1970, a date such as 2026-11-22 (its midnight, UTC), or 2026-11-22T06:00:00Z.',
    );
  }
  return time;
}

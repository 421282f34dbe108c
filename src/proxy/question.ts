import { PageOf } from '../client/client';
import { HssError } from '../contract/error';
import { EndpointSpec, MAX_OFFSET, PAGE_LIMIT, ParameterSpec } from '../contract/fields';
import { Query, checkQuery } from '../contract/query';

/** A checked request for rows. */
export interface Question {
  readonly query: Query;
  readonly page: PageOf;
  /** Parameters that only the proxy has. */
  readonly own: { readonly [name: string]: string };
}

/** The smallest page that HSS returns. */
const MIN_LIMIT = 10;

/**
 * Parses a query string by the endpoint's table.
 * @param props parameters from the path, by prop name
 * @param ownNames further allowed parameters
 * @throws HSS_INVALID_ARGUMENT for any parameter or value that the table does not allow
 */
export function questionOf(
  spec: EndpointSpec,
  props: { readonly [prop: string]: string },
  search: string,
  ownNames: readonly string[] = [],
): Question {
  const given: { [prop: string]: unknown } = { ...props };
  const page: { limit?: number; offset?: number } = {};
  const own: { [name: string]: string } = {};
  const seen = new Set<string>();
  for (const [name, value] of pairsOf(search)) {
    if (seen.has(name)) throw invalid(`${name} is given more than once`);
    seen.add(name);
    if (name === 'limit') page.limit = wholeNumber(name, value, MIN_LIMIT, PAGE_LIMIT);
    else if (name === 'offset') page.offset = wholeNumber(name, value, 0, MAX_OFFSET);
    else if (ownNames.includes(name)) own[name] = value;
    else {
      const found = Object.entries(spec.parameters).find(
        ([, parameter]) => parameter.name === name && !parameter.inPath,
      );
      if (found === undefined) {
        throw invalid(
          `${JSON.stringify(name.slice(0, 80))} is not a parameter of ${spec.operation}`,
        );
      }
      given[found[0]] = typed(found[1], value);
    }
  }
  return { query: checkQuery(spec, given), page, own };
}

/**
 * Returns the decoded parameters of a query string. A plus is a space, as Terraform's `urlencode`
 * writes it.
 */
function pairsOf(search: string): [name: string, value: string][] {
  if (search === '') return [];
  try {
    return search.split('&').map((pair) => {
      const [name, ...value] = pair.replaceAll('+', '%20').split('=');
      return [decodeURIComponent(name), decodeURIComponent(value.join('='))];
    });
  } catch {
    throw invalid('the query string is not percent-encoded UTF-8');
  }
}

/**
 * Returns the value of a parameter's text. A text without one is returned unchanged, and the
 * table's check rejects it.
 */
function typed(parameter: ParameterSpec, text: string): unknown {
  switch (parameter.kind) {
    case 'integer':
      return /^-?\d+$/.test(text) ? Number(text) : text;
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : text;
    case 'enumList':
      return text.split(',');
    default:
      return text;
  }
}

function wholeNumber(name: string, text: string, min: number, max: number): number {
  const value = Number(text);
  if (!/^\d{1,9}$/.test(text) || value < min || value > max) {
    throw invalid(`${name} is not allowed: expected a whole number from ${min} to ${max}`);
  }
  return value;
}

function invalid(summary: string): HssError {
  return new HssError('HSS_INVALID_ARGUMENT', summary, {
    advice: 'correct the parameters of the request',
  });
}

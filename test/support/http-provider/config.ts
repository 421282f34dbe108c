import { Attributes, isUnknown } from './codec';
import { Diagnostic, error } from './diagnostic';

/** A data source's configuration, and what is wrong with it. */

export interface Config {
  readonly url: string;
  readonly headers: { readonly [name: string]: string };
  readonly timeoutMs: number | null;
  readonly attempts: number;
  readonly minDelayMs: number;
  readonly maxDelayMs: number;
}

/** To ignore one of these would be to answer for a request that was not asked for. */
const UNSUPPORTED = [
  'request_body',
  'ca_cert_pem',
  'client_cert_pem',
  'client_key_pem',
  'insecure',
] as const;

const LEAST = [
  ['request_timeout_ms', 1],
  ['retry.attempts', 0],
  ['retry.min_delay_ms', 0],
  ['retry.max_delay_ms', 0],
] as const;

/** What speaks against it. A value that is not known yet speaks against nothing. */
export function objections(attributes: Attributes): readonly Diagnostic[] {
  const known = (value: unknown): unknown => (isUnknown(value) ? null : (value ?? null));
  const retry = known(attributes.retry) as Attributes | null;
  const value = (path: string): unknown =>
    known(path.startsWith('retry.') ? retry?.[path.slice(6)] : attributes[path]);
  const method = value('method') as string | null;
  return [
    ...UNSUPPORTED.filter((name) => value(name) !== null).map(unsupported),
    ...(method === null || method === 'GET' ? [] : [unsupported(`method ${method}`)]),
    ...LEAST.flatMap(([path, least]) => tooSmall(path, value(path), `${least}`, least)),
    ...tooSmall(
      'retry.max_delay_ms',
      value('retry.max_delay_ms'),
      'retry.min_delay_ms',
      Number(value('retry.min_delay_ms')),
    ),
  ];
}

function tooSmall(
  path: string,
  value: unknown,
  name: string,
  least: number,
): readonly Diagnostic[] {
  if (value === null || Number(value) >= least) return [];
  const what = `Attribute ${path} value must be at least ${name}, got: ${Number(value)}`;
  return [error('Invalid Attribute Value', what)];
}

export function parse(attributes: Attributes): Config {
  const retry = (attributes.retry ?? {}) as { readonly [name: string]: number | null };
  return {
    url: attributes.url as string,
    headers: (attributes.request_headers ?? {}) as Config['headers'],
    timeoutMs: attributes.request_timeout_ms as number | null,
    attempts: 1 + (retry.attempts ?? 0),
    // As go-retryablehttp has it.
    minDelayMs: retry.min_delay_ms ?? 1_000,
    maxDelayMs: retry.max_delay_ms ?? 30_000,
  };
}

function unsupported(what: string): Diagnostic {
  return error(
    'Not supported by the stand-in',
    `The stand-in for hashicorp/http does not know ${what}: test it with the real provider.`,
  );
}

import { isUtf8 } from 'node:buffer';
import { setTimeout as delay } from 'node:timers/promises';
import { Attributes } from './codec';
import { Config, objections, parse } from './config';
import { Diagnostic, Failure } from './diagnostic';
import { Answer, RequestError, get, shown } from './get';

/** Reads a data source: tries, tries again where it may, and puts the answer into attributes. */

export interface Read {
  readonly state?: Attributes;
  readonly diagnostics: readonly Diagnostic[];
}

export async function readHttp(attributes: Attributes): Promise<Read> {
  const refused = objections(attributes);
  if (refused.length > 0) return { diagnostics: refused };
  const config = parse(attributes);
  try {
    const { status, headers, body } = await attempt(config);
    return {
      state: {
        ...attributes,
        id: config.url,
        status_code: status,
        response_headers: headers,
        // Bytes, and not text: what is not UTF-8 is Terraform's to deal with.
        response_body: body,
        body,
        response_body_base64: body.toString('base64'),
      },
      diagnostics: isUtf8(body) ? [] : [NOT_TEXT],
    };
  } catch (error) {
    if (error instanceof Failure) return { diagnostics: [error.diagnostic] };
    throw error;
  }
}

const NOT_TEXT: Diagnostic = {
  severity: 'WARNING',
  summary: 'Response body is not recognized as UTF-8',
  detail: 'Terraform may not properly handle the response_body if the contents are binary.',
};

async function attempt(config: Config): Promise<Answer> {
  for (let made = 1; ; made++) {
    let wait: number | undefined;
    let error: RequestError | undefined;
    try {
      const answer = await get(config);
      if ('body' in answer) return answer;
      if (answer.status === 429 || answer.status === 503)
        wait = retryAfter(answer.headers['Retry-After']);
    } catch (thrown) {
      if (!(thrown instanceof RequestError)) throw thrown;
      error = thrown;
    }
    if (made === config.attempts || error?.passing === false) throw givenUp(config, made, error);
    await delay(wait ?? Math.min(2 ** (made - 1) * config.minDelayMs, config.maxDelayMs));
  }
}

function givenUp(config: Config, made: number, error: RequestError | undefined): Failure {
  const tail = error === undefined ? '' : `: ${error.message}`;
  const what = `GET ${shown(config.url, 'xxxxx')} giving up after ${made} attempt(s)${tail}`;
  return new Failure(
    'Error making request',
    error?.timedOut
      ? `request exceeded the specified timeout: ${duration(config.timeoutMs!)}, err: ${what}`
      : `Error making request: ${what}`,
  );
}

/** Seconds or a date, in milliseconds from now; nothing where it is neither. */
function retryAfter(header: string | undefined): number | undefined {
  if (header === undefined || header === '') return undefined;
  const milliseconds = /^\d+$/.test(header)
    ? Number(header) * 1_000
    : Math.max(0, Date.parse(header) - Date.now());
  return Number.isNaN(milliseconds) ? undefined : milliseconds;
}

/** As Go writes a duration of milliseconds. */
function duration(milliseconds: number): string {
  if (milliseconds < 1_000) return `${milliseconds}ms`;
  const seconds = `${(milliseconds % 60_000) / 1_000}s`;
  const minutes = Math.floor(milliseconds / 60_000);
  if (minutes === 0) return seconds;
  return minutes < 60
    ? `${minutes}m${seconds}`
    : `${Math.floor(minutes / 60)}h${minutes % 60}m${seconds}`;
}

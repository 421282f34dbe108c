import { IncomingMessage } from 'node:http';

export interface Headers {
  readonly [name: string]: string;
}

/** A name as Go writes it. */
export function canonical(name: string): string {
  return name.toLowerCase().replace(/(^|-)[a-z]/g, (start) => start.toUpperCase());
}

/** The headers that go out. Go adds the first two. */
export function outgoing(given: Headers): Headers {
  const headers: { [name: string]: string } = { 'User-Agent': 'Go-http-client/1.1' };
  for (const [name, value] of Object.entries(given))
    // Node writes a header byte by character: characters that are the bytes of UTF-8.
    headers[canonical(name)] = Buffer.from(value).toString('latin1');
  return takesGzip(given) ? { ...headers, 'Accept-Encoding': 'gzip' } : headers;
}

/** Whether compression is ours to ask for and to undo: not where the caller speaks of it. */
export function takesGzip(given: Headers): boolean {
  const names = Object.keys(given).map(canonical);
  return !names.includes('Accept-Encoding') && !names.includes('Range');
}

/** Without what is between the caller and the first host, as browsers and Go have it. */
export function forOtherHost(headers: Headers): Headers {
  const secret = ['Authorization', 'Www-Authenticate', 'Cookie', 'Cookie2'];
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !secret.includes(name)));
}

/** The headers of an answer; one that came twice is one, with a comma. */
export function incoming(response: IncomingMessage): { [name: string]: string } {
  const headers: { [name: string]: string } = {};
  for (let index = 0; index < response.rawHeaders.length; index += 2) {
    const name = canonical(response.rawHeaders[index]);
    const value = Buffer.from(response.rawHeaders[index + 1], 'latin1').toString();
    headers[name] = name in headers ? `${headers[name]}, ${value}` : value;
  }
  // Go reads these as the message's form and not as its headers, and adds to HTTP/1.0's Pragma.
  delete headers['Transfer-Encoding'];
  delete headers.Trailer;
  if (response.httpVersion !== '1.0' && /\bclose\b/i.test(headers.Connection))
    delete headers.Connection;
  if (/^no-cache(,|$)/.test(headers.Pragma)) headers['Cache-Control'] ??= 'no-cache';
  return headers;
}

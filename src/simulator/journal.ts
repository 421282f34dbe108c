import { hash } from 'node:crypto';
import { IncomingMessage, ServerResponse } from 'node:http';
import { parseTarget } from './query/query';

/** One request as the control API reports it. */
export interface JournalEntry {
  readonly method: string;
  /** The path as received. */
  readonly path: string;
  /** Decoded parameters, or null if they can't be decoded. A repeated parameter is a list. */
  readonly query: { readonly [name: string]: string | string[] } | null;
  /** The complete request target as received. */
  readonly url: string;
  /** By lower-case name; credentials are replaced by the start of their sha256. */
  readonly headers: { readonly [name: string]: string };
  /** The body as text; missing if it was empty. */
  body?: string;
  /** When the request arrived, ISO 8601. */
  readonly time: string;
  /** The status that was sent; null if none was sent so far. */
  status: number | null;
  /** Kinds of the faults that applied to the request. */
  faults: string[];
}

const SECRET_HEADERS: ReadonlySet<string> = new Set([
  ...['authorization', 'proxy-authorization', 'cookie'],
  ...['x-auth-token', 'x-security-token', 'x-subject-token'],
]);

/** The number of requests to keep, so that a simulator can run for days. */
const KEPT_REQUESTS = 20_000;

/** Records requests, and the most that were in flight at once. */
export class Journal {
  private entries: JournalEntry[] = [];
  private dropped = 0;
  private readonly inFlight = new Map<JournalEntry, ServerResponse>();
  private peak = 0;

  /** Records a request. It is in flight until its response ends or fails. */
  public open(request: IncomingMessage, response: ServerResponse): JournalEntry {
    const url = request.url ?? '';
    const entry: JournalEntry = {
      method: request.method ?? '',
      path: url.split('?', 1)[0],
      query: queryOf(url),
      url,
      headers: headersOf(request),
      time: new Date().toISOString(),
      status: null,
      faults: [],
    };
    this.entries.push(entry);
    if (this.entries.length > KEPT_REQUESTS * 1.1) {
      this.dropped += this.entries.splice(0, this.entries.length - KEPT_REQUESTS).length;
    }
    this.inFlight.set(entry, response);
    this.peak = Math.max(this.peak, this.inFlight.size);
    response.once('close', () => {
      noteStatus(entry, response);
      this.inFlight.delete(entry);
    });
    return entry;
  }

  public report(): { [name: string]: unknown } {
    // The response to the caller's last request may not have emitted `close` yet.
    this.inFlight.forEach((response, entry) => noteStatus(entry, response));
    return {
      inFlight: this.inFlight.size,
      inFlightPeak: this.peak,
      dropped: this.dropped,
      requests: this.entries,
    };
  }

  public reset(): void {
    this.entries = [];
    this.dropped = 0;
    this.peak = this.inFlight.size;
  }
}

function noteStatus(entry: JournalEntry, response: ServerResponse): void {
  entry.status = response.headersSent ? response.statusCode : null;
}

function queryOf(url: string): { [name: string]: string | string[] } | null {
  try {
    const values = new Map<string, string[]>();
    for (const [name, value] of parseTarget(url).pairs) {
      values.set(name, [...(values.get(name) ?? []), value]);
    }
    return Object.fromEntries(
      [...values].map(([name, given]) => [name, given.length === 1 ? given[0] : given]),
    );
  } catch {
    return null;
  }
}

function headersOf(request: IncomingMessage): { [name: string]: string } {
  return Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => {
      const text = Array.isArray(value) ? value.join(', ') : (value ?? '');
      return [
        name,
        SECRET_HEADERS.has(name) ? `sha256:${hash('sha256', text).slice(0, 12)}` : text,
      ];
    }),
  );
}

import { printMessageIfUncaught } from '../util/process/uncaught-error';
import { plainLines } from '../util/safe-text';

/**
 * The stable codes of this package's errors. A code is also the first word of its error's message,
 * because languages other than JavaScript see only the message.
 */
export type HssErrorCode =
  | 'HSS_NO_CREDENTIALS'
  | 'HSS_AUTH_FAILED'
  | 'HSS_FORBIDDEN'
  | 'HSS_INVALID_ARGUMENT'
  | 'HSS_NOT_FOUND'
  | 'HSS_AMBIGUOUS'
  | 'HSS_THROTTLED'
  | 'HSS_UNREACHABLE'
  | 'HSS_TIMEOUT'
  | 'HSS_SERVER_ERROR'
  | 'HSS_BAD_RESPONSE'
  | 'HSS_UNSTABLE_LIST'
  | 'HSS_TOO_MANY_ROWS'
  | 'HSS_SNAPSHOT_MISS'
  | 'HSS_SNAPSHOT_INVALID'
  | 'HSS_SNAPSHOT_UNWRITABLE'
  | 'HSS_POLICY_INVALID'
  | 'HSS_IMAGE_DENIED'
  | 'HSS_NO_FRAMEWORK'
  | 'HSS_INTERNAL';

/** What an error knows beside its text. Everything here may be shown: it never holds a credential. */
export interface HssErrorDetails {
  /** What the reader can do about it. */
  readonly advice?: string;
  /** The query that was under way, as method, path and parameters. */
  readonly query?: string;
  /** HTTP status of HSS's answer. */
  readonly status?: number;
  /** HSS's own error code, such as `HSS.0013` or `APIGW.0301`. */
  readonly serviceCode?: string;
  /** HSS's own words. */
  readonly serviceMessage?: string;
  /** The request ID that Huawei Cloud's support asks for. */
  readonly requestId?: string;
  /** The attempts of the request, where another attempt could have helped. */
  readonly attempts?: AttemptCount;
  /** How much of a list had arrived. */
  readonly arrived?: ArrivedPages;
  /** Path of the construct that asked. */
  readonly constructPath?: string;
}

/** The attempts of one request. */
export interface AttemptCount {
  /** 0 where the request was not sent, because it had to wait for too long. */
  readonly count: number;
  /** From the first attempt, or from when the request was queued, to the end. */
  readonly ms: number;
  /** How long the last answer asked to wait (`Retry-After`), ms. */
  readonly retryAfterMs?: number;
}

/** How much of a list had arrived before a request for it failed. */
export interface ArrivedPages {
  readonly pages: number;
  /** Pages that were to come, as far as the first page told. */
  readonly ofPages: number;
  /** Rows of the whole list. */
  readonly ofRows: number;
}

/** The plain form in which an error crosses from the worker thread. */
export interface HssErrorData {
  readonly code: HssErrorCode;
  readonly summary: string;
  readonly details: HssErrorDetails;
}

/**
 * The one error type of this package. It is not exported (jsii has no classes that extend Error);
 * TypeScript users read `error.code`, others the first word of the message. That word is the code wherever the error is
 * shown: jsii shows the message of what a constructor throws, and `String(error)` of what a method or getter throws.
 */
export class HssError extends Error {
  public readonly code: HssErrorCode;
  // Not enumerable: Node prints enumerable members below the message, which holds all of this already.
  readonly #summary: string;
  readonly #details: HssErrorDetails;

  constructor(code: HssErrorCode, summary: string, details: HssErrorDetails = {}) {
    super(render(code, summary, details));
    this.code = code;
    // Test runners put the name before the message.
    hide(this, 'name', code);
    // Node prints the stack, which V8 and readers of source maps begin with a name.
    hide(this, 'stack', this.stack?.slice(Math.max(0, this.stack.indexOf(this.message))));
    this.#summary = summary;
    this.#details = details;
    printMessageIfUncaught(this);
  }

  /** The first line of the message, without the code. */
  public get summary(): string {
    return this.#summary;
  }

  public get details(): HssErrorDetails {
    return this.#details;
  }

  /** The same error, saying which construct met it. An error that names one already keeps it. */
  public at(constructPath: string): HssError {
    if (this.details.constructPath !== undefined || constructPath === '') return this;
    return new HssError(this.code, this.summary, { ...this.details, constructPath });
  }

  public override toString(): string {
    return this.message;
  }

  public toData(): HssErrorData {
    return { code: this.code, summary: this.summary, details: this.details };
  }

  public static fromData(data: HssErrorData): HssError {
    return new HssError(data.code, data.summary, data.details);
  }
}

/** Sets a member that is not printed below the message. */
function hide(error: HssError, member: 'name' | 'stack', value: string | undefined): void {
  Object.defineProperty(error, member, { value, writable: true, configurable: true });
}

function render(code: HssErrorCode, summary: string, details: HssErrorDetails): string {
  const lines = [`${code}: ${summary}`];
  if (details.constructPath !== undefined) lines.push(`  construct: ${details.constructPath}`);
  if (details.query !== undefined) lines.push(`  query: ${details.query}`);
  const answer = [
    details.status === undefined ? undefined : `HTTP ${details.status}`,
    details.serviceCode,
    details.serviceMessage,
    details.requestId === undefined ? undefined : `(request id ${details.requestId})`,
  ].filter((part) => part !== undefined);
  if (answer.length > 0) lines.push(`  answer: ${answer.join(' ')}`);
  if (details.attempts !== undefined) lines.push(`  attempts: ${attemptsText(details.attempts)}`);
  if (details.arrived !== undefined) {
    const { pages, ofPages, ofRows } = details.arrived;
    lines.push(`  list: ${pages} of ${ofPages} pages had arrived (${ofRows} rows in all)`);
  }
  if (details.advice !== undefined) lines.push(`  what to do: ${details.advice}`);
  // The message ends in a log, and names and answers in it are others' texts.
  return plainLines(lines.join('\n'));
}

function attemptsText({ count, ms, retryAfterMs }: AttemptCount): string {
  const made = count === 0 ? 'none' : String(count);
  const asked =
    retryAfterMs === undefined
      ? ''
      : `; HSS asked to wait ${Math.ceil(retryAfterMs / 1000)} s (Retry-After)`;
  return `${made} in ${ms < 1000 ? 'less than 1' : Math.round(ms / 1000)} s${asked}`;
}

/** Whether a list was longer than was allowed. */
export function isTooManyRows(error: unknown): boolean {
  return error instanceof HssError && error.code === 'HSS_TOO_MANY_ROWS';
}

/** A thrown error as one of this package. @param where what went on when an error came that nobody foresaw */
export function asHssError(error: unknown, where: string): HssError {
  if (error instanceof HssError) return error;
  const what = error instanceof Error ? error.message : String(error);
  return new HssError('HSS_INTERNAL', `an unforeseen error ${where}: ${what}`, {
    advice: 'please report this',
  });
}

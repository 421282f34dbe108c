import { printMessageIfUncaught } from '../util/process/uncaught-error';
import { colouredLines, plainLines } from '../util/safe-text';
import { DAY_MS } from '../util/time';

/**
 * The stable codes of this package's errors. A code is also the first word of the error's message,
 * because other languages see only the message.
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

/** Details of an error. They never contain a credential, so all of them may be shown. */
export interface HssErrorDetails {
  /** What the user can do. */
  readonly advice?: string;
  /** The failed request as method, path and parameters. */
  readonly query?: string;
  /** HTTP status of HSS's answer. */
  readonly status?: number;
  /** Error code of HSS, such as `HSS.0013` or `APIGW.0301`. */
  readonly serviceCode?: string;
  /** Error message of HSS. */
  readonly serviceMessage?: string;
  /** The request ID that Huawei Cloud's support asks for. */
  readonly requestId?: string;
  /** The attempts of the request, if a retry could have helped. */
  readonly attempts?: AttemptCount;
  /** The pages of a list that had arrived. */
  readonly arrived?: ArrivedPages;
  /** Path of the construct whose request failed. */
  readonly constructPath?: string;
  /** Set if there is no credential, or neither a region nor an endpoint. */
  readonly isUnconfigured?: true;
  /** Whether the summary contains the colours of this package. Its other text is then escaped. */
  readonly isColoured?: boolean;
}

/** The attempts of one request. */
export interface AttemptCount {
  /** 0 if the request was not sent because it waited in the queue for too long. */
  readonly count: number;
  /** Time from the first attempt, or from the queueing of the request, to the end. */
  readonly ms: number;
  /** Time in the queue before the first attempt, in ms. */
  readonly queuedMs?: number;
  /**
   * The request whose answer this one waited for. Until HSS accepts the credential, only one request
   * is sent at a time.
   */
  readonly waitedFor?: string;
  /** Wait that the last answer requested (`Retry-After`), in ms. */
  readonly retryAfterMs?: number;
  /**
   * Rest of the pause that kept the request from being sent, in ms. HSS requested the pause in answer
   * to another request.
   */
  readonly pauseLeftMs?: number;
  /** Longest pause that an answer can cause, in ms, if the requested wait is longer. */
  readonly longestPauseMs?: number;
}

/** The pages of a list that had arrived before a request failed. */
export interface ArrivedPages {
  readonly pages: number;
  /** Number of pages of the list, according to the first page. */
  readonly ofPages: number;
  /** Number of rows of the whole list. */
  readonly ofRows: number;
}

/** The plain object in which the worker thread sends an error. */
export interface HssErrorData {
  readonly code: HssErrorCode;
  readonly summary: string;
  readonly details: HssErrorDetails;
}

/**
 * The only error type of this package. It is not exported, because jsii does not support classes
 * that extend Error. TypeScript users read `error.code`, others the first word of the message. jsii
 * shows the message of an error from a constructor, but `String(error)` of an error from a method
 * or getter, so both must begin with the code.
 */
export class HssError extends Error {
  public readonly code: HssErrorCode;
  // Private, because Node prints enumerable members below the message, which already contains them.
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

  /**
   * Returns the error with the path of a construct. An error that already has one is not changed.
   */
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

/** Sets a member that Node does not print below the message. */
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
  // The message may be logged, and it contains names and answers from outside.
  const [first, ...others] = lines;
  const shown = details.isColoured ? colouredLines(first) : plainLines(first);
  return [shown, ...others.map(plainLines)].join('\n');
}

function attemptsText({ count, ms, queuedMs = 0, waitedFor, ...wait }: AttemptCount): string {
  const seconds = (span: number): string =>
    `${span < 1000 ? 'less than 1' : Math.round(span / 1000)} s`;
  const time = seconds(ms);
  if (count > 0) {
    const queued =
      queuedMs < 1000 ? '' : ` (plus ${seconds(queuedMs)} queued behind other requests)`;
    return `${count} in ${time}${queued}${waitText(wait)}`;
  }
  const reason = waitedFor === undefined ? '' : `, waiting for the first answer, to ${waitedFor}`;
  return `none (not sent; queued for ${time}${reason})${waitText(wait)}`;
}

function waitText({
  retryAfterMs,
  pauseLeftMs,
  longestPauseMs,
}: Pick<AttemptCount, 'retryAfterMs' | 'pauseLeftMs' | 'longestPauseMs'>): string {
  if (retryAfterMs === undefined) return '';
  const seconds = (ms: number): string =>
    ms > DAY_MS ? 'more than a day' : `${Math.ceil(ms / 1000)} s`;
  const asked = `; HSS asked to wait ${seconds(retryAfterMs)} (Retry-After)`;
  if (pauseLeftMs === undefined) return asked;
  const cap = longestPauseMs === undefined ? '' : `, limited to ${seconds(longestPauseMs)},`;
  return `${asked}; the pause${cap} ends in ${seconds(pauseLeftMs)}`;
}

/** Returns whether an error is about a list that exceeds the limit of rows. */
export function isTooManyRows(error: unknown): boolean {
  return error instanceof HssError && error.code === 'HSS_TOO_MANY_ROWS';
}

/**
 * Converts a thrown value to an HssError.
 * @param where what was running, for an unexpected error
 */
export function asHssError(error: unknown, where: string): HssError {
  if (error instanceof HssError) return error;
  const what = error instanceof Error ? error.message : String(error);
  return new HssError('HSS_INTERNAL', `an unexpected error ${where}: ${what}`, {
    advice: 'please report this',
  });
}

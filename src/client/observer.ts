import { HssError, HssErrorCode } from '../contract/error';

/** How one attempt of a request ended: with an answer of some status, or without an answer. */
export type AttemptEnd = { readonly status: number } | { readonly failure: HssErrorCode };

/** One attempt of one request, for display: it includes no header, and so no credential. */
export type ObservedRequest = AttemptEnd & {
  /** Method, URL and parameters, without the secret part of a signing proxy's path. */
  readonly query: string;
  readonly ms: number;
};

/** Called after each attempt. */
export type RequestObserver = (request: ObservedRequest) => void;

/** A request without an answer yet, for display. Times are in ms, as `steadyNow`. */
export interface PendingRequest {
  /** Method, URL and parameters. */
  readonly query: string;
  /** When its lookup ends. */
  readonly deadline: number;
  /** The number of attempts sent. */
  readonly attempts: number;
  /** The most attempts; some 429s don't count. */
  readonly mostAttempts: number;
  /** When the first attempt was sent. */
  readonly firstSentAt?: number;
  /** The failure of the last attempt, if it failed. */
  readonly failure?: HssError;
  /** When the server asked to send the next attempt, if it did. */
  readonly retryAt?: number;
}

/** Observes which requests the client waits for. */
export interface RequestWatcher {
  began(request: PendingRequest): void;
  ended(request: PendingRequest, isAnswered: boolean): void;
}

import { HssError, HssErrorCode } from '../contract/error';

/** How one attempt of a request ended: with an answer of some status, or without any. */
export type AttemptEnd = { readonly status: number } | { readonly failure: HssErrorCode };

/** One attempt of one request, as it may be shown: no header, and so no credential, is part of it. */
export type ObservedRequest = AttemptEnd & {
  /** Method, URL and parameters, without what makes a signing proxy's path unguessable. */
  readonly query: string;
  readonly ms: number;
};

/** Called after each attempt. */
export type RequestObserver = (request: ObservedRequest) => void;

/** A request that has no answer yet, as it may be shown. Times are in ms, as `steadyNow`. */
export interface PendingRequest {
  /** Method, URL and parameters. */
  readonly query: string;
  /** When the lookup ends that it belongs to. */
  readonly deadline: number;
  /** Attempts that were sent. */
  readonly attempts: number;
  /** The most attempts that count. */
  readonly mostAttempts: number;
  /** When the first attempt was sent. */
  readonly firstSentAt?: number;
  /** What the last attempt ended in, where it failed. */
  readonly failure?: HssError;
  /** When the server asked to send the next attempt, where it did. */
  readonly retryAt?: number;
}

/** Learns which requests the client waits for. */
export interface RequestWatcher {
  began(request: PendingRequest): void;
  ended(request: PendingRequest, isAnswered: boolean): void;
}

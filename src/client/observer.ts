import { HssErrorCode } from '../contract/error';

/** How one attempt of a request ended: with an answer of some status, or without any. */
export type AttemptEnd = { readonly status: number } | { readonly failure: HssErrorCode };

/** One attempt of one request, as it may be shown: no header, and so no credential, is part of it. */
export type ObservedRequest = AttemptEnd & {
  /** Method, URL and parameters, without what makes a signing proxy's path unguessable. */
  readonly query: string;
  readonly ms: number;
};

/** Hears of each attempt when it is over. */
export type RequestObserver = (request: ObservedRequest) => void;

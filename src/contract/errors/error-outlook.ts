import { HssError, HssErrorCode } from '../error';

/** The effect of one query's error on other queries and on a retry. */
interface ErrorOutlook {
  /**
   * Whether every other query would fail with the error too. Other errors may come from the rows of
   * other images.
   */
  readonly affectsAll: boolean;
  /** Whether a later query may succeed. The client has already retried. */
  readonly mayPass: boolean;
}

/** Errors that are not listed affect only one query, permanently. */
const OUTLOOKS: { readonly [code in HssErrorCode]?: ErrorOutlook } = {
  HSS_NO_CREDENTIALS: { affectsAll: true, mayPass: false },
  HSS_AUTH_FAILED: { affectsAll: true, mayPass: false },
  HSS_FORBIDDEN: { affectsAll: true, mayPass: false },
  HSS_THROTTLED: { affectsAll: true, mayPass: true },
  HSS_UNREACHABLE: { affectsAll: true, mayPass: true },
  // A long list may time out although a short one does not.
  HSS_TIMEOUT: { affectsAll: false, mayPass: true },
  HSS_SERVER_ERROR: { affectsAll: false, mayPass: true },
  HSS_UNSTABLE_LIST: { affectsAll: false, mayPass: true },
};

const ABOUT_ONE_QUESTION: ErrorOutlook = { affectsAll: false, mayPass: false };

/**
 * Returns the error if a later query may succeed. Undefined for other errors, such as too many
 * rows, which are permanent.
 */
export function passingError(error: unknown): HssError | undefined {
  return error instanceof HssError && errorOutlook(error.code).mayPass ? error : undefined;
}

/** Returns the effect of an error on other queries and on a retry. */
export function errorOutlook(code: HssErrorCode): ErrorOutlook {
  return OUTLOOKS[code] ?? ABOUT_ONE_QUESTION;
}

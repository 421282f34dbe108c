import { HssError, HssErrorCode } from '../error';

/** What the error of one question says about the other questions, and about a later time. */
interface ErrorOutlook {
  /** Whether every other question would meet it too. Any other error may come from rows of other images. */
  readonly meetsAll: boolean;
  /** Whether it may be over when HSS is asked again. The client has made its attempts already. */
  readonly mayPass: boolean;
}

/** An error that is not here is about the one question, and stays. */
const OUTLOOKS: { readonly [code in HssErrorCode]?: ErrorOutlook } = {
  HSS_NO_CREDENTIALS: { meetsAll: true, mayPass: false },
  HSS_AUTH_FAILED: { meetsAll: true, mayPass: false },
  HSS_FORBIDDEN: { meetsAll: true, mayPass: false },
  HSS_THROTTLED: { meetsAll: true, mayPass: true },
  HSS_UNREACHABLE: { meetsAll: true, mayPass: true },
  // A long list may be too slow where a short one is not.
  HSS_TIMEOUT: { meetsAll: false, mayPass: true },
  HSS_SERVER_ERROR: { meetsAll: false, mayPass: true },
  HSS_UNSTABLE_LIST: { meetsAll: false, mayPass: true },
};

const ABOUT_ONE_QUESTION: ErrorOutlook = { meetsAll: false, mayPass: false };

/** Returns the error if it may be over when HSS is asked again. Any other, such as too many rows, comes at once and stays. */
export function passingError(error: unknown): HssError | undefined {
  return error instanceof HssError && errorOutlook(error.code).mayPass ? error : undefined;
}

/** Returns what an error says about the other questions, and about a later time. */
export function errorOutlook(code: HssErrorCode): ErrorOutlook {
  return OUTLOOKS[code] ?? ABOUT_ONE_QUESTION;
}

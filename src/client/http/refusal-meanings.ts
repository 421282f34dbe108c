import { HssErrorCode } from '../../contract/error';

/** The meaning of a refusal: its error code and summary, and what to do. */
export interface RefusalMeaning {
  readonly code: HssErrorCode;
  readonly summary: string;
  readonly advice: string;
}

const MEANINGS = {
  auth: {
    code: 'HSS_AUTH_FAILED',
    summary: 'HSS does not accept the credential',
    advice:
      "check that the token or security token has not expired, that the keys and the region are right, and this machine's clock. Five failed signatures lock a key for five minutes",
  },
  forbidden: {
    code: 'HSS_FORBIDDEN',
    summary: 'the credential has no permission for this request',
    advice: 'grant the credential read access to HSS in this project, and check the project ID',
  },
  notFound: {
    code: 'HSS_NOT_FOUND',
    summary: 'HSS does not know what was asked for',
    advice: 'check the ID, the project and the region',
  },
  noApi: {
    code: 'HSS_BAD_RESPONSE',
    summary: 'the endpoint does not have this API',
    advice:
      "the cloud or region may not offer image scans in its HSS: partner clouds often have fewer APIs than Huawei Cloud. Check the region, HW_CLOUD and the endpoint, and ask the operator of the cloud whether it has HSS's API v5",
  },
  invalid: {
    code: 'HSS_INVALID_ARGUMENT',
    summary: 'HSS finds a parameter invalid',
    advice: "see HSS's own words above, and check the values of the query",
  },
  throttled: {
    code: 'HSS_THROTTLED',
    summary: 'too many requests to HSS',
    advice: 'try again later, when fewer pipelines run, or ask Huawei Cloud for a higher API quota',
  },
  timeout: {
    code: 'HSS_TIMEOUT',
    summary: 'HSS gave the request up as too slow',
    advice: 'try again; check the network and proxy',
  },
  server: {
    code: 'HSS_SERVER_ERROR',
    summary: 'HSS failed',
    advice: "try again later; if it lasts, give the request id to Huawei Cloud's support",
  },
  redirect: {
    code: 'HSS_BAD_RESPONSE',
    summary:
      'the endpoint redirects elsewhere, which is not followed, because a credential would go along',
    advice: 'give the endpoint that HSS really has',
  },
  other: {
    code: 'HSS_BAD_RESPONSE',
    summary: 'the endpoint answers with a status that HSS does not use',
    advice: 'check that the endpoint is HSS',
  },
} satisfies { [name: string]: RefusalMeaning };

const BY_SERVICE_CODE: { readonly [code: string]: RefusalMeaning } = {
  'HSS.0001': MEANINGS.invalid,
  'HSS.0010': MEANINGS.forbidden,
  'HSS.0011': MEANINGS.notFound,
  'HSS.0013': MEANINGS.forbidden,
};

/** API Gateway's message for a path that its cloud has no API for. */
const NO_API = /^the api does not exist\b/i;

const BY_STATUS: { readonly [status: number]: RefusalMeaning } = {
  400: MEANINGS.invalid,
  401: MEANINGS.auth,
  403: MEANINGS.forbidden,
  404: MEANINGS.notFound,
  408: MEANINGS.timeout,
  429: MEANINGS.throttled,
};

/**
 * Returns the meaning of a refusal by HSS or its gateway, by its status and body.
 * @param serviceCode the error code in the body, such as `HSS.0011`
 */
export function refusalMeaningOf(
  status: number,
  serviceCode: string | undefined,
  serviceMessage: string | undefined,
): RefusalMeaning {
  if (
    status >= 400 &&
    (serviceCode === 'APIGW.0101' || NO_API.test(serviceMessage?.trim() ?? ''))
  ) {
    return MEANINGS.noApi;
  }
  if (status === 400 && serviceCode !== undefined && Object.hasOwn(BY_SERVICE_CODE, serviceCode)) {
    return BY_SERVICE_CODE[serviceCode];
  }
  if (Object.hasOwn(BY_STATUS, status)) return BY_STATUS[status];
  if (status >= 500) return MEANINGS.server;
  return status >= 300 && status < 400 ? MEANINGS.redirect : MEANINGS.other;
}

/** An error answer, with the body that HSS or its gateway sends. */
export class Refusal extends Error {
  constructor(
    public readonly status: number,
    public readonly errorCode: string,
    message: string,
  ) {
    super(message);
  }

  /** Returns the body, with HSS's field names. */
  public body(): { [name: string]: string } {
    return { error_code: this.errorCode, error_msg: this.message };
  }
}

/** 400: a parameter outside its documented range. */
export function invalidParameter(what: string): Refusal {
  return new Refusal(400, 'HSS.0001', `Invalid parameter: ${what}`);
}

/** 401: the credentials are unknown to the gateway. */
export function notAuthenticated(why: string): Refusal {
  return new Refusal(401, 'APIGW.0301', `Incorrect IAM authentication information: ${why}`);
}

/** 401: the token has expired. */
export function tokenExpired(): Refusal {
  return new Refusal(401, 'APIGW.0307', 'The token must be updated: token expired');
}

/** 403: the project of another account. */
export function noPermission(): Refusal {
  return new Refusal(403, 'HSS.0013', 'No permission to access the project');
}

/** 404: the API does not exist. The gateway checks this before the credentials. */
export function unknownApi(): Refusal {
  return new Refusal(
    404,
    'APIGW.0101',
    'The API does not exist or has not been published in the environment',
  );
}

/** 404: the object does not exist in HSS. */
export function notFound(what: string): Refusal {
  return new Refusal(404, 'HSS.0011', `${what} does not exist`);
}

/** 429: the gateway's throttle. */
export function throttled(perSecond: number): Refusal {
  return new Refusal(
    429,
    'APIGW.0308',
    `The throttling threshold has been reached: policy api over ratelimit,limit:${perSecond},time:1 second`,
  );
}

import { notAuthenticated, tokenExpired } from '../refusal';
import { Lockout } from './lockout';
import {
  Authorization,
  SignedRequest,
  isSameText,
  joinedHeader,
  parseAuthorization,
  signatureFault,
} from './signature';

/** A token, or security token, with this value has expired. */
export const EXPIRED_TOKEN = 'expired-token';

/** The accepted credentials. A credential that is left out is not accepted. */
export interface AcceptedCredentials {
  readonly token?: string;
  readonly accessKey?: string;
  readonly secretKey?: string;
  readonly securityToken?: string;
}

/** Authenticates requests. */
export class Authentication {
  private readonly lockout = new Lockout();

  constructor(private readonly accepted: AcceptedCredentials) {}

  /**
   * Authenticates a request.
   * @throws Refusal with status 401
   */
  public check(request: SignedRequest, now: number): void {
    const token = joinedHeader(request.headers, 'x-auth-token');
    if (token !== undefined) {
      this.checkToken(token);
      return;
    }
    const header = joinedHeader(request.headers, 'authorization');
    if (header === undefined) throw notAuthenticated('x-auth-token not found');
    const authorization = parseAuthorization(header);
    if (authorization === undefined) {
      throw notAuthenticated('Authorization is not an SDK-HMAC-SHA256 signature');
    }
    this.checkSignature(request, authorization, now);
  }

  private checkToken(token: string): void {
    if (token === EXPIRED_TOKEN) throw tokenExpired();
    if (this.accepted.token === undefined || !isSameText(token, this.accepted.token)) {
      throw notAuthenticated('decrypt token fail');
    }
  }

  private checkSignature(request: SignedRequest, authorization: Authorization, now: number): void {
    const { accessKey } = authorization;
    if (this.lockout.isLocked(accessKey, now)) {
      throw notAuthenticated('AK access failed to reach the limit, forbidden');
    }
    if (joinedHeader(request.headers, 'x-security-token') === EXPIRED_TOKEN) throw tokenExpired();
    const fault = this.faultOf(request, authorization, now);
    if (fault !== undefined) {
      this.lockout.failed(accessKey, now);
      throw notAuthenticated(fault);
    }
    this.lockout.succeeded(accessKey);
  }

  private faultOf(
    request: SignedRequest,
    authorization: Authorization,
    now: number,
  ): string | undefined {
    const { accessKey, secretKey, securityToken } = this.accepted;
    if (
      accessKey === undefined ||
      secretKey === undefined ||
      !isSameText(authorization.accessKey, accessKey)
    ) {
      return `Get secretKey failed, ak:${authorization.accessKey}, err:ak not exist`;
    }
    const given = joinedHeader(request.headers, 'x-security-token');
    if (given === undefined && securityToken !== undefined) {
      return 'X-Security-Token is missing: this is a temporary key';
    }
    if (given !== undefined && (securityToken === undefined || !isSameText(given, securityToken))) {
      return 'X-Security-Token is wrong';
    }
    return signatureFault(request, authorization, secretKey, now);
  }
}

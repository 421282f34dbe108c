/** Where requests go through: a proxy for https, and the hosts that it is not for. */
export interface ProxyRoute {
  readonly proxy?: string | undefined;
  readonly noProxy?: string | undefined;
}

/**
 * Options of TLS connections. Set explicitly, because `NODE_TLS_REJECT_UNAUTHORIZED=0` switches the check off where they are
 * not set, and any server would get the credential.
 */
export const CERTIFICATE_CHECKED = { rejectUnauthorized: true } as const;

/**
 * The same for undici's EnvHttpProxyAgent. All are given even when empty, because undici would read the environment
 * otherwise: plain http is for loopback alone, which no proxy stands before.
 */
export function proxyOptions({ proxy, noProxy }: ProxyRoute): {
  readonly httpProxy: string;
  readonly httpsProxy: string;
  readonly noProxy: string;
  readonly proxyTls: typeof CERTIFICATE_CHECKED;
  readonly requestTls: typeof CERTIFICATE_CHECKED;
} {
  return {
    httpProxy: '',
    httpsProxy: proxy ?? '',
    noProxy: noProxy ?? '',
    proxyTls: CERTIFICATE_CHECKED,
    requestTls: CERTIFICATE_CHECKED,
  };
}

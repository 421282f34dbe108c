/** The proxy for https, and the hosts to reach without it. */
export interface ProxyRoute {
  readonly proxy?: string | undefined;
  readonly noProxy?: string | undefined;
}

/**
 * Options of TLS connections. Set explicitly, because otherwise `NODE_TLS_REJECT_UNAUTHORIZED=0`
 * switches the check off, and any server would get the credential.
 */
export const CERTIFICATE_CHECKED = { rejectUnauthorized: true } as const;

/**
 * Returns the route as options of undici's EnvHttpProxyAgent. All are set even when empty, because
 * undici would read the environment otherwise. Plain http is only for loopback, which needs no
 * proxy.
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

/** Where requests go through: a proxy for https, and the hosts that it is not for. */
export interface ProxyRoute {
  readonly proxy?: string | undefined;
  readonly noProxy?: string | undefined;
}

/**
 * The same for undici's EnvHttpProxyAgent. All are given even when empty, because undici would read the environment
 * otherwise: plain http is for loopback alone, which no proxy stands before.
 */
export function proxyOptions({ proxy, noProxy }: ProxyRoute): {
  readonly httpProxy: string;
  readonly httpsProxy: string;
  readonly noProxy: string;
} {
  return { httpProxy: '', httpsProxy: proxy ?? '', noProxy: noProxy ?? '' };
}

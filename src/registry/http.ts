import { Dispatcher, EnvHttpProxyAgent } from 'undici';
import { isLoopback } from '../client/settings/options';
import { CERTIFICATE_CHECKED, ProxyRoute, proxyOptions } from '../client/http/proxy-route';
import { HssError } from '../contract/error';
import { registryFailure } from './failure';

export interface RegistryAnswer {
  readonly status: number;
  readonly headers: { readonly [name: string]: string | string[] | undefined };
  readonly body: Buffer;
}

export interface RegistryRequest {
  readonly method: 'GET' | 'HEAD' | 'POST';
  readonly headers?: { readonly [name: string]: string };
  readonly body?: string;
}

const TIMEOUT_MS = 20_000;
/** Twice 4 MiB, the largest manifest that a registry has to accept. */
const MAX_BYTES = 8 * 1024 * 1024;
const MAX_REDIRECTS = 5;

/**
 * Sends requests to a registry and its token service. It uses https or loopback addresses, and
 * sends a credential only to the host that it is meant for.
 */
export class RegistryHttp {
  private readonly dispatcher: Dispatcher;

  constructor(private readonly route: ProxyRoute) {
    this.dispatcher = new EnvHttpProxyAgent({
      ...proxyOptions(route),
      headersTimeout: TIMEOUT_MS,
      bodyTimeout: TIMEOUT_MS,
      connect: { ...CERTIFICATE_CHECKED, timeout: TIMEOUT_MS / 2 },
      maxResponseSize: MAX_BYTES,
    });
  }

  /**
   * Sends a request and follows its redirects. A GET or HEAD may be redirected to storage on
   * another host, which gets no credential.
   * @param secrets texts that no error may contain
   * @throws HssError
   */
  public async send(
    url: URL,
    { method, headers = {}, body }: RegistryRequest,
    secrets: readonly string[],
  ): Promise<RegistryAnswer> {
    let at = url;
    for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
      refusePlainHttp(at, url);
      const answer = await this.once(
        at,
        { method, headers: at.origin === url.origin ? headers : withoutCredential(headers), body },
        secrets,
      );
      const { location } = answer.headers;
      if (answer.status < 300 || answer.status >= 400 || typeof location !== 'string')
        return answer;
      if (method === 'POST') break;
      try {
        at = new URL(location, at);
      } catch {
        break;
      }
    }
    throw new HssError('HSS_BAD_RESPONSE', `${url.host} redirects in a way that is not followed`, {
      query: `${method} ${url.origin}${url.pathname}`,
      advice: "check the registry's address",
    });
  }

  public async close(): Promise<void> {
    await this.dispatcher.destroy();
  }

  private async once(
    url: URL,
    { method, headers, body }: RegistryRequest,
    secrets: readonly string[],
  ): Promise<RegistryAnswer> {
    try {
      const answer = await this.dispatcher.request({
        origin: url.origin,
        path: `${url.pathname}${url.search}`,
        method,
        ...(headers === undefined ? {} : { headers }),
        ...(body === undefined ? {} : { body }),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      return {
        status: answer.statusCode,
        headers: answer.headers,
        body: Buffer.from(await answer.body.arrayBuffer()),
      };
    } catch (thrown) {
      throw registryFailure(thrown, method, url, this.route, secrets);
    }
  }
}

function withoutCredential(headers: { readonly [name: string]: string }): {
  readonly [name: string]: string;
} {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name !== 'authorization'));
}

/**
 * Refuses an address that would be requested over plain http. A loopback address may redirect to a
 * loopback address.
 * @throws HSS_BAD_RESPONSE
 */
export function refusePlainHttp(url: URL, first: URL): void {
  if (url.protocol === 'https:') return;
  if (url.protocol === 'http:' && isLoopback(url) && isLoopback(first)) return;
  throw new HssError('HSS_BAD_RESPONSE', `${first.host} leads to ${url.protocol}//${url.host}`, {
    advice: 'only https is followed',
  });
}

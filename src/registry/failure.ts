import { FailureKind, failureKind } from '../client/http/failure-kind';
import { shownCause } from '../client/http/failure';
import { ProxyRoute } from '../client/http/proxy-route';
import { HssError, HssErrorCode } from '../contract/error';

/** The meaning of a failed request to a registry. The summary follows the host's name. */
interface RegistryMeaning {
  readonly code: HssErrorCode;
  readonly summary: string;
  readonly advice: string;
}

const UNREACHABLE: RegistryMeaning = {
  code: 'HSS_UNREACHABLE',
  summary: "can't be reached",
  advice: "check the registry's address, the network, and HTTPS_PROXY and NO_PROXY",
};

const MEANINGS: { readonly [kind in FailureKind]: RegistryMeaning } = {
  unreachable: UNREACHABLE,
  'name-service-busy': UNREACHABLE,
  'timed-out': {
    code: 'HSS_TIMEOUT',
    summary: 'did not answer in time',
    advice: 'try again; check the network and proxy',
  },
  'broken-off': {
    code: 'HSS_UNREACHABLE',
    summary: 'broke the connection off',
    advice: 'try again; check the network and proxy',
  },
  'not-trusted': {
    code: 'HSS_UNREACHABLE',
    summary: 'has a TLS certificate that is not trusted',
    advice:
      'name the CA of the registry, or of a proxy that re-signs traffic, in NODE_EXTRA_CA_CERTS',
  },
  'not-tls': {
    code: 'HSS_UNREACHABLE',
    summary: 'does not speak TLS',
    advice: "check the registry's port; only a registry on this machine is asked over plain http",
  },
  'not-http': {
    code: 'HSS_BAD_RESPONSE',
    summary: 'answers with something that is not HTTP',
    advice: "check the registry's address",
  },
  'too-large': {
    code: 'HSS_BAD_RESPONSE',
    summary: 'answers with more than a manifest can be',
    advice: 'check that it is a registry',
  },
  'proxy-unreachable': {
    code: 'HSS_UNREACHABLE',
    summary: "can't be asked, because the proxy can't be reached",
    advice: 'check HTTPS_PROXY, or name the registry in NO_PROXY',
  },
  'proxy-refuses': {
    code: 'HSS_UNREACHABLE',
    summary: "can't be asked, because the proxy refuses the connection",
    advice: 'check HTTPS_PROXY (its user name and password too), or name the registry in NO_PROXY',
  },
  'proxy-fails': {
    code: 'HSS_UNREACHABLE',
    summary: "can't be asked, because the proxy can't connect to it",
    advice: 'try again later, or name the registry in NO_PROXY',
  },
};

/**
 * Converts a value thrown by undici or Node during a request to a registry or its token service.
 */
export function registryFailure(
  thrown: unknown,
  method: string,
  url: URL,
  { proxy }: ProxyRoute,
  secrets: readonly string[],
): HssError {
  const kind = failureKind(thrown, proxy);
  const { code, summary, advice } = MEANINGS[kind];
  const cause = shownCause(thrown, kind, secrets);
  return new HssError(code, `${url.host} ${summary}${cause === '' ? '' : `: ${cause}`}`, {
    query: `${method} ${url.origin}${url.pathname}`,
    advice,
  });
}

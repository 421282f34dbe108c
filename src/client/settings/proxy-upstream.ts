import { Environment } from './environment';

/** The server or snapshot behind a proxy of `hss-gate exec`. No part of it is a secret. */
export interface ProxyUpstream {
  /**
   * Scheme, host and port of the proxy, without the secret path by which it identifies its clients.
   */
  readonly proxy: string;
  /** HSS's endpoint, or the one that the snapshot was recorded from. */
  readonly endpoint: string;
  /** Region ID, where one is known. */
  readonly region?: string;
  readonly projectId: string;
  /** The enterprise project that `hss-gate exec` was given. Its child may ask for another one. */
  readonly enterpriseProjectId?: string;
  readonly source: 'live' | 'replay';
  /** When the snapshot was recorded, in ms since 1970. */
  readonly recordedAt?: number;
}

/** The variable by which `hss-gate exec` describes its upstream to its child. */
export const UPSTREAM_VARIABLE = 'HSS_GATE_UPSTREAM';

/**
 * Returns the upstream of an endpoint that is a proxy of `hss-gate exec`. A description of another
 * proxy, left over from an outer `exec`, is ignored.
 */
export function upstreamBehind(endpoint: URL, environment: Environment): ProxyUpstream | undefined {
  const upstream = parse(environment[UPSTREAM_VARIABLE]);
  return upstream?.proxy === endpoint.origin ? upstream : undefined;
}

function parse(text: string | undefined): ProxyUpstream | undefined {
  if (text === undefined) return undefined;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  const { proxy, endpoint, region, projectId, source, recordedAt } = Object(json) as {
    readonly [name: string]: unknown;
  };
  const isKnown =
    typeof proxy === 'string' &&
    typeof endpoint === 'string' &&
    (region === undefined || typeof region === 'string') &&
    typeof projectId === 'string' &&
    (source === 'live' || (source === 'replay' && Number.isSafeInteger(recordedAt)));
  return isKnown ? (json as ProxyUpstream) : undefined;
}

import * as dns from 'node:dns';
import * as http from 'node:http';
import * as net from 'node:net';
import * as tls from 'node:tls';

/** What the lookup's thread takes over of this process. */
export interface ThreadOptions {
  readonly execArgv: string[];
  readonly env: { readonly [name: string]: string };
}

/**
 * Returns the network settings of this process for a thread. A thread starts with Node's defaults, and Node has these
 * for each thread: which address it takes, TLS versions, the size of headers, the system's certificates. What is in force
 * counts, whether an option or the app's code has set it. Other certificates (NODE_EXTRA_CA_CERTS, --use-openssl-ca) are
 * the whole process's.
 */
export function threadOptions(): ThreadOptions {
  return {
    execArgv: [
      `--dns-result-order=${dns.getDefaultResultOrder()}`,
      net.getDefaultAutoSelectFamily()
        ? '--network-family-autoselection'
        : '--no-network-family-autoselection',
      `--network-family-autoselection-attempt-timeout=${net.getDefaultAutoSelectFamilyAttemptTimeout()}`,
      `--max-http-header-size=${http.maxHeaderSize}`,
      ...tlsVersions(),
    ],
    env: usesSystemCa() ? { NODE_USE_SYSTEM_CA: '1' } : {},
  };
}

/** Versions below 1.2, which Node allows only on request, are not for a credential. */
function tlsVersions(): string[] {
  if (tls.DEFAULT_MIN_VERSION === 'TLSv1.3') return ['--tls-min-v1.3'];
  return tls.DEFAULT_MAX_VERSION === 'TLSv1.2' ? ['--tls-max-v1.2'] : [];
}

/** Node has no function that tells; a later option overrides an earlier one, and any overrides the variable. */
function usesSystemCa(): boolean {
  const { NODE_OPTIONS = '', NODE_USE_SYSTEM_CA } = process.env;
  const last = [...NODE_OPTIONS.split(/[\s"]+/), ...process.execArgv]
    .map((word) => word.replaceAll('_', '-'))
    .filter((word) => /^--(no-)?use-system-ca$/.test(word))
    .pop();
  return last === undefined ? NODE_USE_SYSTEM_CA === '1' : last === '--use-system-ca';
}

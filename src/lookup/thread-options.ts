import * as dns from 'node:dns';
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
  const options = givenOptions();
  return {
    execArgv: [
      `--dns-result-order=${dns.getDefaultResultOrder()}`,
      net.getDefaultAutoSelectFamily()
        ? '--network-family-autoselection'
        : '--no-network-family-autoselection',
      `--network-family-autoselection-attempt-timeout=${net.getDefaultAutoSelectFamilyAttemptTimeout()}`,
      ...headerSize(options),
      ...tlsVersions(),
    ],
    env: usesSystemCa(options) ? { NODE_USE_SYSTEM_CA: '1' } : {},
  };
}

/** Versions below 1.2, which Node allows only on request, are not for a credential. */
function tlsVersions(): string[] {
  if (tls.DEFAULT_MIN_VERSION === 'TLSv1.3') return ['--tls-min-v1.3'];
  return tls.DEFAULT_MAX_VERSION === 'TLSv1.2' ? ['--tls-max-v1.2'] : [];
}

/** Node's options of this process, the overriding ones last. */
function givenOptions(): string[] {
  return [...(process.env.NODE_OPTIONS ?? '').split(/[\s"]+/), ...process.execArgv].map((option) =>
    option.replaceAll('_', '-'),
  );
}

/** Node's HTTP module knows it, too, and takes longer to load than anything else here. */
function headerSize(options: readonly string[]): string[] {
  const given = [...options.join(' ').matchAll(/--max-http-header-size[= ](\d+)/g)].pop();
  return given === undefined ? [] : [`--max-http-header-size=${given[1]}`];
}

/** No function of Node's tells. Any option overrides the variable. */
function usesSystemCa(options: readonly string[]): boolean {
  const last = options.filter((option) => /^--(no-)?use-system-ca$/.test(option)).pop();
  return last === undefined ? process.env.NODE_USE_SYSTEM_CA === '1' : last === '--use-system-ca';
}

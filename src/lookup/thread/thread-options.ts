import * as dns from 'node:dns';
import * as net from 'node:net';
import tls from 'node:tls';

/** The options that a thread is started with. */
export interface ThreadOptions {
  readonly execArgv: string[];
  readonly env: { readonly [name: string]: string };
}

/** Network settings that Node keeps for each thread and that a thread can change while it runs. */
export interface NetworkSettings {
  readonly resultOrder: ReturnType<typeof dns.getDefaultResultOrder>;
  readonly selectsFamily: boolean;
  readonly familyAttemptMs: number;
  readonly tlsMin?: tls.SecureVersion;
  readonly tlsMax?: tls.SecureVersion;
}

/**
 * Returns the network settings of this thread for another. Node keeps them for each thread, and a
 * thread starts with Node's defaults: the order of addresses, TLS versions. The current values are
 * passed on, whether an option or the app's code has set them. Additional certificates
 * (NODE_EXTRA_CA_CERTS, --use-openssl-ca) apply to the whole process.
 */
export function networkSettings(): NetworkSettings {
  return {
    resultOrder: dns.getDefaultResultOrder(),
    selectsFamily: net.getDefaultAutoSelectFamily(),
    familyAttemptMs: net.getDefaultAutoSelectFamilyAttemptTimeout(),
    ...tlsVersions(),
  };
}

/**
 * Applies the settings of another thread to this one. Passed as Node's options, they would stop a
 * thread in Deno.
 */
export function useNetworkSettings(settings: NetworkSettings): void {
  dns.setDefaultResultOrder(settings.resultOrder);
  net.setDefaultAutoSelectFamily(settings.selectsFamily);
  net.setDefaultAutoSelectFamilyAttemptTimeout(settings.familyAttemptMs);
  // Node documents both as variables; their types allow no assignment to an imported name.
  const { tlsMin, tlsMax } = settings;
  if (tlsMin !== undefined) Object.assign(tls, { DEFAULT_MIN_VERSION: tlsMin });
  if (tlsMax !== undefined) Object.assign(tls, { DEFAULT_MAX_VERSION: tlsMax });
}

/**
 * Returns the settings that a thread can only get at its start: the size of headers, the system's
 * certificates.
 */
export function threadOptions(): ThreadOptions {
  const options = givenOptions();
  return {
    execArgv: headerSize(options),
    env: usesSystemCa(options) ? { NODE_USE_SYSTEM_CA: '1' } : {},
  };
}

/**
 * Returns whether V8 would optimize undici's HTTP parser (WebAssembly) during the first answer.
 * That takes a processor up to 100 ms, and Node 20 waits for it before the process ends. Later
 * versions of V8 optimize later.
 * @param options Node's options of this process; if one of them sets this, the app's choice is kept
 */
export function delaysOptimization(
  v8: string = process.versions.v8,
  options: readonly string[] = givenOptions(),
): boolean {
  // Other runtimes report a version of V8 too.
  if (process.versions.bun !== undefined || process.versions.deno !== undefined) return false;
  return v8.startsWith('11.3.') && !options.some((option) => /wasm.*tier/.test(option));
}

/**
 * Returns the TLS versions in use, except those below 1.2, which Node allows only on request: they
 * are too weak for credentials.
 */
function tlsVersions(): Pick<NetworkSettings, 'tlsMin' | 'tlsMax'> {
  if (tls.DEFAULT_MIN_VERSION === 'TLSv1.3') return { tlsMin: 'TLSv1.3' };
  return tls.DEFAULT_MAX_VERSION === 'TLSv1.2' ? { tlsMax: 'TLSv1.2' } : {};
}

/** Returns Node's options of this process, the overriding ones last. */
function givenOptions(): string[] {
  return [...(process.env.NODE_OPTIONS ?? '').split(/[\s"]+/), ...process.execArgv].map((option) =>
    option.replaceAll('_', '-'),
  );
}

/**
 * Returns the option for the size of headers. Read from the options, because loading Node's HTTP
 * module takes longer.
 */
function headerSize(options: readonly string[]): string[] {
  const given = [...options.join(' ').matchAll(/--max-http-header-size[= ](\d+)/g)].pop();
  return given === undefined ? [] : [`--max-http-header-size=${given[1]}`];
}

/**
 * Returns whether the system's certificates are used: Node has no function for it. Any option
 * overrides the variable.
 */
function usesSystemCa(options: readonly string[]): boolean {
  const last = options.filter((option) => /^--(no-)?use-system-ca$/.test(option)).pop();
  return last === undefined ? process.env.NODE_USE_SYSTEM_CA === '1' : last === '--use-system-ca';
}

import { RegistryType } from '../../contract/enums';
import { HssImageRegistry } from '../../contract/registry';
import { HssRegistryImage } from '../../contract/registry-image';
import { domainForm, isHostAndPort } from '../model/reference';

/** The location of HSS, from which SWR's hosts are derived. */
export interface ServiceLocation {
  /** URL of HSS's endpoint. */
  readonly endpoint?: string;
  readonly region?: string;
}

/** The input of a directory of registries. */
export interface DirectorySources {
  /** Rows of ListRegistry. */
  readonly imageRegistries: readonly HssImageRegistry[];
  /**
   * Rows of ListRegistryImages: those of SWR name their registry's kind or the URL of its instance.
   */
  readonly registryImages: readonly HssRegistryImage[];
  /**
   * Hosts by the name of a registry in HSS (`registryHosts` of a policy), in addition to the
   * registry's address.
   */
  readonly registryHosts?: { readonly [registryName: string]: readonly string[] };
  readonly location?: ServiceLocation;
}

/** The hosts from which the images of each registry are pulled, by the registry's ID in HSS. */
export class RegistryDirectory {
  private readonly hostsById = new Map<string, Set<string>>();
  /** Registries whose host depends on an unknown region. */
  private readonly idsWithoutRegion = new Set<string>();

  constructor({ imageRegistries, registryImages, registryHosts, location }: DirectorySources) {
    const swrHost = swrHostAt(location ?? {});
    const named = (name: string | undefined): readonly string[] =>
      name !== undefined && registryHosts !== undefined && Object.hasOwn(registryHosts, name)
        ? registryHosts[name].flatMap((host) => spellings(host, HTTPS_PORT))
        : [];
    const swr = (type: RegistryType | undefined): readonly string[] =>
      swrHost !== undefined && isSharedSwr(type) ? spellings(swrHost, HTTPS_PORT) : [];
    const noteType = (id: string | undefined, type: RegistryType | undefined): void => {
      if (id !== undefined && swrHost === undefined && isSharedSwr(type)) {
        this.idsWithoutRegion.add(id);
      }
    };
    for (const registry of imageRegistries) {
      const { id, registryName, registryType } = registry;
      noteType(id, registryType);
      this.add(id, [...named(registryName), ...swr(registryType), ...hostsOfRegistry(registry)]);
    }
    for (const { registryId, registryName, registryType, instanceUrl } of registryImages) {
      noteType(registryId, registryType);
      const instance =
        instanceUrl === undefined || registryType !== RegistryType.SWR_ENTERPRISE
          ? []
          : hostsOfAddress(instanceUrl, undefined);
      this.add(registryId, [...named(registryName), ...swr(registryType), ...instance]);
    }
  }

  /** Returns every spelling of a registry's hosts; empty if unknown. */
  public hostsOf(registryId: string | undefined): readonly string[] {
    return registryId === undefined ? [] : [...(this.hostsById.get(registryId) ?? [])];
  }

  /** Whether a registry's host, such as SWR's, is unknown because the region is. */
  public lacksRegion(registryId: string | undefined): boolean {
    if (registryId === undefined || !this.idsWithoutRegion.has(registryId)) return false;
    return this.hostsOf(registryId).length === 0;
  }

  /** Returns the IDs of the registries from which images of a domain are pulled. */
  public idsAt(domain: string): string[] {
    const host = domainForm(domain);
    return [...this.hostsById].filter(([, hosts]) => hosts.has(host)).map(([id]) => id);
  }

  private add(id: string | undefined, hosts: readonly string[]): void {
    if (id === undefined) return;
    const known = this.hostsById.get(id) ?? new Set();
    this.hostsById.set(id, known);
    for (const host of hosts) known.add(host);
  }
}

/**
 * SWR's shared edition has one host per region; each instance of the Enterprise Edition has its
 * own.
 */
function isSharedSwr(type: RegistryType | undefined): boolean {
  return type === RegistryType.SWR_PRIVATE || type === RegistryType.SWR_SHARED;
}

/** The names of a region's services differ only in the first label of their host. */
const HSS_HOST = /^hss\.([a-z0-9-]+\.[a-z0-9.-]+)$/;

/**
 * Returns the host of SWR's shared edition; undefined if neither the endpoint nor a region is
 * known.
 */
export function swrHostAt({ endpoint, region }: ServiceLocation): string | undefined {
  const host = endpoint === undefined ? undefined : urlOf(endpoint)?.hostname;
  const regional = host === undefined ? undefined : HSS_HOST.exec(host)?.[1];
  if (regional !== undefined) return `swr.${regional}`;
  if (region === undefined) return undefined;
  return `swr.${region}.${region === 'eu-west-101' ? 'myhuaweicloud.eu' : 'myhuaweicloud.com'}`;
}

/** Cached, because each image of a stack gets a directory of the same registries. */
const hostsByRegistry = new WeakMap<HssImageRegistry, readonly string[]>();

function hostsOfRegistry(registry: HssImageRegistry): readonly string[] {
  let hosts = hostsByRegistry.get(registry);
  if (hosts === undefined) {
    const { registryAddr, protocol } = registry;
    hosts = registryAddr === undefined ? [] : hostsOfAddress(registryAddr, protocol);
    hostsByRegistry.set(registry, hosts);
  }
  return hosts;
}

/**
 * Returns every spelling of the host in an address: with and without the protocol's default port.
 * By the contract, an address is host and port. A scheme or a path is ignored, and a text that
 * can't be a reference's domain is not a host.
 */
function hostsOfAddress(address: string, protocol: string | undefined): string[] {
  const [, scheme = protocol ?? 'https', authority] = ADDRESS.exec(address) ?? [];
  const defaultPort = DEFAULT_PORTS[scheme.toLowerCase()];
  if (authority === undefined || defaultPort === undefined) return [];
  return isHostAndPort(authority) ? spellings(authority, defaultPort) : [];
}

const ADDRESS = /^(?:([a-z]+):\/\/)?([^/]*)(?:\/.*)?$/i;

const HTTPS_PORT = '443';
const DEFAULT_PORTS: { readonly [scheme: string]: string | undefined } = {
  https: HTTPS_PORT,
  http: '80',
};

function spellings(host: string, defaultPort: string): string[] {
  const [, name, port] = /^(.*?)(?::(\d+))?$/.exec(domainForm(host)) ?? ['', host, undefined];
  return port === undefined || port === defaultPort
    ? [name, `${name}:${defaultPort}`]
    : [`${name}:${port}`];
}

function urlOf(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

import { HssError } from '../../contract/error';
import { Credential, FoundCredential } from '../credentials/credential';
import { findCredential, searchEnvironment } from '../credentials/chain';
import { checkExpected, endpointOf, givenEndpoint, serviceUrl, shownEndpoint } from './endpoint';
import { Environment } from './environment';
import { RequestObserver, RequestWatcher } from '../observer';
import {
  ConnectionOptions,
  Limits,
  checkEndpoint,
  checkProjectId,
  checkRegion,
  isLoopback,
  isSigningProxy,
  limitsOf,
  projectNameOf,
  projectOf,
  regionOf,
} from './options';
import { upstreamBehind } from './proxy-upstream';
import { checkRecordedRegion, regionWarning } from './region';
import { PROFILE_FILES, ProfileFiles } from '../credentials/profile-files';

/** All settings of a client, found and checked. */
export interface Settings extends Limits {
  readonly credential: Credential;
  readonly endpoint: URL;
  /** The endpoint as reports show it. */
  readonly shownEndpoint: string;
  readonly iamEndpoint: URL | undefined;
  readonly region: string | undefined;
  /** The warning that the endpoint's region is unknown. */
  readonly regionWarning?: string;
  /** Undefined when IAM has to be asked for it. */
  readonly projectId: string | undefined;
  /** The project's name in IAM; undefined for the project with the region's name. */
  readonly projectName?: string;
  readonly proxy: string | undefined;
  readonly noProxy: string | undefined;
  readonly observe?: RequestObserver;
  readonly watcher?: RequestWatcher;
}

/**
 * Combines options, environment and profile: the option has priority, then the variable, then the
 * profile of the credential.
 * @throws HSS_NO_CREDENTIALS, HSS_INVALID_ARGUMENT
 */
export async function findSettings(
  options: ConnectionOptions,
  environment: Environment,
  files: ProfileFiles = PROFILE_FILES,
): Promise<Settings> {
  const given = givenEndpoint(options.endpoint, environment.HSS_ENDPOINT);
  const found = await credentialFor(given, options, environment, files);
  const unused = unusedProfile(environment, found.origin);
  if (unused !== undefined) options.warn?.(unused);
  const behind = given === undefined ? undefined : upstreamBehind(given, environment);
  const ownRegion = regionOf(options, environment) ?? found.region;
  if (behind?.source === 'replay') {
    checkRecordedRegion('the snapshot of hss-gate exec', behind.region, ownRegion);
  }
  // The upstream behind the proxy of `exec` names the region of the rows, whatever region is set
  // for other commands.
  const region = behind?.region ?? ownRegion;
  if (region !== undefined) checkRegion(region);
  const endpoint = given ?? endpointOf(region, environment.HW_CLOUD);
  const shown = shownEndpoint(endpoint, environment);
  checkExpected(options.expectedEndpoint, shown);
  const warning = regionWarning(options, environment, region);
  if (warning !== undefined) options.warn?.(warning);
  const projectName = projectNameOf(options, environment);
  const projectId =
    projectName === undefined ? (projectOf(options, environment) ?? found.projectId) : undefined;
  return {
    ...limitsOf(options),
    credential: found.credential,
    endpoint,
    shownEndpoint: shown,
    iamEndpoint: iamEndpointOf(environment, found.iamEndpoint, endpoint, region),
    region,
    ...(warning === undefined ? {} : { regionWarning: warning }),
    ...(projectName === undefined ? {} : { projectName }),
    projectId: projectId === undefined ? undefined : checkProjectId(projectId),
    proxy: proxyOf(environment),
    noProxy: environment.no_proxy ?? environment.NO_PROXY,
    ...(options.observe === undefined ? {} : { observe: options.observe }),
    ...(options.watcher === undefined ? {} : { watcher: options.watcher }),
  };
}

/**
 * Returns a warning about a named profile that a variable overrides, as in the Terraform provider.
 */
function unusedProfile(environment: Environment, origin: string): string | undefined {
  const named = (
    ['HW_PROFILE', 'HW_SHARED_CONFIG_FILE', 'HUAWEICLOUD_SDK_CREDENTIALS_FILE'] as const
  ).find((name) => environment[name] !== undefined);
  return named !== undefined && Object.hasOwn(environment, origin)
    ? `${named} is not used: ${origin} comes first`
    : undefined;
}

/** For an endpoint that adds its own credential. */
const NONE: FoundCredential = { credential: { kind: 'none' }, origin: 'the signing proxy' };

/**
 * Finds the credential for an endpoint. A signing proxy, such as that of `hss-gate exec`, needs
 * none:
 * - If HSS_ENDPOINT names the proxy, none is sent or searched for, whatever the environment and
 * profiles contain.
 * - If the endpoint option names it, the credential of the chain is sent, if there is one.
 * - A credential in the options is always used.
 */
async function credentialFor(
  endpoint: URL | undefined,
  options: ConnectionOptions,
  environment: Environment,
  files: ProfileFiles,
): Promise<FoundCredential> {
  const choice = options.credentials ?? { kind: 'environment' };
  if (choice.kind !== 'environment' || endpoint === undefined || !isSigningProxy(endpoint)) {
    const lacksRegion = endpoint === undefined && regionOf(options, environment) === undefined;
    return findCredential(choice, environment, files, lacksRegion);
  }
  if (options.endpoint === undefined) return NONE;
  return (await searchEnvironment(environment, files)) ?? NONE;
}

/**
 * Returns IAM's endpoint. A loopback endpoint represents the whole cloud: a credential meant for it
 * goes nowhere else.
 */
function iamEndpointOf(
  { HUAWEICLOUD_SDK_IAM_ENDPOINT, HW_CLOUD }: Environment,
  ofProfile: string | undefined,
  endpoint: URL,
  region: string | undefined,
): URL | undefined {
  // A variable comes before the profile, HW_CLOUD too.
  const given = HUAWEICLOUD_SDK_IAM_ENDPOINT ?? (HW_CLOUD === undefined ? ofProfile : undefined);
  if (given !== undefined) return checkEndpoint(given, 'the IAM endpoint');
  if (isLoopback(endpoint)) return endpoint;
  return region === undefined ? undefined : serviceUrl('iam', region, HW_CLOUD);
}

function proxyOf(environment: Environment): string | undefined {
  const given = environment.https_proxy ?? environment.HTTPS_PROXY;
  if (given === undefined) return undefined;
  // Terraform and curl take host:port too.
  const proxy = given.includes('://') ? given : `http://${given}`;
  if (!isProxyUrl(proxy)) {
    // A proxy's URL may contain a password, so it is not shown.
    throw new HssError('HSS_INVALID_ARGUMENT', 'HTTPS_PROXY is not an http or https URL', {
      advice: 'give it as http://host:port, or unset it',
    });
  }
  return proxy;
}

function isProxyUrl(text: string): boolean {
  try {
    const { protocol, username, password } = new URL(text);
    decodeURIComponent(username + password);
    return protocol === 'http:' || protocol === 'https:';
  } catch {
    return false;
  }
}

import { Credential, FoundCredential } from '../../client/credentials/credential';
import { findCredential } from '../../client/credentials/chain';
import { Environment } from '../../client/settings/environment';
import { projectNameOf } from '../../client/settings/options';
import { PROFILE_FILES } from '../../client/credentials/profile-files';
import type { Settings } from '../../client/settings/settings';
import type { Policy } from '../../policy';
import { ImageSource } from '../../policy/model/image-source';
import { swrHostAt } from '../../policy/records';
import { sourceFrom } from '../../lookup/source';
import { ConnectionFlags } from '../shared/connection-options';
import { Finding, failed, finding } from './finding';

/** What became of options, environment, profile and policy. */
export interface Configured {
  readonly settings: Settings | undefined;
  /** Why there are no settings. */
  readonly problem: unknown;
  readonly policy: Policy | undefined;
}

/** What was found of the configuration, and where. */
export async function configurationFindings(
  flags: ConnectionFlags,
  environment: Environment,
  { settings, problem, policy }: Configured,
): Promise<Finding[]> {
  const found = await credentialFrom(flags, environment, settings);
  return [
    ...(settings === undefined ? [failed('configuration', problem)] : []),
    ...credentialFindings(found, settings),
    ...valueFindings(flags, environment, found, settings, policy),
    ...proxyFindings(environment, settings),
    ...snapshotFindings(environment),
    ...unusedFindings(flags, environment, found),
  ];
}

/** Where none is needed, none is looked for; and what can't be found is told as the configuration's problem. */
async function credentialFrom(
  { profile }: ConnectionFlags,
  environment: Environment,
  settings: Settings | undefined,
): Promise<FoundCredential | undefined> {
  if (settings?.credential.kind === 'none') return undefined;
  try {
    return await findCredential(
      profile === undefined ? { kind: 'environment' } : { kind: 'profile', name: profile },
      environment,
      PROFILE_FILES,
    );
  } catch {
    return undefined;
  }
}

function credentialFindings(
  found: FoundCredential | undefined,
  settings: Settings | undefined,
): Finding[] {
  if (found !== undefined) {
    return [finding('ok', 'credential', `${masked(found.credential)}, from ${found.origin}`)];
  }
  if (settings?.credential.kind !== 'none') return [];
  return [finding('ok', 'credential', 'none: the proxy of hss-gate exec has one of its own')];
}

/** The last four characters tell one key from another, and no more. */
function masked(credential: Credential): string {
  switch (credential.kind) {
    case 'none':
      return 'none';
    case 'token':
      return 'a token';
    case 'accessKey': {
      const { accessKey, securityToken } = credential;
      const shown = accessKey.length >= 12 ? `…${accessKey.slice(-4)}` : '…';
      const temporary = securityToken === undefined ? '' : ' with a security token';
      return `access key ${shown}${temporary}`;
    }
  }
}

interface Candidate {
  readonly value: string | undefined;
  readonly from: string;
}

function valueFindings(
  flags: ConnectionFlags,
  environment: Environment,
  found: FoundCredential | undefined,
  settings: Settings | undefined,
  policy: Policy | undefined,
): Finding[] {
  const profile = `the profile in ${found?.origin ?? ''}`;
  const variable = (
    name:
      | 'HW_REGION_NAME'
      | 'HW_PROJECT_ID'
      | 'HUAWEICLOUD_SDK_PROJECT_ID'
      | 'HW_ENTERPRISE_PROJECT_ID',
  ): Candidate => ({
    value: environment[name],
    from: name,
  });
  const value = (name: string, nothing: string, ...candidates: readonly Candidate[]): Finding => {
    const first = candidates.find((candidate) => candidate.value !== undefined);
    if (first === undefined) return finding('ok', name, nothing);
    return finding('ok', name, `${first.value}, from ${first.from}`);
  };
  const projectName = projectNameOf(flags, environment);
  return [
    withSwrWarning(
      withWarning(
        value(
          'region',
          'none',
          { value: flags.region, from: '--region' },
          variable('HW_REGION_NAME'),
          { value: found?.region, from: profile },
          { value: settings?.region, from: 'hss-gate exec' },
        ),
        settings?.regionWarning,
      ),
      settings,
      policy,
    ),
    endpointFinding(flags, environment, settings),
    projectName !== undefined
      ? finding(
          'ok',
          'project',
          `named ${projectName}, from HW_PROJECT_NAME: IAM is asked for its ID`,
        )
      : value(
          'project',
          'none: IAM is asked for the region’s',
          { value: flags.projectId, from: '--project-id' },
          variable('HW_PROJECT_ID'),
          variable('HUAWEICLOUD_SDK_PROJECT_ID'),
          { value: found?.projectId, from: profile },
        ),
    value(
      'enterprise project',
      'none: HSS takes the default one',
      { value: flags.enterpriseProjectId, from: '--enterprise-project-id' },
      variable('HW_ENTERPRISE_PROJECT_ID'),
    ),
  ];
}

/** Warns where neither the region nor the endpoint says at which host SWR is, and images of registries are judged. */
function withSwrWarning(
  region: Finding,
  settings: Settings | undefined,
  policy: Policy | undefined,
): Finding {
  if (settings === undefined || policy?.imageSources.includes(ImageSource.REGISTRY) === false) {
    return region;
  }
  const { shownEndpoint: endpoint, region: known } = settings;
  const location = known === undefined ? { endpoint } : { endpoint, region: known };
  if (swrHostAt(location) !== undefined) return region;
  return finding(
    'warning',
    region.name,
    "none: images of SWR in HSS's registry list can't be matched",
    'set HW_REGION_NAME, or give --region',
  );
}

function withWarning(found: Finding, warning: string | undefined): Finding {
  return warning === undefined
    ? found
    : finding('warning', found.name, `${found.text}; ${warning}`, 'correct it if it is misspelt');
}

/** Selectors that are set and that something set beside them overrides. */
function unusedFindings(
  { projectId, endpoint }: ConnectionFlags,
  environment: Environment,
  found: FoundCredential | undefined,
): Finding[] {
  const { HW_PROJECT_ID, HSS_ENDPOINT } = environment;
  const origin = found?.origin ?? '';
  const byVariable = Object.hasOwn(environment, origin) ? origin : undefined;
  const overridden = (
    name:
      | 'HW_PROFILE'
      | 'HW_SHARED_CONFIG_FILE'
      | 'HUAWEICLOUD_SDK_CREDENTIALS_FILE'
      | 'HW_PROJECT_NAME'
      | 'HW_CLOUD',
    by: string | undefined,
  ): Finding[] =>
    environment[name] === undefined || by === undefined
      ? []
      : [finding('warning', name, `not used: ${by} comes first`, `unset one of the two`)];
  return [
    ...overridden('HW_PROFILE', byVariable),
    ...overridden('HW_SHARED_CONFIG_FILE', byVariable),
    ...overridden('HUAWEICLOUD_SDK_CREDENTIALS_FILE', byVariable),
    ...overridden(
      'HW_PROJECT_NAME',
      projectId !== undefined ? '--project-id' : HW_PROJECT_ID && 'HW_PROJECT_ID',
    ),
    ...overridden(
      'HW_CLOUD',
      endpoint !== undefined ? '--endpoint' : HSS_ENDPOINT && 'HSS_ENDPOINT',
    ),
  ];
}

/** Without a path: that of a signing proxy is what lets one ask it. */
function endpointFinding(
  flags: ConnectionFlags,
  environment: Environment,
  settings: Settings | undefined,
): Finding {
  const from =
    flags.endpoint !== undefined
      ? '--endpoint'
      : environment.HSS_ENDPOINT !== undefined
        ? 'HSS_ENDPOINT'
        : environment.HW_CLOUD !== undefined
          ? 'the region and HW_CLOUD'
          : 'the region';
  if (settings === undefined) return finding('skipped', 'endpoint', `would be from ${from}`);
  return finding('ok', 'endpoint', `${settings.endpoint.origin}, from ${from}`);
}

/** A proxy's URL may hold a password, so that only its host is told. */
function proxyFindings(environment: Environment, settings: Settings | undefined): Finding[] {
  const { HTTP_PROXY, http_proxy, ALL_PROXY, all_proxy } = environment;
  const noProxy = environment.no_proxy ?? environment.NO_PROXY;
  const except = noProxy === undefined ? '' : `, except for NO_PROXY: ${noProxy}`;
  if (settings?.proxy !== undefined) {
    const name = environment.https_proxy === undefined ? 'HTTPS_PROXY' : 'https_proxy';
    return [finding('ok', 'proxy', `${new URL(settings.proxy).host}, from ${name}${except}`)];
  }
  const other = HTTP_PROXY ?? http_proxy ?? ALL_PROXY ?? all_proxy;
  if (
    other === undefined ||
    environment.https_proxy !== undefined ||
    environment.HTTPS_PROXY !== undefined
  ) {
    return [finding('ok', 'proxy', 'none')];
  }
  return [
    finding(
      'warning',
      'proxy',
      'none: HTTP_PROXY or ALL_PROXY is set, and neither is used',
      'HSS is asked over https: set HTTPS_PROXY',
    ),
  ];
}

function snapshotFindings(environment: Environment): Finding[] {
  try {
    const source = sourceFrom(environment);
    if (source.kind !== 'replay' && source.kind !== 'record') return [];
    const said =
      source.kind === 'replay'
        ? `${source.file} answers in place of HSS, by HSS_SNAPSHOT; below, HSS itself is asked`
        : `lookups are recorded in ${source.file}, by HSS_SNAPSHOT`;
    return [finding(source.kind === 'replay' ? 'warning' : 'ok', 'snapshot', said)];
  } catch (error) {
    return [failed('snapshot', error)];
  }
}

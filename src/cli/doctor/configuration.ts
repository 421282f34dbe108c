import { Credential, FoundCredential } from '../../client/credentials/credential';
import { findCredential } from '../../client/credentials/chain';
import { Environment } from '../../client/settings/environment';
import { checkProjectId, projectNameOf } from '../../client/settings/options';
import { PROFILE_FILES } from '../../client/credentials/profile-files';
import { HssError } from '../../contract/error';
import type { Settings } from '../../client/settings/settings';
import type { Policy } from '../../policy';
import { ImageSource } from '../../policy/model/image-source';
import { swrHostAt } from '../../policy/records';
import { sourceFrom } from '../../lookup/source';
import { ConnectionFlags } from '../shared/connection-options';
import { Finding, failed, finding } from './finding';

/** The settings and the policy that were found. */
export interface Configured {
  readonly settings: Settings | undefined;
  /** Why there are no settings. */
  readonly problem: unknown;
  readonly policy: Policy | undefined;
}

/** Returns the configuration, with the source of each value. */
export async function configurationFindings(
  flags: ConnectionFlags,
  environment: Environment,
  { settings, problem, policy }: Configured,
): Promise<Finding[]> {
  const { found, fault } = await credentialFrom(flags, environment, settings);
  const values = valueFindings(flags, environment, found, settings, policy);
  // With a credential, a missing region is the first problem that `findSettings` reports.
  const isReported =
    found !== undefined &&
    values.some(
      ({ name, outcome, text }) =>
        outcome === 'failure' && (name === 'region' || text === failed(name, problem).text),
    );
  return [
    ...(settings === undefined && !isReported
      ? [failed('configuration', withoutRegion(problem, fault))]
      : []),
    ...credentialFindings(found, settings),
    ...values,
    ...proxyFindings(environment, settings),
    ...snapshotFindings(environment),
    ...unusedFindings(flags, environment, found),
  ];
}

/** Finds the credential, if one is needed, or why there is none. */
async function credentialFrom(
  { profile }: ConnectionFlags,
  environment: Environment,
  settings: Settings | undefined,
): Promise<{ readonly found?: FoundCredential; readonly fault?: unknown }> {
  if (settings?.credential.kind === 'none') return {};
  try {
    const found = await findCredential(
      profile === undefined ? { kind: 'environment' } : { kind: 'profile', name: profile },
      environment,
      PROFILE_FILES,
    );
    return { found };
  } catch (fault) {
    return { fault };
  }
}

/** Returns a problem without what it says about the region, which has a line of its own. */
function withoutRegion(problem: unknown, fault: unknown): unknown {
  return problem instanceof HssError && problem.code === 'HSS_NO_CREDENTIALS'
    ? (fault ?? problem)
    : problem;
}

function credentialFindings(
  found: FoundCredential | undefined,
  settings: Settings | undefined,
): Finding[] {
  if (found !== undefined) {
    return [finding('ok', 'credential', `${masked(found.credential)}, from ${found.origin}`)];
  }
  if (settings?.credential.kind !== 'none') return [];
  return [finding('ok', 'credential', 'none: the proxy of hss-gate exec has its own')];
}

/** Returns a credential for display. The last four characters distinguish keys. */
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
  const projectName = projectNameOf(flags, environment);
  const region = firstSet(
    { value: flags.region, from: '--region' },
    variable('HW_REGION_NAME'),
    { value: found?.region, from: profile },
    { value: settings?.region, from: 'hss-gate exec' },
  );
  const project = firstSet(
    { value: flags.projectId, from: '--project-id' },
    variable('HW_PROJECT_ID'),
    variable('HUAWEICLOUD_SDK_PROJECT_ID'),
    { value: found?.projectId, from: profile },
  );
  const enterpriseProject = firstSet(
    { value: flags.enterpriseProjectId, from: '--enterprise-project-id' },
    variable('HW_ENTERPRISE_PROJECT_ID'),
  );
  const regionFinding =
    region === undefined ? missingRegion(flags, environment) : valueFinding('region', region);
  return [
    withSwrWarning(withWarning(regionFinding, settings?.regionWarning), settings, policy),
    endpointFinding(flags, environment, settings, region !== undefined),
    projectFinding(projectName, project, region !== undefined),
    enterpriseProject === undefined
      ? finding('ok', 'enterprise project', `${NOT_SET}: HSS uses the default one`)
      : valueFinding('enterprise project', enterpriseProject),
  ];
}

function firstSet(...candidates: readonly Candidate[]): Candidate | undefined {
  return candidates.find(({ value }) => value !== undefined);
}

function valueFinding(name: string, { value, from }: Candidate): Finding {
  return finding('ok', name, `${value}, from ${from}`);
}

function projectFinding(
  projectName: string | undefined,
  project: Candidate | undefined,
  hasRegion: boolean,
): Finding {
  const name = 'project';
  if (projectName !== undefined) {
    return finding(
      'ok',
      name,
      `named ${projectName}, from HW_PROJECT_NAME: IAM is asked for its ID`,
    );
  }
  if (project?.value !== undefined) {
    try {
      checkProjectId(project.value);
    } catch (error) {
      return failed(name, error);
    }
    return valueFinding(name, project);
  }
  // Without a region, the project's check in the section HSS fails and says why.
  return hasRegion
    ? finding('ok', name, `${NOT_SET}: IAM is asked for the project of the region`)
    : finding('skipped', name, `${NOT_SET}; looking it up in IAM needs a region`);
}

const NOT_SET = 'not set';

const SET_REGION = 'set HW_REGION_NAME, or give --region';

/** Reports a missing region, which is a failure unless an endpoint is set. */
function missingRegion(flags: ConnectionFlags, environment: Environment): Finding {
  return (flags.endpoint ?? environment.HSS_ENDPOINT) === undefined
    ? finding('failure', 'region', NOT_SET, SET_REGION)
    : finding('ok', 'region', NOT_SET);
}

/**
 * Warns if registry images are judged and neither the region nor the endpoint reveals SWR's host.
 */
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
    `${NOT_SET}: images of SWR in HSS's registry list can't be matched`,
    SET_REGION,
  );
}

function withWarning(found: Finding, warning: string | undefined): Finding {
  return warning === undefined
    ? found
    : finding('warning', found.name, `${found.text}; ${warning}`, 'check its spelling');
}

/** Returns warnings about settings that another setting overrides. */
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
      : [finding('warning', name, `not used: ${by} comes first`, `unset one of them`)];
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

/** Reports the endpoint without its path: a signing proxy's path gives access to its credential. */
function endpointFinding(
  flags: ConnectionFlags,
  environment: Environment,
  settings: Settings | undefined,
  hasRegion: boolean,
): Finding {
  const from =
    flags.endpoint !== undefined
      ? '--endpoint'
      : environment.HSS_ENDPOINT !== undefined
        ? 'HSS_ENDPOINT'
        : environment.HW_CLOUD !== undefined
          ? 'the region and HW_CLOUD'
          : 'the region';
  if (settings === undefined) {
    const why =
      from.startsWith('the region') && !hasRegion ? 'needs a region' : 'see the error above';
    return finding('skipped', 'endpoint', `not known: ${why}`);
  }
  return finding('ok', 'endpoint', `${settings.endpoint.origin}, from ${from}`);
}

/** Reports only the proxy's host, because its URL may contain a password. */
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
      'set HTTPS_PROXY: requests to HSS use https',
    ),
  ];
}

function snapshotFindings(environment: Environment): Finding[] {
  try {
    const source = sourceFrom(environment);
    if (source.kind !== 'replay' && source.kind !== 'record') return [];
    const said =
      source.kind === 'replay'
        ? `${source.file} answers instead of HSS (HSS_SNAPSHOT); the checks below ask HSS itself`
        : `lookups are recorded in ${source.file} (HSS_SNAPSHOT)`;
    return [finding(source.kind === 'replay' ? 'warning' : 'ok', 'snapshot', said)];
  } catch (error) {
    return [failed('snapshot', error)];
  }
}

import { HssError } from '../../contract/error';
import { endpointOf, givenEndpoint } from './endpoint';
import { Environment } from './environment';
import {
  ConnectionOptions,
  checkProjectId,
  checkRegion,
  isSigningProxy,
  projectOf,
} from './options';

/**
 * The data that a stack gives Terraform, so that it asks HSS itself later. None of it is secret.
 */
export interface PlanTarget {
  readonly projectId: string;
  /**
   * HSS's own endpoint, for users who give Terraform a token; undefined if neither it nor a region
   * is known.
   */
  readonly endpoint: string | undefined;
}

/**
 * Returns where Terraform has to ask HSS. The project must be named: the environment of a plan may
 * name another one.
 * @throws HSS_INVALID_ARGUMENT
 */
export function planTarget(
  options: ConnectionOptions,
  environment: Environment,
  knownProject?: string,
): PlanTarget {
  const projectId = projectOf(options, environment) ?? knownProject;
  if (projectId === undefined) {
    throw new HssError(
      'HSS_INVALID_ARGUMENT',
      'the project that Terraform is to ask for is not known',
      {
        advice: 'give the connection its projectId, or set HW_PROJECT_ID',
      },
    );
  }
  return { projectId: checkProjectId(projectId), endpoint: endpointFor(options, environment) };
}

/**
 * Returns the endpoint to write down. A signing proxy's address changes each run and includes a
 * secret path: it is left out.
 */
function endpointFor(options: ConnectionOptions, environment: Environment): string | undefined {
  const given = givenEndpoint(options.endpoint, environment.HSS_ENDPOINT);
  if (given !== undefined && !isSigningProxy(given)) return given.href.replace(/\/+$/, '');
  const region = options.region ?? environment.HW_REGION_NAME;
  return region === undefined
    ? undefined
    : endpointOf(checkRegion(region), environment.HW_CLOUD).origin;
}

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

/** What Terraform is told, when a stack is synthesized, to ask HSS by itself later. None of it is secret. */
export interface PlanTarget {
  readonly projectId: string;
  /** HSS's own endpoint, for those who give Terraform a token; undefined when neither it nor a region is known. */
  readonly endpoint: string | undefined;
}

/**
 * Whom Terraform is to ask. The project must be named: whoever plans may have another one in his environment.
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

/** The address of a signing proxy is made anew each run, and known by its secret path: it must not be written down. */
function endpointFor(options: ConnectionOptions, environment: Environment): string | undefined {
  const given = givenEndpoint(options.endpoint, environment.HSS_ENDPOINT);
  if (given !== undefined && !isSigningProxy(given)) return given.href.replace(/\/+$/, '');
  const region = options.region ?? environment.HW_REGION_NAME;
  return region === undefined
    ? undefined
    : endpointOf(checkRegion(region), environment.HW_CLOUD).origin;
}

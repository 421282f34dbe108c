import { HssError } from '../../contract/error';
import { isRecord } from '../../contract/row';
import { Api, Deadline } from '../api';
import { checkProjectId } from './options';
import { Settings } from './settings';

/**
 * Finds the ID of the project that HW_PROJECT_NAME names, otherwise of the one with the region's
 * name, in IAM (`GET /v3/projects?name={name}`). Exactly one has to be found; none is created,
 * unlike in the official SDK.
 * @throws HSS_INVALID_ARGUMENT when no region is known, HSS_NOT_FOUND when none or several are
 * found
 */
export async function findProject(
  api: Api,
  settings: Settings,
  deadline: Deadline,
): Promise<string> {
  const { region, iamEndpoint, projectName } = settings;
  const name = projectName ?? region;
  if (name !== undefined && iamEndpoint === undefined) {
    throw new HssError(
      'HSS_INVALID_ARGUMENT',
      `the ID of project ${JSON.stringify(name)} is not known, and neither is IAM's endpoint`,
      { advice: 'set HW_PROJECT_ID; or give a region, or HUAWEICLOUD_SDK_IAM_ENDPOINT' },
    );
  }
  if (name === undefined || iamEndpoint === undefined) {
    throw new HssError('HSS_INVALID_ARGUMENT', 'neither a project ID nor a region is known', {
      advice:
        'give the projectId prop or set HW_PROJECT_ID; or give a region, whose project IAM can find',
    });
  }
  const { json: answer } = await api.get(iamEndpoint, '/v3/projects', [['name', name]], deadline);
  const projects = isRecord(answer) && Array.isArray(answer.projects) ? answer.projects : undefined;
  if (projects === undefined) {
    throw new HssError('HSS_BAD_RESPONSE', "IAM's answer holds no list of projects", {
      advice: 'give the projectId prop or set HW_PROJECT_ID',
    });
  }
  const ids = projects.map((project: unknown) => (isRecord(project) ? project.id : undefined));
  // A server that ignores the filter may return a single project, and it may be another one.
  const other = projects.some(
    (project: unknown) =>
      isRecord(project) && typeof project.name === 'string' && project.name !== name,
  );
  if (ids.length !== 1 || typeof ids[0] !== 'string' || other) {
    throw new HssError(
      'HSS_NOT_FOUND',
      other
        ? `IAM was asked for the project named ${name} and answered with another one`
        : `IAM knows ${ids.length} projects named ${name}, so the project ID is not clear`,
      {
        query: `GET ${iamEndpoint.origin}/v3/projects?name=${name}`,
        advice: `check ${projectName === undefined ? 'the region, HW_REGION_NAME' : 'HW_PROJECT_NAME'}; or give the projectId prop or set HW_PROJECT_ID`,
      },
    );
  }
  return checkProjectId(ids[0]);
}

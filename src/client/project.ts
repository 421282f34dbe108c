import { HssError } from '../contract/error';
import { isRecord } from '../contract/row';
import { Api, Deadline } from './api';
import { checkProjectId } from './options';
import { Settings } from './settings';

/**
 * The ID of the project that bears the region's name, from IAM (`GET /v3/projects?name={region}`). Taken
 * only when there is exactly one; never created, as the official SDK would.
 * @throws HSS_INVALID_ARGUMENT when no region is known, HSS_NOT_FOUND when none or several are found
 */
export async function findProject(
  api: Api,
  settings: Settings,
  deadline: Deadline,
): Promise<string> {
  const { region, iamEndpoint } = settings;
  if (region === undefined || iamEndpoint === undefined) {
    throw new HssError('HSS_INVALID_ARGUMENT', 'neither a project ID nor a region is known', {
      advice:
        'give the projectId prop or set HW_PROJECT_ID; or give a region, whose project IAM can find',
    });
  }
  const { json: answer } = await api.get(iamEndpoint, '/v3/projects', [['name', region]], deadline);
  const projects = isRecord(answer) && Array.isArray(answer.projects) ? answer.projects : undefined;
  if (projects === undefined) {
    throw new HssError('HSS_BAD_RESPONSE', 'IAM’s answer holds no list of projects', {
      advice: 'give the projectId prop or set HW_PROJECT_ID',
    });
  }
  const ids = projects.map((project: unknown) => (isRecord(project) ? project.id : undefined));
  if (ids.length !== 1 || typeof ids[0] !== 'string') {
    throw new HssError(
      'HSS_NOT_FOUND',
      `IAM knows ${ids.length} projects named ${region}, so the project ID is not clear`,
      {
        query: `GET ${iamEndpoint.origin}/v3/projects?name=${region}`,
        advice: 'check the region, HW_REGION_NAME; or give the projectId prop or set HW_PROJECT_ID',
      },
    );
  }
  return checkProjectId(ids[0]);
}

import { invalidParameter, unknownApi } from '../refusal';

/** The simulated APIs: five of HSS, one of IAM. */
export type Endpoint = 'registries' | 'cicd' | 'registry-images' | 'sync' | 'statistics' | 'iam';

/** Those that list rows. */
export type ListEndpoint = Exclude<Endpoint, 'statistics' | 'iam'>;

/** Which API a request asks for. */
export type SimulatedRoute =
  | { readonly endpoint: 'iam' }
  | {
      readonly endpoint: Exclude<ListEndpoint, 'sync'>;
      readonly projectId: string;
    }
  | { readonly endpoint: 'sync'; readonly projectId: string; readonly taskId: string }
  | { readonly endpoint: 'statistics'; readonly projectId: string };

/** Longest task ID by its page, in characters. */
const TASK_ID_LENGTH = 64;

/** Finds the API of a request, or refuses as the gateway does (another method is another API). */
export function simulatedRouteOf(method: string, segments: readonly string[]): SimulatedRoute {
  if (method !== 'GET') throw unknownApi();
  const [version, second = '', ...rest] = segments;
  if (version === 'v3' && second === 'projects' && rest.length === 0) return { endpoint: 'iam' };
  if (version !== 'v5' || second === '') throw unknownApi();
  switch (rest.length === 5 ? [...rest.slice(0, 3), '*', rest[4]].join('/') : rest.join('/')) {
    case 'image/registries':
      return { endpoint: 'registries', projectId: second };
    case 'image/cicd/images':
      return { endpoint: 'cicd', projectId: second };
    case 'image/registries/images':
      return { endpoint: 'registry-images', projectId: second };
    case 'image/asset/statistics':
      return { endpoint: 'statistics', projectId: second };
    case 'image/image-sync/tasks/*/registries':
      return { endpoint: 'sync', projectId: second, taskId: checkTaskId(rest[3]) };
    default:
      throw unknownApi();
  }
}

function checkTaskId(taskId: string): string {
  const length = [...taskId].length;
  if (length < 1 || length > TASK_ID_LENGTH) {
    throw invalidParameter(`task_id must have 1 to ${TASK_ID_LENGTH} characters, it has ${length}`);
  }
  return taskId;
}

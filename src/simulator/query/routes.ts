import { invalidParameter, unknownApi } from '../refusal';

/** Those that list rows. */
export type ListEndpoint = 'registries' | 'cicd' | 'registry-images' | 'sync' | 'tasks';

/** Those that answer with one object, or with nothing. */
export type PlainEndpoint = 'statistics' | 'quota' | 'synchronize' | 'scan';

/** The simulated APIs: those of HSS, and one of IAM. */
export type Endpoint = ListEndpoint | PlainEndpoint | 'iam';

/** All of them, by name. */
export const ENDPOINT_NAMES: readonly Endpoint[] = [
  ...(['registries', 'cicd', 'registry-images', 'sync', 'tasks'] as const),
  ...(['statistics', 'quota', 'synchronize', 'scan', 'iam'] as const),
];

/** Which API a request asks for. */
export type SimulatedRoute =
  | { readonly endpoint: 'iam' }
  | {
      readonly endpoint: PlainEndpoint;
      readonly projectId: string;
    }
  | SimulatedListRoute;

/** Which list a request asks for. */
export type SimulatedListRoute =
  | {
      readonly endpoint: Exclude<ListEndpoint, 'sync'>;
      readonly projectId: string;
    }
  | { readonly endpoint: 'sync'; readonly projectId: string; readonly taskId: string };

/** Longest task ID by its page, in characters. */
const TASK_ID_LENGTH = 64;

/** Finds the API of a request, or refuses as the gateway does (another method is another API). */
export function simulatedRouteOf(method: string, segments: readonly string[]): SimulatedRoute {
  if (method === 'POST') return writingRouteOf(segments);
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
    case 'image/tasks':
      return { endpoint: 'tasks', projectId: second };
    case 'image/asset/statistics':
      return { endpoint: 'statistics', projectId: second };
    case 'image/pay-per-scan/statistics':
      return { endpoint: 'quota', projectId: second };
    case 'image/image-sync/tasks/*/registries':
      return { endpoint: 'sync', projectId: second, taskId: checkTaskId(rest[3]) };
    default:
      throw unknownApi();
  }
}

function writingRouteOf([version, projectId = '', ...rest]: readonly string[]): SimulatedRoute {
  if (version !== 'v5' || projectId === '') throw unknownApi();
  switch (rest.join('/')) {
    case 'image/image-sync/tasks':
      return { endpoint: 'synchronize', projectId };
    case 'image/image-scan/tasks':
      return { endpoint: 'scan', projectId };
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

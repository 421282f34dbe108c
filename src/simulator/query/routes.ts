import { invalidParameter, unknownApi } from '../refusal';

/** APIs that list rows. */
export type ListEndpoint =
  | 'registries'
  | 'cicd'
  | 'registry-images'
  | 'sync'
  | 'tasks'
  | 'image-vulnerabilities'
  | 'project-vulnerabilities'
  | 'vulnerability-cves';

/** APIs that answer with one object, or with nothing. */
export type PlainEndpoint = 'statistics' | 'quota' | 'synchronize' | 'scan';

/** The simulated APIs: those of HSS, and one of IAM. */
export type Endpoint = ListEndpoint | PlainEndpoint | 'iam';

/** The names of all APIs. */
export const ENDPOINT_NAMES: readonly Endpoint[] = [
  ...(['registries', 'cicd', 'registry-images', 'sync', 'tasks'] as const),
  ...(['image-vulnerabilities', 'project-vulnerabilities', 'vulnerability-cves'] as const),
  ...(['statistics', 'quota', 'synchronize', 'scan', 'iam'] as const),
];

/** The API that a request is for. */
export type SimulatedRoute =
  | { readonly endpoint: 'iam' }
  | {
      readonly endpoint: PlainEndpoint;
      readonly projectId: string;
    }
  | SimulatedListRoute;

/** The list that a request is for. */
export type SimulatedListRoute =
  | {
      readonly endpoint: Exclude<
        ListEndpoint,
        'sync' | 'image-vulnerabilities' | 'vulnerability-cves'
      >;
      readonly projectId: string;
    }
  | { readonly endpoint: 'sync'; readonly projectId: string; readonly taskId: string }
  | {
      readonly endpoint: 'image-vulnerabilities';
      readonly projectId: string;
      readonly imageId: string;
    }
  | { readonly endpoint: 'vulnerability-cves'; readonly projectId: string; readonly vulId: string };

/** Paths with an ID in the place of `*`. */
const PATHS_WITH_ID = [
  ['image', 'image-sync', 'tasks', '*', 'registries'],
  ['image', '*', 'vulnerabilities'],
  ['image', 'vulnerability', '*', 'cve'],
];

/**
 * Finds the API of a request, or refuses it as the gateway does, for which another method is
 * another API.
 */
export function simulatedRouteOf(method: string, segments: readonly string[]): SimulatedRoute {
  if (method === 'POST') return writingRouteOf(segments);
  if (method !== 'GET') throw unknownApi();
  const [version, second = '', ...rest] = segments;
  if (version === 'v3' && second === 'projects' && rest.length === 0) return { endpoint: 'iam' };
  if (version !== 'v5' || second === '') throw unknownApi();
  const [path, id] = withoutId(rest);
  switch (path) {
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
      return { endpoint: 'sync', projectId: second, taskId: checkId('task_id', id, 1, 64) };
    case 'images/vulnerabilities':
      return { endpoint: 'project-vulnerabilities', projectId: second };
    case 'image/*/vulnerabilities': {
      const imageId = checkId('image_id', id, 0, 128);
      return { endpoint: 'image-vulnerabilities', projectId: second, imageId };
    }
    case 'image/vulnerability/*/cve': {
      // The documentation gives no range. IDs in the lists have at most 128 characters.
      const vulId = checkId('vul_id', id, 1, 128);
      return { endpoint: 'vulnerability-cves', projectId: second, vulId };
    }
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

/** Returns a path with `*` in the place of its ID, and the ID; empty if there is none. */
function withoutId(segments: readonly string[]): [path: string, id: string] {
  const pattern = PATHS_WITH_ID.find(
    (steps) =>
      steps.length === segments.length &&
      steps.every((step, at) => step === '*' || step === segments[at]),
  );
  return pattern === undefined
    ? [segments.join('/'), '']
    : [pattern.join('/'), segments[pattern.indexOf('*')]];
}

function checkId(name: string, id: string, min: number, max: number): string {
  const length = [...id].length;
  if (length < min || length > max) {
    throw invalidParameter(`${name} must have ${min} to ${max} characters, it has ${length}`);
  }
  return id;
}

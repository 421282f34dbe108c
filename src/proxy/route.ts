import { ENDPOINTS } from '../contract/endpoints';
import { EndpointSpec } from '../contract/fields';
import { isPathSegment } from '../contract/query';

/** The list that a path names. */
export interface ListRoute {
  readonly spec: EndpointSpec;
  readonly projectId: string;
  /** The parameters in the path, by prop name. */
  readonly props: { readonly [prop: string]: string };
}

/**
 * Returns the list of a path such as `/v5/{project}/image/cicd/images`; undefined for any other
 * path.
 */
export function listRouteOf(path: string): ListRoute | undefined {
  const [empty, version, projectId, ...below] = path.split('/');
  if (empty !== '' || version !== 'v5' || projectId === undefined) return undefined;
  for (const spec of Object.values(ENDPOINTS)) {
    const props = match(spec.path.split('/').slice(1), below);
    if (props !== undefined) return { spec, projectId, props };
  }
  return undefined;
}

function match(
  pattern: readonly string[],
  segments: readonly string[],
): { readonly [prop: string]: string } | undefined {
  if (pattern.length !== segments.length) return undefined;
  const props: { [prop: string]: string } = {};
  for (const [index, expected] of pattern.entries()) {
    const segment = segments[index];
    const prop = /^\{(\w+)\}$/.exec(expected)?.[1];
    if (prop === undefined ? segment !== expected : !isPathSegment(segment)) return undefined;
    if (prop !== undefined) props[prop] = segment;
  }
  return props;
}

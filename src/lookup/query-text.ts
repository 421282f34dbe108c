import { ENDPOINTS } from '../contract/endpoints';
import { Query, parametersOf, pathOf } from '../contract/query';

/** Returns a query as method, path below the project, and parameters, for messages. */
export function queryText(query: Query): string {
  const spec = ENDPOINTS[query.endpoint];
  const parameters = parametersOf(spec, query).map(([name, value]) => `${name}=${value}`);
  return `GET ${pathOf(spec, query)}${parameters.length > 0 ? `?${parameters.join('&')}` : ''}`;
}

import { questionOf } from './question';
import { REQUEST_ID_HEADER } from '../client/http/header-names';
import { headerText } from '../util/safe-text';
import { Reply, errorReply, refusalReply } from './reply';
import { listRouteOf } from './route';
import { Upstream } from './upstream';

/**
 * Answers as HSS would, page by page: for this package's own client with the proxy as
 * `HSS_ENDPOINT`. It pages, checks and reads as it does with HSS.
 */
export async function pagesReply(upstream: Upstream, path: string, search: string): Promise<Reply> {
  const route = listRouteOf(path);
  if (route === undefined) {
    return refusalReply(
      404,
      'APIGW.0101',
      'hss-gate exec serves the list paths of this package, and no other',
    );
  }
  if (route.projectId !== upstream.projectId) {
    return refusalReply(
      404,
      'HSS.0011',
      `hss-gate exec serves project ${upstream.projectId}, and no other`,
    );
  }
  try {
    const { query, page } = questionOf(route.spec, route.props, search);
    const { body, requestId } = await upstream.page(query, page);
    if (requestId === undefined) return { status: 200, body };
    return { status: 200, headers: { [REQUEST_ID_HEADER]: headerText(requestId) }, body };
  } catch (thrown) {
    return errorReply(thrown);
  }
}

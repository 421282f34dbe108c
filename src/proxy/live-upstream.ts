import { Deadline, PausableDeadline } from '../client/api';
import { HssClient } from '../client/client';
import { Environment } from '../client/settings/environment';
import { ConnectionOptions } from '../client/settings/options';
import { upstreamBehind } from '../client/settings/proxy-upstream';
import { findSettings } from '../client/settings/settings';
import { Upstream } from './upstream';

/**
 * Opens HSS itself, by this package's client, which has the credential, signs, and retries. The
 * project's ID is looked up here, in IAM if it is not configured, so that clients of the proxy need
 * no IAM.
 * @throws HssError
 */
export async function openLive(
  options: ConnectionOptions,
  environment: Environment,
): Promise<Upstream> {
  const settings = await findSettings(options, environment);
  const client = new HssClient(settings);
  // Ended with its request: the timers of a busy proxy would pile up until they fire.
  const withDeadline = async <T>(ask: (deadline: Deadline) => Promise<T>): Promise<T> => {
    const deadline = new PausableDeadline(settings.deadlineSeconds);
    try {
      return await ask(deadline);
    } finally {
      deadline.end();
    }
  };
  try {
    const { endpoint, projectId } = await withDeadline((deadline) => client.origin(deadline));
    // Behind another proxy, the answers may come from its snapshot, and have its age.
    const behind = upstreamBehind(settings.endpoint, environment);
    const upstream: Upstream = {
      endpoint,
      ...(settings.region === undefined ? {} : { region: settings.region }),
      projectId,
      source: behind?.source ?? 'live',
      ...(behind?.recordedAt === undefined ? {} : { recordedAt: behind.recordedAt }),
      page: (query, page) => withDeadline((deadline) => client.page(query, page, deadline)),
      list: (query, maxRows) => withDeadline((deadline) => client.list(query, deadline, maxRows)),
      within: (shared) => ({
        ...upstream,
        list: (query, maxRows) => shared.run((left) => client.list(query, left, maxRows)),
      }),
      close: () => client.close(),
    };
    return upstream;
  } catch (error) {
    await client.close();
    throw error;
  }
}

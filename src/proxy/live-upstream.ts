import { deadlineIn } from '../client/api';
import { HssClient } from '../client/client';
import { Environment } from '../client/settings/environment';
import { ConnectionOptions } from '../client/settings/options';
import { upstreamBehind } from '../client/settings/proxy-upstream';
import { findSettings } from '../client/settings/settings';
import { Upstream } from './upstream';

/**
 * HSS itself, asked by this package's client: it holds the credential, signs, and tries again. The project's ID is
 * found here, by IAM where need be, so that whoever uses the proxy needs no IAM.
 * @throws HssError
 */
export async function openLive(
  options: ConnectionOptions,
  environment: Environment,
): Promise<Upstream> {
  const settings = await findSettings(options, environment);
  const client = new HssClient(settings);
  const deadline = () => deadlineIn(settings.deadlineSeconds);
  try {
    const { endpoint, projectId } = await client.origin(deadline());
    // Below another proxy, its snapshot's answers are as old as they are there.
    const behind = upstreamBehind(settings.endpoint, environment);
    return {
      endpoint,
      ...(settings.region === undefined ? {} : { region: settings.region }),
      projectId,
      source: behind?.source ?? 'live',
      ...(behind?.recordedAt === undefined ? {} : { recordedAt: behind.recordedAt }),
      page: (query, page) => client.page(query, page, deadline()),
      list: (query, maxRows) => client.list(query, deadline(), maxRows),
      close: () => client.close(),
    };
  } catch (error) {
    await client.close();
    throw error;
  }
}

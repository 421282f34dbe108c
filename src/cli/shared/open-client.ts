import type { HssClient } from '../../client/client';
import type { Deadline } from '../../client/api';
import { environmentFrom } from '../../client/settings/environment';
import { SharedDeadline } from '../../client/retry/shared-deadline';
import { ConnectionOptions } from '../../client/settings/options';

/**
 * A client, and a function that returns the deadline of a list that starts now. All lists share one
 * time limit.
 */
export interface OpenClient {
  readonly client: HssClient;
  readonly deadline: () => Deadline;
}

/**
 * Opens an HSS client, for commands that need more than an upstream offers.
 * @throws HssError
 */
export async function openClient(options: ConnectionOptions): Promise<OpenClient> {
  // Loaded here, because the HTTP client is slow to load, and other commands do not need it.
  const [{ HssClient }, { findSettings }] = await Promise.all([
    import('../../client/client'),
    import('../../client/settings/settings'),
  ]);
  const settings = await findSettings(options, environmentFrom(process.env));
  const shared = new SharedDeadline(settings.deadlineSeconds);
  return {
    client: new HssClient(settings),
    deadline: () => shared.next(),
  };
}

import type { HssClient } from '../../client/client';
import type { Deadline } from '../../client/api';
import { environmentFrom } from '../../client/settings/environment';
import { ConnectionOptions } from '../../client/settings/options';

/** A client, and the deadline of one listing. */
export interface OpenClient {
  readonly client: HssClient;
  readonly deadline: () => Deadline;
}

/**
 * A client of HSS itself, for whoever needs more of it than an upstream gives.
 * @throws HssError
 */
export async function openClient(options: ConnectionOptions): Promise<OpenClient> {
  // Loaded here, because the HTTP client is slow to load, and other commands need none.
  const [{ HssClient }, { findSettings }, { deadlineIn }] = await Promise.all([
    import('../../client/client'),
    import('../../client/settings/settings'),
    import('../../client/api'),
  ]);
  const settings = await findSettings(options, environmentFrom(process.env));
  return {
    client: new HssClient(settings),
    deadline: () => deadlineIn(settings.deadlineSeconds),
  };
}

import type { ScanClient } from '../../client/scan-client';
import type { Deadline } from '../../client/api';
import { environmentFrom } from '../../client/settings/environment';
import type { ServiceLocation } from '../../policy/records';
import { ConnectionFlags, connectionOf, enterpriseProjectOf } from '../shared/connection-options';
import { RunFlags } from '../shared/run-options';
import { SECOND_MS } from '../../util/time';
import type { ScanHss } from './asking/scan-hss';

/** The least time for a request, if the wait is over or short, s. */
const LEAST_SECONDS = 10;

/** The client that writes, and the service's location. */
export interface OpenScan {
  readonly client: ScanClient;
  readonly deadline: () => Deadline;
  readonly location: ServiceLocation;
}

/**
 * Opens the client of a scan. No request takes much longer than the wait.
 * @throws HssError
 */
export async function openScan(
  flags: ConnectionFlags & RunFlags,
  { until, now }: Pick<ScanHss['wait'], 'until' | 'now'>,
): Promise<OpenScan> {
  // Loaded here, because the HTTP client is slow to load, and images that are allowed need no scan.
  const [{ ScanClient }, { findSettings }, { PausableDeadline }] = await Promise.all([
    import('../../client/scan-client'),
    import('../../client/settings/settings'),
    import('../../client/api'),
  ]);
  const settings = await findSettings(connectionOf(flags), environmentFrom(process.env));
  const { enterpriseProjectId } = enterpriseProjectOf(flags);
  return {
    client: new ScanClient(settings, enterpriseProjectId),
    deadline: () => {
      const left = Math.max(LEAST_SECONDS, (until - now()) / SECOND_MS);
      return new PausableDeadline(Math.min(settings.deadlineSeconds, left));
    },
    location: {
      endpoint: settings.endpoint.href,
      ...(settings.region === undefined ? {} : { region: settings.region }),
    },
  };
}

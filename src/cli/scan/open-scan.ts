import type { ScanClient } from '../../client/scan-client';
import type { Deadline } from '../../client/api';
import { environmentFrom } from '../../client/settings/environment';
import type { ServiceLocation } from '../../policy/records';
import { ConnectionFlags, connectionOf, enterpriseProjectOf } from '../shared/connection-options';
import { RunFlags } from '../shared/run-options';

/** The client that writes, and where it writes to. */
export interface OpenScan {
  readonly client: ScanClient;
  readonly deadline: () => Deadline;
  readonly location: ServiceLocation;
}

/**
 * Opens the client of a scan.
 * @throws HssError
 */
export async function openScan(flags: ConnectionFlags & RunFlags): Promise<OpenScan> {
  // Loaded here, because the HTTP client is slow to load, and whatever is allowed needs no scan.
  const [{ ScanClient }, { findSettings }, { deadlineIn }] = await Promise.all([
    import('../../client/scan-client'),
    import('../../client/settings/settings'),
    import('../../client/api'),
  ]);
  const settings = await findSettings(connectionOf(flags), environmentFrom(process.env));
  const { enterpriseProjectId } = enterpriseProjectOf(flags);
  return {
    client: new ScanClient(settings, enterpriseProjectId),
    deadline: () => deadlineIn(settings.deadlineSeconds),
    location: {
      endpoint: settings.endpoint.href,
      ...(settings.region === undefined ? {} : { region: settings.region }),
    },
  };
}

import { configuredEndpoint } from '../../client/settings/endpoint';
import { environmentFrom } from '../../client/settings/environment';
import { isSigningProxy } from '../../client/settings/options';
import { HssError } from '../../contract/error';
import {
  ConnectionFlags,
  connectionOf,
  isBelowSnapshot,
  snapshotOf,
} from '../shared/connection-options';

/**
 * Refuses to scan with a snapshot, which can't scan, or under the proxy of `hss-gate exec`, which
 * forwards no requests that write.
 * @throws HSS_INVALID_ARGUMENT
 */
export function refuseReplay(flags: ConnectionFlags): void {
  const snapshot = snapshotOf(flags);
  if (snapshot !== undefined) {
    throw new HssError(
      'HSS_INVALID_ARGUMENT',
      `the snapshot ${snapshot} would answer instead of HSS, and a snapshot can't scan images`,
      { advice: 'leave out --snapshot, and unset HSS_SNAPSHOT and HSS_SNAPSHOT_MODE' },
    );
  }
  const advice = 'run hss-gate scan before hss-gate exec, not inside it';
  if (isBelowSnapshot(flags)) {
    throw new HssError(
      'HSS_INVALID_ARGUMENT',
      "the hss-gate exec around this command serves a snapshot, and a snapshot can't scan images",
      { advice },
    );
  }
  const endpoint = configuredEndpoint(connectionOf(flags), environmentFrom(process.env));
  if (endpoint !== undefined && isSigningProxy(endpoint)) {
    throw new HssError(
      'HSS_INVALID_ARGUMENT',
      'the endpoint is the proxy of hss-gate exec, which refuses requests that write',
      { advice },
    );
  }
}

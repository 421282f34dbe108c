import { Environment } from '../client/settings/environment';
import { expandPath } from '../client/credentials/file-path';
import { HssError } from '../contract/error';
import { HssFixture } from './fixture';

/** Where rows come from. */
export type Source =
  | { readonly kind: 'live' }
  | { readonly kind: 'record'; readonly file: string }
  | { readonly kind: 'replay'; readonly file: string }
  | { readonly kind: 'fixture'; readonly fixture: HssFixture };

/**
 * Returns the source of a connection without a `source` option: live, or as set in `HSS_SNAPSHOT`
 * and `HSS_SNAPSHOT_MODE`.
 * @throws HSS_INVALID_ARGUMENT when only one of them is set, or the mode is neither record nor
 * replay
 */
export function sourceFrom(environment: Environment): Source {
  const { HSS_SNAPSHOT: file = '', HSS_SNAPSHOT_MODE: mode = '' } = environment;
  if (file === '' && mode === '') return { kind: 'live' };
  if (file !== '' && (mode === 'record' || mode === 'replay')) {
    return { kind: mode, file: expandPath(file, 'HSS_SNAPSHOT', environment) };
  }
  throw new HssError(
    'HSS_INVALID_ARGUMENT',
    file === ''
      ? 'HSS_SNAPSHOT_MODE is set, but HSS_SNAPSHOT names no file'
      : `HSS_SNAPSHOT_MODE is ${JSON.stringify(mode)}, expected record or replay`,
    { advice: 'set both HSS_SNAPSHOT and HSS_SNAPSHOT_MODE, or neither' },
  );
}

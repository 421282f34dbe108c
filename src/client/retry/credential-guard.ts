import { HssError } from '../../contract/error';
import { Credential, identityOf } from '../credentials/credential';
import { AttemptFailure } from '../http/failure';

/**
 * Lets one request through at a time until a credential has been accepted, and none after it has
 * been refused: five failed signatures lock a key for five minutes, and ten lookups with a wrong
 * key would be ten failures. All requests of the process with one key share an instance.
 */
export class CredentialGuard {
  private accepted = false;
  private refusedWith: HssError | undefined;
  private lastSent: string | undefined;
  private last: Promise<void> = Promise.resolve();

  /** The request whose answer the others wait for, as text; undefined if it has been answered. */
  public get awaited(): string | undefined {
    return this.accepted ? undefined : this.lastSent;
  }

  /** Records that a request is sent. */
  public sent(query: string): void {
    this.lastSent = query;
  }

  public async run<T>(attempt: () => Promise<T>): Promise<T> {
    if (this.accepted) return this.watch(attempt);
    const before = this.last;
    let done = (): void => undefined;
    this.last = new Promise((resolve) => (done = resolve));
    await before;
    try {
      // Requests that waited for the first answer now run in parallel.
      if (this.accepted) done();
      return await this.watch(attempt);
    } finally {
      done();
    }
  }

  private async watch<T>(attempt: () => Promise<T>): Promise<T> {
    if (this.refusedWith !== undefined) throw new AttemptFailure(this.refusedWith, false);
    try {
      const result = await attempt();
      this.accepted = true;
      return result;
    } catch (failure) {
      const status = failure instanceof AttemptFailure ? failure.error.details.status : undefined;
      // After a deadline, the others still wait for an answer to it.
      if (status !== undefined) this.lastSent = undefined;
      if (status === 401) this.refusedWith = (failure as AttemptFailure).error;
      // These statuses come after the check of the credential; a 429 or 5xx may come before it.
      else if (status !== undefined && [400, 403, 404].includes(status)) this.accepted = true;
      throw failure;
    }
  }
}

const byCredential = new Map<string, CredentialGuard>();

/**
 * Returns the instance of a credential in this process. A key is locked wherever it is used
 * wrongly; a token may only be of another region, so it has an instance for each endpoint.
 */
export function credentialGuardOf(credential: Credential, endpoint: URL): CredentialGuard {
  const where = credential.kind === 'accessKey' ? '' : endpoint.href;
  const key = identityOf(credential, where);
  let found = byCredential.get(key);
  if (found === undefined) byCredential.set(key, (found = new CredentialGuard()));
  return found;
}

import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { IncomingMessage } from 'node:http';
import { Reply, refusalReply } from './reply';

/** A request with the secret: its path below the secret, and its query string. */
export interface AdmittedRequest {
  readonly path: string;
  readonly search: string;
}

/**
 * Admits only requests with the secret path: any program on the machine, and any page in a browser,
 * can reach a loopback port. Each proxy makes a new secret.
 */
export class SecretPath {
  /** 256 bits, in characters that need no encoding in a path. */
  public readonly secret = randomBytes(32).toString('base64url');
  private readonly hash = sha256(this.secret);

  /**
   * Returns an admitted request, or the reply that rejects it. Without the secret, the reply does
   * not say what is wrong.
   */
  public open(request: IncomingMessage, port: number): AdmittedRequest | Reply {
    const [path, ...search] = (request.url ?? '').split('?');
    const [empty, secret = '', ...below] = path.split('/');
    // Rejects a page whose name was made to point here (DNS rebinding): its requests carry that
    // name.
    const isHere = [`127.0.0.1:${port}`, `localhost:${port}`].includes(request.headers.host ?? '');
    // Hashes have equal lengths, and their similarity reveals nothing about the secret.
    const isKnown = timingSafeEqual(sha256(secret), this.hash);
    if (!isHere || !isKnown || empty !== '') {
      return refusalReply(404, 'APIGW.0101', 'there is nothing here');
    }
    if (request.method !== 'GET') {
      return refusalReply(405, 'APIGW.0101', 'only GET is served here', { allow: 'GET' });
    }
    return { path: `/${below.join('/')}`, search: search.join('?') };
  }
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { IncomingMessage } from 'node:http';
import { Reply, refusalReply } from './reply';

/** A request that was let in: its path below the secret, and its query string. */
export interface Visitor {
  readonly path: string;
  readonly search: string;
}

/**
 * Lets in who knows the secret path, and nobody else: any program on the machine, and any page in a browser, can reach
 * a port on loopback. The secret is made anew for each proxy.
 */
export class SecretPath {
  /** 256 bits, in characters that a path takes as they are. */
  public readonly secret = randomBytes(32).toString('base64url');
  private readonly hash = sha256(this.secret);

  /** The request's way in, or the reply that turns it away. What is wrong first is not told to who has no secret. */
  public open(request: IncomingMessage, port: number): Visitor | Reply {
    const [path, ...search] = (request.url ?? '').split('?');
    const [empty, secret = '', ...below] = path.split('/');
    // A page whose name was made to point here brings that name along (DNS rebinding).
    const isHere = [`127.0.0.1:${port}`, `localhost:${port}`].includes(request.headers.host ?? '');
    // Hashes are of one length, and how alike they are says nothing about the secret.
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

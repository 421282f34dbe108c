import { createHash } from 'node:crypto';
import { IncomingMessage, ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { closeLater } from '../../support/hss';

/** A container registry with a token service, as small as a test needs. */

export const digestOf = (text: string): string =>
  `sha256:${createHash('sha256').update(text).digest('hex')}`;

const OCI = 'application/vnd.oci.image';
const manifest = (config: string): string =>
  JSON.stringify({ mediaType: `${OCI}.manifest.v1+json`, config: { digest: config } });

export const CONFIG = digestOf('the configuration');
export const LAYER = digestOf('a layer');
/** A digest for which it answers with something else. */
export const LIE = digestOf('a lie');
export const AMD64 = manifest(CONFIG);
export const INDEX = JSON.stringify({
  mediaType: `${OCI}.index.v1+json`,
  manifests: [
    { digest: digestOf(AMD64), platform: { os: 'linux', architecture: 'amd64' } },
    { digest: digestOf('attestation'), platform: { os: 'unknown', architecture: 'unknown' } },
  ],
});
const MANIFESTS = new Map([INDEX, AMD64].map((text) => [digestOf(text), text])).set(LIE, INDEX);
const BLOBS = [CONFIG, LAYER];

export const USER = 'robot';
export const PASSWORD = 'registry-password';
export const IDENTITY = 'an-identity-token';
const TOKEN = 'a-bearer-token';
const BASIC = `Basic ${Buffer.from(`${USER}:${PASSWORD}`).toString('base64')}`;

/** What was asked, and with which credential. */
export interface Asked {
  readonly line: string;
  readonly authorization: string | undefined;
}

export interface TestRegistry {
  /** Host and port, as they stand in a reference. */
  readonly domain: string;
  readonly asked: Asked[];
}

/** @param moved a registry that the tag `moved` is redirected to */
export async function startRegistry(
  auth: 'token' | 'basic' | 'none' = 'token',
  moved?: TestRegistry,
): Promise<TestRegistry> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => void answer(request, response));
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { authorization } = request.headers;
    asked.push({ line: `${request.method} ${request.url}`, authorization });
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const send = (status: number, body = '', headers: { [name: string]: string } = {}): void =>
      void response.writeHead(status, headers).end(body);
    const url = new URL(request.url!, `http://${domain}`);
    if (url.pathname === '/token') {
      const form = new URLSearchParams(Buffer.concat(chunks).toString());
      const known = authorization === BASIC || form.get('refresh_token') === IDENTITY;
      return known ? send(200, JSON.stringify({ token: TOKEN })) : send(401);
    }
    if (auth !== 'none' && authorization !== (auth === 'basic' ? BASIC : `Bearer ${TOKEN}`)) {
      const bearer = `Bearer realm="http://${domain}/token",service="test",scope="repository:shop/web:pull"`;
      return send(401, '', { 'www-authenticate': auth === 'basic' ? 'Basic realm="r"' : bearer });
    }
    const [, kind, reference] =
      /^\/v2\/shop\/web\/(manifests|blobs)\/(.+)$/.exec(url.pathname) ?? [];
    if (reference === 'moved' && moved !== undefined) {
      return send(307, '', { location: `http://${moved.domain}/v2/shop/web/manifests/1` });
    }
    if (kind === 'blobs') return send(BLOBS.includes(reference) ? 200 : 404);
    const text = /^\d$|^moved$/.test(reference ?? '') ? INDEX : MANIFESTS.get(reference ?? '');
    return text === undefined
      ? send(404)
      : send(200, text, {
          'content-type': String((JSON.parse(text) as { mediaType: string }).mediaType),
        });
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const domain = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  closeLater(
    () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  );
  return { domain, asked };
}

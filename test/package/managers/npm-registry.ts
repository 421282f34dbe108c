import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Server, createServer } from 'node:http';
import { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { basename } from 'node:path';
import { manifestIn, unpack } from '../support';

/** A registry that has one package, and hands requests for others on to another registry. */
export class NpmRegistry {
  private constructor(private readonly server: Server) {}

  public static async serving(tarball: string, upstream: string): Promise<NpmRegistry> {
    const bytes = readFileSync(tarball);
    const integrity = `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
    const manifest = manifestIn(unpack(tarball));
    const { name, version } = manifest;
    const file = `/${basename(tarball)}`;
    const server = createServer(({ url = '', headers }, response) => {
      if (url === file) {
        response.end(bytes);
      } else if (url === `/${name}`) {
        const dist = { tarball: `http://${headers.host}${file}`, integrity };
        response.setHeader('content-type', 'application/json');
        response.end(
          JSON.stringify({
            name,
            'dist-tags': { latest: version },
            versions: { [version]: { ...manifest, dist } },
          }),
        );
      } else {
        response.writeHead(302, { location: new URL(url.slice(1), upstream).href }).end();
      }
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return new NpmRegistry(server);
  }

  public get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/`;
  }

  public stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

import { HssError } from '../contract/error';
import { isLoopback } from '../client/settings/options';
import { ProxyRoute } from '../client/http/proxy-route';
import { challengeOf } from './challenge';
import { RegistryCredential } from './docker-config';
import { RegistryAnswer, RegistryHttp, refusePlainHttp } from './http';
import { MANIFEST_TYPES, Manifest, manifestOf } from './manifest';
import { objectOf } from './json';

/** Queries one repository of a registry by the OCI distribution API. It only reads. */
export class Registry {
  private readonly http: RegistryHttp;
  private readonly base: URL;
  private readonly secrets: readonly string[];
  private authorization: string | undefined;

  /** @param domain host and port, `docker.io` for Docker Hub */
  constructor(
    domain: string,
    private readonly path: string,
    private readonly credential: RegistryCredential | undefined,
    route: ProxyRoute,
  ) {
    const host = domain === 'docker.io' ? 'registry-1.docker.io' : domain;
    const https = new URL(`https://${host}`);
    // Like docker, allow a registry on this machine without TLS.
    this.base = isLoopback(https) ? new URL(`http://${host}`) : https;
    this.http = new RegistryHttp(route);
    this.secrets = credential === undefined ? [] : secretsOf(credential);
  }

  /**
   * Returns the manifest of a tag or digest. Undefined if the registry does not have it.
   * @throws HssError
   */
  public async manifest(reference: string): Promise<Manifest | undefined> {
    const answer = await this.ask('GET', `manifests/${reference}`);
    if (answer === undefined) return undefined;
    const type = answer.headers['content-type'];
    const algorithm = reference.startsWith('sha512:') ? 'sha512' : 'sha256';
    const manifest = manifestOf(
      answer.body,
      typeof type === 'string' ? type : undefined,
      algorithm,
    );
    if (manifest === undefined) throw this.bad('answers with no manifest of a known kind');
    if (reference.includes(':') && manifest.digest !== reference) {
      throw this.bad(`answers for ${reference} with something of another digest`);
    }
    return manifest;
  }

  /**
   * Returns whether the registry has a blob: a configuration or a layer.
   * @throws HssError
   */
  public async hasBlob(digest: string): Promise<boolean> {
    return (await this.ask('HEAD', `blobs/${digest}`)) !== undefined;
  }

  public async close(): Promise<void> {
    await this.http.close();
  }

  private async ask(method: 'GET' | 'HEAD', what: string): Promise<RegistryAnswer | undefined> {
    let answer = await this.send(method, what);
    if (answer.status === 401 && this.authorization === undefined) {
      this.authorization = await this.authorize(answer);
      if (this.authorization !== undefined) answer = await this.send(method, what);
    }
    if (answer.status === 200) return answer;
    if (answer.status === 404) return undefined;
    if (answer.status === 401 || answer.status === 403) {
      throw new HssError(
        answer.status === 401 ? 'HSS_AUTH_FAILED' : 'HSS_FORBIDDEN',
        this.credential === undefined
          ? `${this.base.host} wants a credential for ${this.path}, and docker's configuration has none`
          : `${this.base.host} does not let this credential read ${this.path}`,
        { status: answer.status, advice: `run docker login ${this.base.host}` },
      );
    }
    throw this.bad(`answers with HTTP ${answer.status}`);
  }

  private send(method: 'GET' | 'HEAD', what: string): Promise<RegistryAnswer> {
    const headers = {
      accept: MANIFEST_TYPES.join(', '),
      ...(this.authorization === undefined ? {} : { authorization: this.authorization }),
    };
    const url = new URL(`/v2/${this.path}/${what}`, this.base);
    return this.http.send(url, { method, headers }, this.secrets);
  }

  /**
   * Returns the Authorization header for the registry's challenge. Undefined if the challenge is
   * unsupported, or requires a password and there is none.
   */
  private async authorize(answer: RegistryAnswer): Promise<string | undefined> {
    const challenge = challengeOf(answer.headers['www-authenticate']);
    if (challenge === undefined) return undefined;
    if (challenge.scheme === 'basic') return basic(this.credential);
    const { realm, service, scope } = challenge.parameters;
    let url: URL;
    try {
      url = new URL(realm);
    } catch {
      throw this.bad('names no address of its token service');
    }
    refusePlainHttp(url, this.base);
    const wanted = {
      ...(service ? { service } : {}),
      scope: scope ?? `repository:${this.path}:pull`,
    };
    const token = tokenOf(await this.tokenAnswer(url, wanted));
    if (token === undefined) {
      throw new HssError('HSS_AUTH_FAILED', `${url.host} gives no token for ${this.path}`, {
        advice: `run docker login ${this.base.host}`,
      });
    }
    return `Bearer ${token}`;
  }

  private tokenAnswer(
    url: URL,
    wanted: { readonly [name: string]: string },
  ): Promise<RegistryAnswer> {
    if (this.credential?.kind === 'identityToken') {
      const form = new URLSearchParams({
        grant_type: 'refresh_token',
        client_id: 'hss-gate',
        refresh_token: this.credential.token,
        ...wanted,
      });
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      return this.http.send(url, { method: 'POST', headers, body: String(form) }, this.secrets);
    }
    const asked = new URL(url);
    for (const [name, value] of Object.entries(wanted)) asked.searchParams.set(name, value);
    const authorization = basic(this.credential);
    const headers: { readonly [name: string]: string } =
      authorization === undefined ? {} : { authorization };
    return this.http.send(asked, { method: 'GET', headers }, this.secrets);
  }

  private bad(what: string): HssError {
    return new HssError('HSS_BAD_RESPONSE', `${this.base.host} ${what}`, {
      advice: 'check that it is a registry, and the name of the image',
    });
  }
}

function basic(credential: RegistryCredential | undefined): string | undefined {
  if (credential?.kind !== 'password') return undefined;
  const { user, password } = credential;
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

function secretsOf(credential: RegistryCredential): string[] {
  if (credential.kind === 'identityToken') return [credential.token];
  return [credential.password, basic(credential)!.slice('Basic '.length)];
}

function tokenOf({ status, body }: RegistryAnswer): string | undefined {
  if (status !== 200) return undefined;
  const json = objectOf(body);
  if (json === undefined) return undefined;
  const token = json.token ?? json.access_token;
  return typeof token === 'string' && /^[\x21-\x7e]+$/.test(token) ? token : undefined;
}

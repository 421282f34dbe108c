import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { homeOf } from '../client/credentials/file-path';
import { environmentFrom } from '../client/settings/environment';
import { HssError } from '../contract/error';
import { isRecord } from '../contract/row';

/** A credential for a registry or its token service. */
export type RegistryCredential =
  | { readonly kind: 'password'; readonly user: string; readonly password: string }
  | { readonly kind: 'identityToken'; readonly token: string };

/**
 * A credential and its origin. The origin may be shown: it contains neither user name nor secret.
 */
export interface FoundRegistryCredential {
  readonly credential: RegistryCredential;
  readonly origin: string;
}

/** Docker Hub's name in the configuration, which differs from its registry's. */
const HUB = 'https://index.docker.io/v1/';

/** Without a timeout, a helper that prompts on a terminal would never end. */
const HELPER_TIMEOUT_MS = 15_000;

/**
 * Returns the credential for a registry from docker's configuration: from the helper for this
 * registry, from the store for all registries, or from the file itself. Undefined if there is none.
 * The registry is then asked without a credential.
 * @throws HSS_NO_CREDENTIALS if the file or a helper is broken. The message quotes neither.
 */
export async function registryCredential(
  domain: string,
  variables: NodeJS.ProcessEnv,
): Promise<FoundRegistryCredential | undefined> {
  const file = configFile(variables);
  if (file === undefined) return undefined;
  const config = await configAt(file);
  if (config === undefined) return undefined;
  const key = domain === 'docker.io' ? HUB : domain;
  const helper = entryOf(config.credHelpers, key) ?? config.credsStore;
  if (typeof helper === 'string' && helper !== '') {
    const credential = await fromHelper(helper, key, variables);
    if (credential !== undefined) {
      return { credential, origin: `docker-credential-${helper}, named in ${file}` };
    }
  }
  const credential = fromEntry(entryOf(config.auths, key));
  return credential === undefined ? undefined : { credential, origin: file };
}

/** Undefined if neither a variable nor a home directory gives the location. */
function configFile(variables: NodeJS.ProcessEnv): string | undefined {
  if (variables.DOCKER_CONFIG) return join(variables.DOCKER_CONFIG, 'config.json');
  const home = homeOf(environmentFrom(variables));
  return home === undefined ? undefined : join(home, '.docker', 'config.json');
}

async function configAt(file: string): Promise<{ readonly [key: string]: unknown } | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw broken(`${file} can't be read (${code ?? 'unknown error'})`);
  }
  try {
    const json: unknown = JSON.parse(text);
    if (isRecord(json)) return json;
  } catch {
    // Reported below.
  }
  throw broken(`${file} is not a JSON object`);
}

/** Returns an entry by host, because docker also writes hosts with a scheme and a path. */
function entryOf(entries: unknown, key: string): unknown {
  if (!isRecord(entries)) return undefined;
  const found = Object.keys(entries).find((name) => hostOf(name) === hostOf(key));
  return found === undefined ? undefined : entries[found];
}

function hostOf(name: string): string {
  return name.replace(/^https?:\/\//, '').replace(/\/.*$/, '');
}

function fromEntry(entry: unknown): RegistryCredential | undefined {
  if (!isRecord(entry)) return undefined;
  const { auth, username, password, identitytoken } = entry;
  if (typeof identitytoken === 'string' && identitytoken !== '') {
    return { kind: 'identityToken', token: identitytoken };
  }
  if (typeof auth === 'string' && auth !== '') {
    const [user, ...rest] = Buffer.from(auth, 'base64').toString('utf8').split(':');
    return { kind: 'password', user, password: rest.join(':').replace(/\0+$/, '') };
  }
  if (typeof username !== 'string' || typeof password !== 'string' || username === '') {
    return undefined;
  }
  return { kind: 'password', user: username, password };
}

async function fromHelper(
  name: string,
  key: string,
  env: NodeJS.ProcessEnv,
): Promise<RegistryCredential | undefined> {
  const program = `docker-credential-${name}`;
  // The name becomes part of a program's name.
  if (!/^[\w.-]+$/.test(name)) throw broken('the configuration of docker names no proper helper');
  const { code, out } = await new Promise<{ code: number | null; out: string }>(
    (resolve, reject) => {
      const child = spawn(program, ['get'], {
        env,
        stdio: ['pipe', 'pipe', 'ignore'],
        // The timer of spawn's `timeout` would keep this process alive if the helper can't be
        // started.
        signal: AbortSignal.timeout(HELPER_TIMEOUT_MS),
      });
      const chunks: Buffer[] = [];
      child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
      child.stdin.on('error', () => undefined).end(key);
      child.on('error', ({ name }) => {
        // A helper that the signal stops also emits `close`.
        if (name !== 'AbortError') reject(broken(`${program} can't be run`));
      });
      child.once('close', (status) =>
        resolve({ code: status, out: Buffer.concat(chunks).toString('utf8') }),
      );
    },
  );
  if (code !== 0) {
    if (/credentials not found/i.test(out)) return undefined;
    throw broken(`${program} failed (exit code ${code ?? 'none'})`);
  }
  let json: unknown;
  try {
    json = JSON.parse(out);
  } catch {
    json = undefined;
  }
  if (!isRecord(json) || typeof json.Username !== 'string' || typeof json.Secret !== 'string') {
    throw broken(`${program} answers with something else than a credential`);
  }
  const { Username: user, Secret: secret } = json;
  return user === '<token>'
    ? { kind: 'identityToken', token: secret }
    : { kind: 'password', user, password: secret };
}

function broken(what: string): HssError {
  return new HssError('HSS_NO_CREDENTIALS', what, {
    advice: "run docker login for the registry again, or correct docker's configuration",
  });
}

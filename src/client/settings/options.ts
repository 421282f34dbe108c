import { HssError } from '../../contract/error';
import { MAX_OFFSET, PAGE_LIMIT } from '../../contract/fields';
import { isPathSegment } from '../../contract/query';
import { HIGHEST_LEVEL } from '../retry/level';
import { Environment } from './environment';
import { RequestObserver, RequestWatcher } from '../observer';

/**
 * The source of credentials, as plain data (it crosses to the worker thread, and goes nowhere
 * else).
 */
export type CredentialChoice =
  | { readonly kind: 'environment' }
  | { readonly kind: 'profile'; readonly name?: string }
  | { readonly kind: 'token'; readonly token: string }
  | {
      readonly kind: 'accessKey';
      readonly accessKey: string;
      readonly secretKey: string;
      readonly securityToken?: string;
    };

/**
 * The options of a connection. Those left out come from the environment or a profile, or have a
 * default.
 */
export interface ConnectionOptions {
  readonly region?: string;
  readonly projectId?: string;
  readonly endpoint?: string;
  /** The endpoint that the caller expects; another one is an error, before any request. */
  readonly expectedEndpoint?: string;
  readonly credentials?: CredentialChoice;
  readonly timeoutSeconds?: number;
  readonly deadlineSeconds?: number;
  readonly concurrency?: number;
  readonly maxRetries?: number;
  readonly maxRows?: number;
  /**
   * Called after each attempt. A function can't cross to the worker thread, so lookups have none.
   */
  readonly observe?: RequestObserver;
  /**
   * Observes which requests are waited for. Like `observe`, it can't cross to the worker thread.
   */
  readonly watcher?: RequestWatcher;
  /** Called with each warning. Like `observe`, it can't cross to the worker thread. */
  readonly warn?: (message: string) => void;
}

/** The limits of a connection, with defaults filled in. */
export interface Limits {
  readonly timeoutSeconds: number;
  readonly deadlineSeconds: number;
  /**
   * The most parallel requests. The client starts with 8 and adds more while answers don't slow
   * down (`retry/level.ts`).
   */
  readonly concurrency: number;
  readonly maxRetries: number;
  readonly maxRows: number;
}

interface Range {
  readonly byDefault: number;
  readonly min: number;
  readonly max: number;
  readonly whole: boolean;
}

/**
 * The ranges of the limits. A day is more than any lookup should last; the last row that HSS's
 * offset reaches is 2,000,200.
 */
const RANGES: { readonly [limit in keyof Limits]: Range } = {
  timeoutSeconds: { byDefault: 30, min: 0.1, max: 3600, whole: false },
  deadlineSeconds: { byDefault: 300, min: 0.1, max: 86400, whole: false },
  concurrency: { byDefault: HIGHEST_LEVEL, min: 1, max: HIGHEST_LEVEL, whole: true },
  maxRetries: { byDefault: 5, min: 0, max: 20, whole: true },
  maxRows: { byDefault: 100000, min: 1, max: MAX_OFFSET + PAGE_LIMIT, whole: true },
};

/**
 * Returns the limits from the options, with defaults.
 * @throws HSS_INVALID_ARGUMENT for one out of its range
 */
export function limitsOf(options: ConnectionOptions): Limits {
  const limit = (name: keyof Limits): number => {
    const { byDefault, min, max, whole } = RANGES[name];
    const value: unknown = options[name] ?? byDefault;
    const sound =
      typeof value === 'number' &&
      (whole ? Number.isSafeInteger(value) : Number.isFinite(value)) &&
      value >= min &&
      value <= max;
    if (!sound) {
      throw new HssError(
        'HSS_INVALID_ARGUMENT',
        `${name} is ${typeof value === 'string' ? JSON.stringify(value) : String(value)}, which is not allowed: expected a ${whole ? 'whole ' : ''}number from ${min} to ${max}`,
        { advice: `leave ${name} out for its default, ${byDefault}` },
      );
    }
    return value;
  };
  return {
    timeoutSeconds: limit('timeoutSeconds'),
    deadlineSeconds: limit('deadlineSeconds'),
    concurrency: limit('concurrency'),
    maxRetries: limit('maxRetries'),
    maxRows: limit('maxRows'),
  };
}

/** A region becomes part of a host name, so other characters are rejected. */
const REGION = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** Returns whether a value has the form of a region ID. */
export function isRegion(value: unknown): value is string {
  return typeof value === 'string' && REGION.test(value) && value.length <= 64;
}

/** @throws HSS_INVALID_ARGUMENT */
export function checkRegion(region: string): string {
  if (!isRegion(region)) {
    throw new HssError(
      'HSS_INVALID_ARGUMENT',
      `region is ${JSON.stringify(region)}, which is not allowed: expected a region ID such as cn-north-4`,
      { advice: 'correct the region prop, or HW_REGION_NAME' },
    );
  }
  return region;
}

/** @throws HSS_INVALID_ARGUMENT */
export function checkProjectId(projectId: string): string {
  if (typeof projectId !== 'string' || !isPathSegment(projectId) || projectId.length > 256) {
    throw new HssError(
      'HSS_INVALID_ARGUMENT',
      `projectId is ${JSON.stringify(projectId)}, which is not allowed: expected 1 to 256 characters out of A-Z a-z 0-9 - . _ ~`,
      { advice: 'correct the projectId prop, or HW_PROJECT_ID' },
    );
  }
  return projectId;
}

/**
 * Returns the ID of the project that an option or a variable names; undefined where HW_PROJECT_NAME
 * names it.
 */
export function projectOf(
  options: ConnectionOptions,
  environment: Environment,
): string | undefined {
  return (
    options.projectId ??
    environment.HW_PROJECT_ID ??
    // HW_* comes before HUAWEICLOUD_SDK_*, as for keys.
    (environment.HW_PROJECT_NAME === undefined ? environment.HUAWEICLOUD_SDK_PROJECT_ID : undefined)
  );
}

/** Returns the name of the project, where HW_PROJECT_NAME names it. */
export function projectNameOf(
  options: ConnectionOptions,
  environment: Environment,
): string | undefined {
  return projectOf(options, environment) === undefined ? environment.HW_PROJECT_NAME : undefined;
}

/**
 * Returns the project's ID and the region that a snapshot has to come from; any value is allowed
 * for one left out.
 * @throws HSS_INVALID_ARGUMENT where HW_PROJECT_NAME names the project: a snapshot has only its ID
 */
export function originOfSnapshot(
  options: ConnectionOptions,
  environment: Environment,
): { readonly projectId?: string; readonly region?: string } {
  const name = projectNameOf(options, environment);
  if (name === undefined) {
    const projectId = projectOf(options, environment);
    const region = regionOf(options, environment);
    return {
      ...(projectId === undefined ? {} : { projectId }),
      ...(region === undefined ? {} : { region }),
    };
  }
  throw new HssError(
    'HSS_INVALID_ARGUMENT',
    `HW_PROJECT_NAME is ${JSON.stringify(name)}, and a snapshot does not know its project's name`,
    { advice: "set HW_PROJECT_ID to the project's ID, or unset HW_PROJECT_NAME" },
  );
}

/** Returns the ID of the region that an option or a variable names. A profile may name one, too. */
export function regionOf(options: ConnectionOptions, environment: Environment): string | undefined {
  return options.region ?? environment.HW_REGION_NAME;
}

/**
 * Returns an endpoint as a URL without a slash at its end. It receives credentials, so it has to be
 * https, or loopback.
 * @throws HSS_INVALID_ARGUMENT
 */
export function checkEndpoint(endpoint: string, name = 'endpoint'): URL {
  const refuse = (why: string): HssError =>
    new HssError('HSS_INVALID_ARGUMENT', `${name} is not allowed: ${why}`, {
      advice: `write ${name} as https://host, or http://127.0.0.1:port for a simulator; or leave it out and give a region`,
    });
  let url: URL;
  try {
    url = new URL(endpoint);
  } catch {
    throw refuse('it is not a URL (is its https:// missing?)');
  }
  if (url.username !== '' || url.password !== '')
    throw refuse('it holds a user name or a password');
  if (url.search !== '' || url.hash !== '') throw refuse('it holds a query or a fragment');
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url))) {
    throw refuse(
      `${url.protocol}//${url.host} would carry credentials in the open; only https is, or http to loopback`,
    );
  }
  if (url.pathname.includes('%')) throw refuse('its path holds characters that need escapes');
  url.pathname = url.pathname.replace(/\/+$/, '');
  return url;
}

/**
 * Returns whether an endpoint is a proxy on this machine that signs for its clients: loopback, with
 * a path, by which such a proxy identifies them. HSS itself has none.
 */
export function isSigningProxy(endpoint: URL): boolean {
  return isLoopback(endpoint) && endpoint.pathname !== '/';
}

/** Returns whether a URL stays on this machine. */
export function isLoopback(url: URL): boolean {
  return (
    url.hostname === 'localhost' ||
    url.hostname === '[::1]' ||
    /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(url.hostname)
  );
}

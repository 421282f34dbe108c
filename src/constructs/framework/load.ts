/* eslint-disable @typescript-eslint/no-require-imports -- which of the two is there is known when an app runs */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { DataHttp } from '@cdktf/provider-http/lib/data-http';
import type { HttpProvider } from '@cdktf/provider-http/lib/provider';
import type * as cdktf from 'cdktf';

/** In the order in which they are tried where nothing says which. */
export const FRAMEWORKS = ['cdktf', 'cdktn'] as const;

/** A framework by the name of its package. */
export type FrameworkName = (typeof FRAMEWORKS)[number];

/** What is used of the prebuilt bindings of the provider hashicorp/http. */
export interface HttpBinding {
  readonly DataHttp: typeof DataHttp;
  readonly HttpProvider: typeof HttpProvider;
}

/**
 * The package of a framework, if it is installed. Each name is written out, in a `try` of its own: a bundler then takes in
 * what the app has, and does without what it lacks.
 */
export function load(name: FrameworkName): typeof cdktf | undefined {
  if (isNotYetInstalled(name)) return undefined;
  if (name === 'cdktf') {
    try {
      return require('cdktf') as typeof cdktf;
    } catch (error) {
      return absent('cdktf', error);
    }
  }
  try {
    return require('cdktn') as typeof cdktf;
  } catch (error) {
    return absent('cdktn', error);
  }
}

/** The bindings that were generated for a framework, if they are installed. */
export function loadHttpBinding(name: FrameworkName): HttpBinding | undefined {
  if (isNotYetInstalled(`@${name}/provider-http`)) return undefined;
  if (name === 'cdktf') {
    try {
      return {
        ...(require('@cdktf/provider-http/lib/data-http') as Pick<HttpBinding, 'DataHttp'>),
        ...(require('@cdktf/provider-http/lib/provider') as Pick<HttpBinding, 'HttpProvider'>),
      };
    } catch (error) {
      return absent('@cdktf/provider-http', error);
    }
  }
  try {
    return {
      ...(require('@cdktn/provider-http/lib/data-http') as Pick<HttpBinding, 'DataHttp'>),
      ...(require('@cdktn/provider-http/lib/provider') as Pick<HttpBinding, 'HttpProvider'>),
    };
  } catch (error) {
    return absent('@cdktn/provider-http', error);
  }
}

/**
 * Whether a package is missing from the runtime of another language, which installs a package when the program first uses it.
 * Node 20 remembers each package that it did not find: if it were asked here, the program could not load it later.
 */
function isNotYetInstalled(name: string): boolean {
  // Each language sets it for its runtime.
  if (process.env.JSII_AGENT === undefined) return false;
  const folders = require.resolve.paths(name) ?? [];
  return !folders.some((folder) => existsSync(join(folder, name)));
}

/** Returns undefined for a package that is not installed, and throws any other error anew. */
function absent(name: string, error: unknown): undefined {
  const { code, message } = Object(error) as {
    readonly code?: unknown;
    readonly message?: unknown;
  };
  // Yarn names first who asks: a framework that is there may lack what it needs itself.
  const said = String(message)
    .split('\n')[0]
    .replace(/^(?!cdktf-hss )\S+ tried to access /, '');
  const isMissing =
    /MODULE_NOT_FOUND$/.test(String(code)) || /^Cannot find (module|package)/.test(said);
  if (isMissing && new RegExp(`(^|[\\s'"])${name}($|[\\s'"/])`).test(said)) return undefined;
  throw error;
}

/* eslint-disable @typescript-eslint/no-require-imports -- an app decides which of the two is installed */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { DataHttp } from '@cdktf/provider-http/lib/data-http';
import type { HttpProvider } from '@cdktf/provider-http/lib/provider';
import type * as cdktf from 'cdktf';

/** The frameworks, in the order in which they are tried by default. */
export const FRAMEWORKS = ['cdktf', 'cdktn'] as const;

/** The package name of a framework. */
export type FrameworkName = (typeof FRAMEWORKS)[number];

/** The used parts of the prebuilt bindings of the provider hashicorp/http. */
export interface HttpBinding {
  readonly DataHttp: typeof DataHttp;
  readonly HttpProvider: typeof HttpProvider;
}

/**
 * Loads the package of a framework, if it is installed. Each name is a literal in a separate `try`,
 * so that a bundler includes the installed package and ignores the missing one.
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

/** Loads the bindings for a framework, if they are installed. */
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
 * Returns whether the runtime of another language has not installed a package yet. It installs a
 * package when the program first uses it. Node 20 caches failed lookups, so after a failed
 * `require` here the program could not load the package later.
 */
function isNotYetInstalled(name: string): boolean {
  // Set by the runtime of each language.
  if (process.env.JSII_AGENT === undefined) return false;
  const folders = require.resolve.paths(name) ?? [];
  return !folders.some((folder) => existsSync(join(folder, name)));
}

/** Returns undefined if a package is not installed, and rethrows any other error. */
function absent(name: string, error: unknown): undefined {
  const { code, message } = Object(error) as {
    readonly code?: unknown;
    readonly message?: unknown;
  };
  // Yarn's message begins with the requesting package. An installed framework may lack one of its
  // dependencies.
  const said = String(message)
    .split('\n')[0]
    .replace(/^(?!cdktf-hss )\S+ tried to access /, '');
  const isMissing =
    /MODULE_NOT_FOUND$/.test(String(code)) || /^Cannot find (module|package)/.test(said);
  if (isMissing && new RegExp(`(^|[\\s'"])${name}($|[\\s'"/])`).test(said)) return undefined;
  throw error;
}

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { isRecord } from '../../contract/row';
import { Finding, finding } from './finding';
import { isAtLeast } from './version';

/**
 * The frameworks, each with its oldest tested version and its prebuilt bindings of hashicorp/http.
 */
const FRAMEWORKS = [
  { name: 'cdktf', least: '0.20.0', binding: '@cdktf/provider-http' },
  { name: 'cdktn', least: '0.24.0', binding: '@cdktn/provider-http' },
] as const;

/**
 * Checks the frameworks that synthesize stacks, and their bindings of `data.http` for plan time.
 */
export function frameworkFindings(): Finding[] {
  const found = FRAMEWORKS.flatMap(({ name, least, binding }) => {
    const manifest = manifestOf(name);
    if (manifest === undefined) return [];
    const version = String(manifest.version);
    if (isAtLeast(version, least)) {
      return [finding('ok', name, `${version}; data.http by ${bindingText(binding)}`)];
    }
    const advice = `install ${name} ${least} or newer`;
    return [finding('failure', name, `${version} is too old`, advice)];
  });
  if (found.length > 0) return found;
  return [finding('skipped', 'framework', 'no npm package cdktf or cdktn is installed here')];
}

function bindingText(name: string): string {
  const manifest = manifestOf(name);
  if (manifest === undefined) return 'this package';
  const made = manifest.cdktf;
  const { provider } = (isRecord(made) ? made : {}) as { readonly provider?: unknown };
  const version = isRecord(provider) ? ` (hashicorp/http ${String(provider.version)})` : '';
  return `${name} ${String(manifest.version)}${version}`;
}

/** Returns the package.json of a package that an app in the working directory would load. */
function manifestOf(name: string): { readonly [key: string]: unknown } | undefined {
  try {
    const { resolve } = createRequire(join(process.cwd(), 'package.json'));
    const manifest: unknown = JSON.parse(readFileSync(resolve(`${name}/package.json`), 'utf8'));
    return isRecord(manifest) ? manifest : undefined;
  } catch {
    return undefined;
  }
}

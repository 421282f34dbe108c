import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CICD_IMAGES } from '../../src/contract/cicd-image';
import { checkQuery } from '../../src/contract/query';
import { IMAGE_REGISTRIES } from '../../src/contract/registry';
import { REGISTRY_IMAGES } from '../../src/contract/registry-image';
import { Row } from '../../src/contract/row';
import { SnapshotLookup } from '../../src/lookup/snapshot';
import { parsePolicy, policyHash } from '../../src/policy';
import type { SimulatorData } from '../../src/simulator';
import { Ended } from './processes';
import { HSS_GATE } from './simulator';

/** A folder with a policy and plans, and the command line run in it. */

export const POLICY = 'version: 1\nmaxSeverity: Low\n';
export const POLICY_HASH = policyHash(parsePolicy(POLICY, 'image-policy.yaml', Date.now()));
/** The policy as commands show it. */
export const POLICY_TEXT = `image-policy.yaml (${POLICY_HASH.slice(0, 12)})`;
/** What commands say of it on stderr. */
export const POLICY_LINE = `policy: ${POLICY_TEXT}\n`;

export const digest = (char: string): string => `sha256:${char.repeat(64)}`;
export const GOOD = `registry.example/shop/web@${digest('a')}`;
export const BAD = `registry.example/shop/web@${digest('b')}`;
export const TAGGED = 'registry.example/shop/web:1';

const image = (image_version: string, char: string, severity_level: string) => ({
  namespace: 'shop',
  image_name: 'web',
  image_version,
  image_digest: digest(char),
  registry_name: 'prod',
  scan_status: 'success',
  severity_level,
  malicious_file_num: 0,
  latest_scan_time: { hoursAgo: 2 },
  latest_update_time: { hoursAgo: 3 },
});

export const DATA = {
  cicd_images: [image('1', 'a', 'Low'), image('2', 'b', 'High')],
} as unknown as SimulatorData;

/** What a snapshot of a whole project holds: the CI/CD images, and no registry images. */
export const wholeProject = (cicdImages: readonly Row[]): SnapshotLookup[] =>
  [CICD_IMAGES, REGISTRY_IMAGES, IMAGE_REGISTRIES].map((list) => ({
    query: checkQuery(list, {}),
    rows: list === CICD_IMAGES ? cicdImages : [],
  }));

type Json = { readonly [key: string]: unknown };

/** A plan with one pod for each image. */
export function planOf(images: readonly string[], more: Json = {}, action = 'create'): Json {
  return {
    format_version: '1.2',
    planned_values: {},
    resource_changes: images.map((image, at) => ({
      address: `kubernetes_pod.p[${at}]`,
      mode: 'managed',
      type: 'kubernetes_pod',
      change: {
        actions: [action],
        after: action === 'delete' ? null : { spec: [{ container: [{ image }] }] },
        after_unknown: {},
      },
    })),
    errored: false,
    ...more,
  };
}

/** What a plan of a gated stack has besides. */
export function gatedBy(policy_hash: string, more: Json = {}): Json {
  const value = { policy_hash, source: 'live', enforcement: 'DENY', decision_hash: 'd', ...more };
  return { planned_values: { outputs: { hss_gate: { value } } } };
}

export function folderWith(files: { readonly [name: string]: string | Json }): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'plans-')));
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(
      join(folder, name),
      typeof content === 'string' ? content : JSON.stringify(content),
    );
  }
  return folder;
}

/** Runs hss-gate in a folder, with an environment of its own. */
export async function hssGate(
  cwd: string,
  args: readonly string[],
  env: { readonly [name: string]: string } = {},
  input: string | Buffer = '',
): Promise<Ended> {
  const child = spawn(process.execPath, [HSS_GATE, ...args], {
    cwd,
    env: { PATH: process.env.PATH!, HOME: '/nowhere', ...env },
  });
  const [out, err]: string[][] = [[], []];
  child.stdout.setEncoding('utf8').on('data', (text: string) => out.push(text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => err.push(text));
  child.stdin.on('error', () => undefined).end(input);
  const [exitCode] = (await once(child, 'close')) as [number | null];
  return { exitCode, stdout: out.join(''), stderr: err.join('') };
}

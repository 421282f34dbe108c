import { execFile } from 'node:child_process';
import { isRecord } from '../../contract/row';
import type { Policy } from '../../policy';
import { Finding, failed, finding } from './finding';
import { frameworkFindings } from './frameworks';
import { isAtLeast } from './version';
import {
  findPolicyFile,
  noPolicyText,
  policyText,
  readPolicyAt,
} from '../shared/policy/policy-file';

/** The first version with `check` blocks, which gates that warn at plan time use. */
const TERRAFORM = '1.5.0';
const NODE = '20.18.1';

/** Reads the named policy, or the one that commands find in the working directory or above. */
export function policyFinding(given: string | undefined): {
  readonly found: Finding;
  readonly policy?: Policy;
} {
  try {
    const file = given ?? findPolicyFile();
    if (file === undefined) {
      return { found: finding('skipped', 'policy', noPolicyText()) };
    }
    const policy = readPolicyAt(file);
    return { found: finding('ok', 'policy', policyText(file, policy)), policy };
  } catch (error) {
    return { found: failed('policy', error) };
  }
}

/** Checks the installed programs and packages. */
export async function toolFindings(): Promise<Finding[]> {
  return [nodeFinding(), await terraformFinding(), ...frameworkFindings()];
}

function nodeFinding(): Finding {
  const version = process.versions.node;
  if (isAtLeast(version, NODE)) return finding('ok', 'node', version);
  return finding('failure', 'node', `${version} is too old`, `install Node.js ${NODE} or newer`);
}

/** Checks Terraform, or else OpenTofu. */
async function terraformFinding(): Promise<Finding> {
  for (const name of ['terraform', 'tofu']) {
    const found = await versionOf(name);
    if (found === undefined) continue;
    if ('problem' in found) {
      return finding('failure', name, found.problem, `see the output of ${name} version`);
    }
    if (isAtLeast(found.version, TERRAFORM)) return finding('ok', name, found.version);
    const needed = `${TERRAFORM} or newer knows check blocks`;
    return finding('failure', name, `${found.version} is too old`, `install ${needed}`);
  }
  return finding(
    'warning',
    'terraform',
    'neither terraform nor tofu is on the PATH',
    'install one on machines that plan or apply stacks; check and list need neither',
  );
}

type Version = { readonly version: string } | { readonly problem: string };

function versionOf(name: string): Promise<Version | undefined> {
  return new Promise((resolve) => {
    execFile(name, ['version', '-json'], { timeout: 20_000 }, (error, stdout) => {
      const code = (error as NodeJS.ErrnoException | null)?.code;
      if (code === 'ENOENT') return resolve(undefined);
      try {
        const json: unknown = JSON.parse(stdout);
        const version = isRecord(json) ? json.terraform_version : undefined;
        if (typeof version === 'string') return resolve({ version });
      } catch {
        // Reported below.
      }
      resolve({ problem: `${name} version -json does not report its version` });
    });
  });
}

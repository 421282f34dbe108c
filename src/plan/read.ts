import { decodeFile } from '../contract/decode-text';
import { HssError } from '../contract/error';
import { isRecord } from '../contract/row';
import { readConfiguration } from './configuration';
import { Deployments } from './deployments';
import { readTerraformPlan } from './terraform-plan';

/** Top-level keys of a configuration in Terraform's JSON, which similar files don't have. */
const BLOCKS = [
  'terraform',
  'provider',
  'resource',
  'data',
  'module',
  'output',
  'variable',
  'locals',
];

/** How to get the JSON of a saved plan. */
const HOW =
  'run "terraform plan -out plan.bin", then pass the output of "terraform show -json plan.bin"';

/**
 * Reads a plan as `terraform show -json` prints it, or a configuration in JSON as cdktf synthesizes
 * it.
 * @param name the file's name in errors
 * @throws HSS_INVALID_ARGUMENT if the file is something else, and says what
 */
export function readPlan(bytes: Buffer, name: string): Deployments {
  const document = parse(bytes, name);
  if (!isRecord(document))
    throw bad(name, 'is neither a Terraform plan nor a configuration in JSON', HOW);
  const { format_version: version } = document;
  if (typeof version === 'string') {
    checkVersion(version, name);
    if ('planned_values' in document || 'resource_changes' in document) {
      return readTerraformPlan(document, name);
    }
    throw bad(name, 'is a state, not a plan', HOW);
  }
  if (typeof document.version === 'number' && 'serial' in document) {
    throw bad(name, 'is a state, not a plan', HOW);
  }
  if (BLOCKS.some((block) => block in document)) return readConfiguration(document);
  throw bad(name, 'is neither a Terraform plan nor a configuration in JSON', HOW);
}

function parse(bytes: Buffer, name: string): unknown {
  if (bytes.length === 0) throw bad(name, 'is empty', HOW);
  if (bytes.subarray(0, 2).toString('latin1') === 'PK') {
    throw bad(name, 'is a binary plan', `pass the output of "terraform show -json ${name}"`);
  }
  const text = decodeFile(bytes, name);
  try {
    return JSON.parse(text);
  } catch {
    if (/^\s*\{"@level"/.test(text.slice(0, 200))) {
      throw bad(name, 'is the log of "terraform plan -json", which does not contain the plan', HOW);
    }
    if (/^\s*\[command\]|^::(?:debug|set-output|group|error|warning)/m.test(text)) {
      throw bad(
        name,
        'contains lines that hashicorp/setup-terraform adds around the JSON',
        'set terraform_wrapper: false for that action',
      );
    }
    // The parser's own message quotes the text, and a plan may hold secrets.
    throw bad(name, 'is not JSON', HOW);
  }
}

function checkVersion(version: string, name: string): void {
  const major = /^(\d+)\.\d+$/.exec(version)?.[1];
  if (major === '1') return;
  throw bad(
    name,
    `has format_version ${JSON.stringify(version.slice(0, 20))}, but only 1.x is supported`,
    Number(major) > 1
      ? 'install a newer version of cdktf-hss'
      : 'create the plan with Terraform 1.1.1 or later, or with OpenTofu',
  );
}

function bad(name: string, what: string, advice: string): HssError {
  return new HssError('HSS_INVALID_ARGUMENT', `${name} ${what}`, { advice });
}

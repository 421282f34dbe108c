import { decodeText } from '../contract/decode-text';
import { HssError } from '../contract/error';
import { isRecord } from '../contract/row';
import { readConfiguration } from './configuration';
import { Deployments } from './deployments';
import { readTerraformPlan } from './terraform-plan';

/** What stands in a configuration in Terraform's JSON, and in nothing else that is mistaken for one. */
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

/** How the JSON of a saved plan is made. */
const HOW =
  'save a plan by terraform plan -out plan.bin, and give what terraform show -json plan.bin prints';

/**
 * Reads a plan as `terraform show -json` prints it, or a configuration in JSON as cdktf synthesizes it.
 * @param name what the file is called in errors
 * @throws HSS_INVALID_ARGUMENT saying what it is instead
 */
export function readPlan(bytes: Buffer, name: string): Deployments {
  const document = parse(bytes, name);
  if (!isRecord(document)) throw bad(name, 'is no plan, and no configuration', HOW);
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
  throw bad(name, 'is no plan, and no configuration', HOW);
}

function parse(bytes: Buffer, name: string): unknown {
  if (bytes.length === 0) throw bad(name, 'is empty', HOW);
  if (bytes.subarray(0, 2).toString('latin1') === 'PK') {
    throw bad(name, 'is a binary plan', `give what terraform show -json ${name} prints`);
  }
  const text = decodeText(bytes);
  try {
    return JSON.parse(text);
  } catch {
    if (/^\s*\{"@level"/.test(text.slice(0, 200))) {
      throw bad(name, 'is the log of terraform plan -json, which does not hold the plan', HOW);
    }
    if (/^\s*\[command\]|^::(?:debug|set-output|group|error|warning)/m.test(text)) {
      throw bad(
        name,
        'holds the lines that hashicorp/setup-terraform puts round the JSON',
        'give that action terraform_wrapper: false',
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
    `has format_version ${JSON.stringify(version.slice(0, 20))}, and only 1.x is known here`,
    Number(major) > 1
      ? 'install a newer version of cdktf-hss'
      : 'make the plan by Terraform 1.1.1 or later, or OpenTofu',
  );
}

function bad(name: string, what: string, advice: string): HssError {
  return new HssError('HSS_INVALID_ARGUMENT', `${name} ${what}`, { advice });
}

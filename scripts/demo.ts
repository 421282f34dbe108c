/**
 * The demo: one deployment that is synthesized with its image pinned to the digest that was
 * scanned, one that is refused and, if terraform and its http provider are available, one that is
 * refused at plan. It starts its own simulator and queries nothing else.
 */
import { ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { createInterface } from 'node:readline';
import { App } from 'cdktf';
import { Decision, ImageVerdict } from 'cdktf-hss';
import { ShopStack } from '../examples/gated-deployment/stack';
import { boxTable } from '../src/report/text/box-table';
import { columnsOf, wrap } from '../src/util/wrap';
import { demonstrateAtPlan } from './demo-at-plan';

const root = join(__dirname, '..');
const example = join(root, 'examples', 'gated-deployment');
const registry = 'swr.cn-north-4.myhuaweicloud.com';
const out = mkdtempSync(join(tmpdir(), 'cdktf-hss-demo-'));

/** Starts a simulator in its own process, and adds its settings to this process's environment. */
async function startSimulator(): Promise<ChildProcess> {
  const simulator = spawn(process.execPath, [join(root, 'lib', 'cli', 'main.js'), 'simulate'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: simulator.stdout })) {
    const [name, value] = line.split('=', 2);
    process.env[name] = value;
    if (name === 'HSS_ENDPOINT') return simulator;
  }
  throw new Error('the simulator did not start');
}

/** The result of an app with one stack: its file, or why it was refused. */
interface Synthesis {
  readonly title: string;
  readonly file: string;
  readonly verdicts: readonly ImageVerdict[];
  readonly refusal?: string;
}

function synthesize(title: string, image: string): Synthesis {
  const outdir = join(out, title);
  const app = new App({ outdir });
  const stack = new ShopStack(app, 'shop', { image });
  let refusal: string | undefined;
  try {
    app.synth();
  } catch (error) {
    refusal = (error as Error).message;
  }
  const file = join(outdir, 'stacks', 'shop', 'cdk.tf.json');
  return { title, file, verdicts: stack.gate.verdicts, ...(refusal ? { refusal } : {}) };
}

/** Reports use these words for decisions. */
const STATES: { readonly [decision in Decision]: string } = {
  [Decision.ALLOW]: 'allowed',
  [Decision.WARN]: 'warned',
  [Decision.DENY]: 'denied',
};

function verdictTable(verdicts: readonly ImageVerdict[]): string {
  const rows = verdicts.map(({ reference, decision, image, imageSource, findings }) => [
    [reference.replace(`${registry}/`, ''), `(${imageSource ?? 'no'} list)`],
    [STATES[decision]],
    [image?.severityLevel ?? ''],
    findings.length === 0
      ? ['all rules pass']
      : findings.flatMap(({ ruleId, message }) => wrap(`${ruleId}: ${message}`, 32)),
  ]);
  return boxTable([['Image', 'Decision', 'Severity', 'Why'].map((title) => [title]), ...rows]);
}

async function lookedUp(): Promise<string[]> {
  const answer = await fetch(`${process.env.HSS_ENDPOINT}/__simulator/requests`);
  const { requests } = (await answer.json()) as {
    requests: readonly { readonly method: string; readonly url: string; readonly status: number }[];
  };
  const lines = requests.map(({ method, url, status }) => {
    const [path, query = ''] = url.replace(process.env.HW_PROJECT_ID!, '{project}').split('?');
    const parameters = [...new URLSearchParams(query)].map(([name, value]) => `${name}=${value}`);
    return `${status} ${method} ${path} ${parameters.join(' ')}`.trim();
  });
  // Each app sends the same requests again.
  return [...new Set(lines)];
}

function deployedImage(file: string): string {
  return /"image": "(.*)"/.exec(readFileSync(file, 'utf8'))?.[1] ?? '(none)';
}

/** The width of a terminal that the output fits. */
const COLUMNS = 80;

/** Prints lines below a title, wrapped between words. */
function say(title: string, lines: string | readonly string[]): void {
  const text = typeof lines === 'string' ? lines.split('\n') : lines;
  console.log(`\n${wrap(title, COLUMNS).join('\n')}\n${text.flatMap(broken).join('\n')}`);
}

/** Wraps a line between two margins, and indents continuation lines further. */
function broken(line: string): string[] {
  // Lines of tables fit, too.
  if (columnsOf(line) <= COLUMNS - 2) return [line === '' ? '' : `  ${line}`];
  const [, indent, text] = /^(\s*)(.*)$/s.exec(line)!;
  // A pinned reference is longer than a line, so its digest starts a new one.
  const words = text.replace('@sha256:', '@ sha256:');
  const [first, ...others] = wrap(words, COLUMNS - 4 - indent.length);
  return [`  ${indent}${first}`, ...others.map((rest) => `    ${indent}${rest}`)];
}

async function showAtPlan(): Promise<void> {
  const seen = await demonstrateAtPlan(join(out, 'at-plan'), `${registry}/shop/web:1.4.2`);
  if ('missing' in seen) {
    say(
      'The optional last part, the decision at terraform plan, is skipped: terraform or its provider hashicorp/http is not available:',
      seen.missing,
    );
    return;
  }
  say('A stack with shop/web:1.4.2 was synthesized, and planned by terraform:', seen.before);
  say('Then its next scan found it bad. The same files, planned again:', seen.after);
}

async function main(): Promise<void> {
  // The demo queries its simulator, whatever this shell's settings are.
  for (const name of Object.keys(process.env)) {
    if (/^(HSS|HW|HUAWEICLOUD_SDK|CLOUD_SDK)_/.test(name)) delete process.env[name];
  }
  const simulator = await startSimulator();
  try {
    const allowed = synthesize('allowed', `${registry}/shop/web:1.4.2`);
    const registryImage = synthesize('registry-image', `${registry}/shop/worker:3.1.0`);
    const refused = synthesize('refused', `${registry}/shop/web:1.5.0`);

    say(`A simulated HSS at ${process.env.HSS_ENDPOINT} was asked:`, await lookedUp());
    say(
      `Verdicts, by ${relative(process.cwd(), join(example, 'image-policy.yaml'))}:`,
      verdictTable([allowed, registryImage, refused].flatMap(({ verdicts }) => verdicts)),
    );
    for (const { refusal } of [allowed, registryImage]) {
      if (refusal !== undefined) throw new Error(`not expected: ${refusal}`);
    }
    say('The app with shop/web:1.4.2 was synthesized, pinned to the digest that was scanned:', [
      deployedImage(allowed.file),
      allowed.file,
    ]);
    if (refused.refusal === undefined || existsSync(refused.file)) {
      throw new Error('not expected: the app with shop/web:1.5.0 was synthesized');
    }
    say(
      'The app with shop/web:1.5.0 was refused, and nothing of its stack was written:',
      refused.refusal,
    );
    await showAtPlan();
  } finally {
    simulator.kill();
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});

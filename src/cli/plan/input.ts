import { readFileSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { decodeFile } from '../../contract/decode-text';
import { HssError } from '../../contract/error';
import { STACK_FILE, isConfiguration } from '../../files/stack-files';
import {
  Deployments,
  Verdicts,
  isVerdictOf,
  readPlan,
  readVerdicts,
  withVerdicts,
} from '../../plan';
import { VERDICTS_FILE } from '../../util/gate-names';
import { endableBySignal } from '../shared/result-process';
import { isFile } from '../shared/is-file';

/** A stack's configuration when cdktf writes it as HCL. */
const HCL_STACK_FILE = 'cdk.tf';

/** Advice for Terraform source. */
const PLAN_JSON =
  'save a plan with terraform plan -out plan.bin, then run terraform show -json plan.bin | hss-gate plan -';

/** One plan, or one synthesized stack. */
export interface PlanInput {
  /** Its name in results. */
  readonly name: string;
  readonly planned: Deployments;
  /** The folder of a stack's configuration; none for a plan. */
  readonly folder?: string;
  /** Construct paths by address, if verdicts were given. */
  readonly paths?: ReadonlyMap<string, string>;
  /** Endpoints that answered gates from the machine of the synthesis, where there are verdicts. */
  readonly localEndpoints?: readonly string[];
}

/**
 * Reads the argument of a command: a file, `-` for standard input, or a directory that cdktf wrote.
 * @throws HSS_INVALID_ARGUMENT
 */
export async function readPlanInput(file: string, verdictsFile?: string): Promise<PlanInput[]> {
  refuseTerraformSource(file);
  const inputs =
    file === '-'
      ? [await standardInput()]
      : (isDirectory(file) ? stackFiles(file) : [file]).map(fileInput);
  if (verdictsFile === undefined) {
    return file === '-' ? inputs : inputs.map((input) => withVerdictsBeside(input, input.name));
  }
  const verdicts = readVerdictsAt(verdictsFile);
  if (inputs.length > 1) {
    throw new HssError('HSS_INVALID_ARGUMENT', `${file} holds ${inputs.length} stacks`, {
      advice: `give --verdicts with one of them: ${inputs.map(({ name }) => name).join(', ')}`,
    });
  }
  return inputs.map((input) => judgedWith(input, verdicts));
}

/**
 * Reads the file of a synth's verdicts.
 * @throws HSS_INVALID_ARGUMENT
 */
export function readVerdictsAt(file: string): Verdicts {
  return readVerdicts(decodeFile(bytesOf(file), file), file);
}

/**
 * Adds the images, construct paths and declarations of verdicts that the user named to a plan.
 * @throws HSS_INVALID_ARGUMENT if the verdicts are of another synth
 */
export function judgedWith(input: PlanInput, verdicts: Verdicts): PlanInput {
  const settled = withVerdicts(input.planned, verdicts, { settle: true });
  const { paths, localEndpoints } = verdicts;
  return { ...input, planned: settled, paths, localEndpoints };
}

/**
 * Adds the images of the verdicts beside a plan, if they are of the same synth. The user did not
 * name the file, so it can't make the judgement less strict: its construct paths and declarations
 * are ignored.
 * @param folder where Terraform applies the plan, because a plan is often not kept beside its stack
 */
export function withVerdictsBeside(input: PlanInput, planFile: string, folder?: string): PlanInput {
  const folders = [dirname(planFile), ...(folder === undefined ? [] : [folder])];
  for (const at of new Set(folders)) {
    const added = withVerdictsIn(input, join(at, VERDICTS_FILE));
    if (added !== undefined) return added;
  }
  return input;
}

function withVerdictsIn(input: PlanInput, file: string): PlanInput | undefined {
  if (!isFile(file)) return undefined;
  let verdicts: Verdicts;
  try {
    verdicts = readVerdictsAt(file);
  } catch {
    return undefined;
  }
  if (!isVerdictOf(verdicts, input.planned)) return undefined;
  const planned = withVerdicts(input.planned, verdicts, { settle: false });
  const settles = withVerdicts(input.planned, verdicts, { settle: true }).deployments.filter(
    ({ declaredBy, doubts }) => declaredBy !== undefined && doubts.length > 0,
  ).length;
  const note = `${file} declares the images of ${settles} of the resources in doubt; --verdicts ${file} accepts that`;
  return {
    ...input,
    planned: settles === 0 ? planned : { ...planned, notes: [...planned.notes, note] },
    localEndpoints: verdicts.localEndpoints,
  };
}

function fileInput(file: string): PlanInput {
  const planned = readPlan(bytesOf(file), file);
  return {
    name: file,
    planned,
    ...(basename(file) === STACK_FILE ? { folder: dirname(file) } : {}),
  };
}

async function standardInput(): Promise<PlanInput> {
  const name = 'standard input';
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return { name, planned: readPlan(Buffer.concat(chunks), name) };
}

function stackFiles(folder: string): string[] {
  const stacks = join(folder, basename(folder) === 'stacks' ? '' : 'stacks');
  const below = isDirectory(stacks) ? readdirSync(stacks).sort() : [];
  // A stack in one place must not hide those in the other.
  const folders = [folder, ...below.map((stack) => join(stacks, stack)).filter(isDirectory)];
  const files = folders.map((stack) => join(stack, STACK_FILE)).filter(isFile);
  folders.forEach(refuseOtherForms);
  if (files.length === 0) {
    throw new HssError('HSS_INVALID_ARGUMENT', `${folder} has no ${STACK_FILE}`, {
      advice: `name the directory that cdktf synth wrote, cdktf.out by default; or ${PLAN_JSON}`,
    });
  }
  return files;
}

/**
 * Refuses Terraform source, which is only a part of its folder's configuration. The file of a
 * synthesized stack is all of it.
 * @throws HSS_INVALID_ARGUMENT
 */
function refuseTerraformSource(file: string): void {
  const isSource = /\.(?:tf|tofu)(?:\.json)?$/i.test(file) && basename(file) !== STACK_FILE;
  if (!isSource || !isFile(file)) return;
  throw new HssError('HSS_INVALID_ARGUMENT', `${file} is Terraform source, not a plan`, {
    advice: PLAN_JSON,
  });
}

/**
 * Refuses a folder with configuration in another form than cdktf's JSON, because a stack that is
 * not judged would still be deployed.
 * @throws HSS_INVALID_ARGUMENT
 */
function refuseOtherForms(folder: string): void {
  if (isFile(join(folder, STACK_FILE))) return;
  const names = readdirSync(folder);
  const other = names.filter(isConfiguration).sort()[0];
  if (other === undefined) return;
  if (!names.includes(HCL_STACK_FILE) && basename(dirname(resolve(folder))) !== 'stacks') {
    throw new HssError('HSS_INVALID_ARGUMENT', `${folder} holds Terraform source, not a plan`, {
      advice: PLAN_JSON,
    });
  }
  throw new HssError(
    'HSS_INVALID_ARGUMENT',
    `${join(folder, other)}: a stack can be judged only as ${STACK_FILE}, and ${folder} has none`,
    { advice: 'synthesize without hclOutput and SYNTH_HCL_OUTPUT, or remove the folder' },
  );
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function bytesOf(file: string): Buffer {
  try {
    // The file may be a pipe whose writer is late.
    return endableBySignal(() => readFileSync(file));
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    throw new HssError('HSS_INVALID_ARGUMENT', `${file} can't be read (${reason})`, {
      advice: 'check the path, or use "-" for standard input',
    });
  }
}

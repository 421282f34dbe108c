import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { Ended } from '../support/processes';
import { evaluate, evaluateAll } from './expressions';
import { Project, textOf } from './support';

interface Input {
  readonly description: string;
  readonly default?: string;
}

interface Step {
  readonly id: string;
  readonly shell: string;
  readonly run: string;
  readonly env: { readonly [name: string]: string };
  readonly 'working-directory': string;
}

export interface Action {
  readonly inputs: { readonly [name: string]: Input };
  readonly outputs: {
    readonly [name: string]: { readonly description: string; readonly value: string };
  };
  readonly runs: { readonly using: string; readonly steps: readonly [Step] };
}

export const ACTION = parse(textOf('action.yml')) as Action;

/** How an action ended: with its outputs, and the job's summary. */
export interface Acted extends Ended {
  readonly outputs: { readonly [name: string]: string };
  readonly summary: string;
}

/** Runs the action of this repository as GitHub's runner does. */
export async function act(
  project: Project,
  inputs: { readonly [name: string]: string },
  env: { readonly [name: string]: string } = {},
): Promise<Acted> {
  const given = {
    ...Object.fromEntries(
      Object.entries(ACTION.inputs).map(([name, input]) => [name, input.default ?? '']),
    ),
    ...inputs,
  };
  const [step] = ACTION.runs.steps;
  const context = { inputs: given };
  const temporary = join(project.folder, 'temporary');
  mkdirSync(temporary, { recursive: true });
  const [output, summary] = ['output', 'summary'].map((name) => join(temporary, name));
  for (const file of [output, summary]) writeFileSync(file, '');
  const ended = await project.run(
    ['bash', '--noprofile', '--norc', '-e', '-o', 'pipefail'],
    step.run,
    {
      ...env,
      ...evaluateAll(step.env, context),
      RUNNER_TEMP: temporary,
      GITHUB_OUTPUT: output,
      GITHUB_STEP_SUMMARY: summary,
    },
    evaluate(step['working-directory'], context),
  );
  const outputs = Object.fromEntries(
    project
      .read('temporary/output')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => line.split('=') as [string, string]),
  );
  return { ...ended, outputs, summary: project.read('temporary/summary') };
}

import { HssError } from '../../../contract/error';
import { pin } from '../../../discovery';
import { StackReport, isRefused } from '../../../report/stack-report';
import { GATE_OUTPUT } from '../../../util/gate-names';
import { TerraformStack } from '../../framework/framework';
import { StackDecision } from './stack-decision';

/** The part of a stack's JSON that the admission changes or checks. */
export interface StackDocument {
  readonly output?: object;
}

/**
 * Returns the JSON as plain data. Otherwise code that wraps `toTerraform` could return an object
 * with one image for the judge and another for the file.
 */
export function asWritten(json: unknown, stack: TerraformStack): unknown {
  const text = JSON.stringify(json) as string | undefined;
  if (text?.startsWith('{')) return JSON.parse(text) as unknown;
  throw new HssError(
    'HSS_INVALID_ARGUMENT',
    'toTerraform of this stack does not return an object',
    {
      constructPath: stack.node.path,
      advice: 'make the code that wraps toTerraform return the object that cdktf creates',
    },
  );
}

/** Returns the document with the gate's output. Terraform also accepts a list of maps. */
export function withOutput(json: unknown, value: object): unknown {
  const { output, ...document } = json as StackDocument;
  const own = {
    [GATE_OUTPUT]: { description: 'Evidence of the image gate.', value },
  };
  return {
    ...document,
    output: Array.isArray(output) ? [...(output as unknown[]), own] : { ...output, ...own },
  };
}

/**
 * Returns the document with its images pinned. If gates pin one place differently, or a digest
 * can't be written there, it is a conflict.
 */
export function withImagesPinned(
  json: unknown,
  { edits, report }: StackDecision,
): { readonly document: unknown; readonly report: StackReport } {
  if (isRefused(report)) return { document: json, report };
  try {
    return { document: pin(json, edits), report };
  } catch (error) {
    if (!(error instanceof HssError)) throw error;
    const conflicts = [...report.conflicts, `an image can't be pinned: ${error.summary}`];
    return { document: json, report: { ...report, conflicts } };
  }
}

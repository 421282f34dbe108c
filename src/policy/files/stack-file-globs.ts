import { globFault, globMatcher } from '../model/glob';
import { PolicyProblem } from '../model/problem';

/** Whether a policy allows a file beside a stack. `name` is without a folder. */
export function isStackFile(
  name: string,
  { stackFiles }: { readonly stackFiles: readonly string[] },
): boolean {
  return stackFiles.some((glob) => globMatcher(glob)(name));
}

/** Finds what the schema can't express about `stackFiles`, with paths from the policy. */
export function stackFilesProblems(stackFiles: unknown): PolicyProblem[] {
  if (!Array.isArray(stackFiles)) return [];
  return stackFiles.flatMap((glob: unknown, index) => {
    const message = typeof glob === 'string' ? globFault(glob) : undefined;
    return message === undefined ? [] : [{ path: ['stackFiles', index], message }];
  });
}

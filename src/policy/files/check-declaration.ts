import { HssError } from '../../contract/error';
import { resourceFault } from './check-exception';
import { PolicyProblem } from '../model/problem';
import { parseReference } from '../model/reference';

/**
 * Returns the problems of a declaration that a schema can't find, with paths from the declaration.
 */
export function declarationProblems(declaration: {
  readonly [key: string]: unknown;
}): PolicyProblem[] {
  const { resource, images } = declaration;
  const problems: PolicyProblem[] = [];
  // The schema refuses blank values.
  if (typeof resource === 'string' && resource.trim() !== '') {
    const message = resourceFault(resource);
    if (message !== undefined) problems.push({ path: ['resource'], message });
  }
  if (!Array.isArray(images)) return problems;
  images.forEach((image: unknown, index) => {
    if (typeof image !== 'string' || image.trim() === '') return;
    const message = referenceFault(image);
    if (message !== undefined) problems.push({ path: ['images', index], message });
  });
  return problems;
}

function referenceFault(image: string): string | undefined {
  try {
    parseReference(image);
    return undefined;
  } catch (error) {
    if (!(error instanceof HssError)) throw error;
    const { advice } = error.details;
    return advice === undefined ? error.summary : `${error.summary}; ${advice}`;
  }
}

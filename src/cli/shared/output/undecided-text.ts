import { plain, plainLines } from '../../../util/safe-text';
import { groupErrors, namesText } from '../../../report/advice/error-key';
import { StackReport } from '../../../report/stack-report';

/** Returns why images could not be decided: each error once, with its first few images. */
export function undecidedText(parts: readonly StackReport[]): string {
  return groupErrors(parts.flatMap(({ undecided }) => undecided))
    .map(({ images, error }) => {
      const names = [...new Set(images.map(({ reference }) => plain(reference)))];
      const message = plainLines(error.message);
      return `hss-gate: ${namesText(names)} could not be decided: ${message}\n`;
    })
    .join('');
}

import { plain, plainLines } from '../../../util/safe-text';
import { StackReport, UndecidedImage } from '../../../report/stack-report';
import { counted } from '../../../util/text';

/** Returns why images could not be decided: each error once, with its first image. */
export function undecidedText(parts: readonly StackReport[]): string {
  const byError = new Map<string, UndecidedImage[]>();
  for (const image of parts.flatMap(({ undecided }) => undecided)) {
    const { code, summary } = image.error;
    const key = JSON.stringify([code, summary]);
    byError.set(key, [...(byError.get(key) ?? []), image]);
  }
  return [...byError.values()]
    .map(([first, ...others]) => {
      const more = others.length === 0 ? '' : ` and ${counted(others.length, 'other image')}`;
      const message = plainLines(first.error.message);
      return `hss-gate: ${plain(first.reference)}${more} could not be decided: ${message}\n`;
    })
    .join('');
}

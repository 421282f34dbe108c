import { breakCommands } from './ci-commands';

/**
 * Text from outside with all that a reader would not see, or a program would act upon, written out: `\u{1b}` for an
 * escape. Unlike `plain` nothing is lost, so that two names that differ stay apart; only commands of CI systems are broken.
 */
export function visible(text: string): string {
  const written = text.replace(
    // Controls, line breaks, marks that turn the direction, halves of characters; and the two that XML forbids besides.
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\ufffe\uffff]/gu,
    (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`,
  );
  return breakCommands(written);
}

/** The same of a text that has lines, which it keeps. */
export function visibleLines(text: string): string {
  return text.split(/\r?\n/).map(visible).join('\n');
}

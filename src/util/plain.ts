import { breakCommands } from './ci-commands';

/**
 * Text from outside on one line, without what a terminal, a browser or a CI system would act upon or not show: control
 * characters, line breaks, marks that turn the direction, commands such as `::error::`.
 */
export function plain(text: string): string {
  return breakCommands(text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' '));
}

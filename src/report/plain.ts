/**
 * Text from outside on one line, without what a terminal or a browser would act upon or not show: control
 * characters, line breaks, marks that turn the direction.
 */
export function plain(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ');
}

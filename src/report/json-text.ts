import { breakCommandsInJson } from '../util/ci-commands';

/**
 * JSON for people and machines alike. What a terminal or a CI system would act upon, or an editor would not show, is escaped as JSON
 * escapes it, so that whoever reads the file gets the very same text.
 */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value, undefined, 2).replace(
    // Such characters stand only inside of strings; the line breaks between them are JSON's own.
    /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (character) =>
      character
        .split('')
        .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
        .join(''),
  );
  return `${breakCommandsInJson(text)}\n`;
}

import { TextDecoder } from 'node:util';

/**
 * Decodes the bytes of a text file: UTF-8, or UTF-16 as Windows editors and PowerShell's redirection write it. A byte
 * order mark is not part of the text. UTF-16 without one is recognised by the zero byte beside its first character.
 */
export function decodeText(bytes: Uint8Array): string {
  return new TextDecoder(encodingOf(bytes)).decode(bytes);
}

function encodingOf([first, second]: Uint8Array): string {
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0)) return 'utf-16le';
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== 0)) return 'utf-16be';
  return 'utf-8';
}

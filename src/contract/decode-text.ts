import { TextDecoder } from 'node:util';

/**
 * Decodes the bytes of a text file: UTF-8, or UTF-16, which Windows editors and PowerShell's
 * redirection write. A byte order mark is removed. UTF-16 without one is detected by the zero byte
 * next to its first character.
 */
export function decodeText(bytes: Uint8Array): string {
  return new TextDecoder(encodingOf(bytes)).decode(bytes);
}

function encodingOf([first, second]: Uint8Array): string {
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0)) return 'utf-16le';
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== 0)) return 'utf-16be';
  return 'utf-8';
}

import { constants } from 'node:buffer';
import { TextDecoder } from 'node:util';
import { HssError } from './error';

/**
 * Decodes the bytes of a text file: UTF-8, or UTF-16, which Windows editors and PowerShell's
 * redirection write. A byte order mark is removed. UTF-16 without one is detected by the zero byte
 * next to its first character.
 */
export function decodeText(bytes: Uint8Array): string {
  return new TextDecoder(encodingOf(bytes)).decode(bytes);
}

/**
 * Decodes the bytes of a text file, and names the file if Node.js can't hold its text.
 * @param name the file's name in errors
 * @throws HSS_INVALID_ARGUMENT if the text is too large
 */
export function decodeFile(bytes: Uint8Array, name: string): string {
  try {
    return decodeText(bytes);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_STRING_TOO_LONG') throw error;
    throw new HssError('HSS_INVALID_ARGUMENT', `${name} is too large`, {
      advice: `pass a file of at most ${constants.MAX_STRING_LENGTH} characters; split the stack if it is larger`,
    });
  }
}

function encodingOf([first, second]: Uint8Array): string {
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0)) return 'utf-16le';
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== 0)) return 'utf-16be';
  return 'utf-8';
}

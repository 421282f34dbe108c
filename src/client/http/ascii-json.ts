import { isAscii, isUtf8 } from 'node:buffer';

/**
 * Returns JSON as text, with each non-ASCII character escaped; undefined if the bytes are not
 * UTF-8. One such character in a page would double the time of `JSON.parse`, because all of the
 * text would be of wide characters.
 */
export function asciiJson(bytes: Uint8Array): string | undefined {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isPlain = isAscii(buffer);
  if (!isPlain && !isUtf8(buffer)) return undefined;
  const text = buffer.toString('latin1');
  if (isPlain) return text;
  let isEscaped = false;
  const escaped = text.replace(/\\?[\x80-\xff]+/g, (run) => {
    isEscaped ||= run.startsWith('\\');
    return escapes(Buffer.from(run, 'latin1').toString());
  });
  // After a backslash an escape would mean another character, or make invalid JSON valid.
  return isEscaped ? buffer.toString() : escaped;
}

function escapes(text: string): string {
  let escaped = '';
  for (let index = 0; index < text.length; index += 1) {
    escaped += `\\u${text.charCodeAt(index).toString(16).padStart(4, '0')}`;
  }
  return escaped;
}

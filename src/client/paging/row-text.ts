import { safeJson } from '../../util/safe-text';

/**
 * Renders a row as one line of JSON, with escapes for characters that a terminal would interpret or
 * not show.
 */
export function jsonLine(row: unknown): string {
  return safeJson(JSON.stringify(row));
}

/** The most bytes that a UTF-16 unit takes: as an escape. */
const BYTES_A_UNIT = 6;
const LINE_FEED = 0x0a;

/**
 * Renders rows as lines into a buffer that is reused: the garbage of thousands of pages would be
 * collected late.
 */
export class LineWriter {
  private buffer = Buffer.alloc(0);
  private end = 0;

  /**
   * Adds the JSON of a row, escaped as in `jsonLine`; returns the bytes of its line, including the
   * line break.
   */
  public add(json: string): number {
    this.makeRoom(BYTES_A_UNIT * json.length + 1);
    const start = this.end;
    const length = this.buffer.write(json, start);
    this.end += isSafe(json, length) ? length : this.buffer.write(safeJson(json), start);
    this.buffer[this.end++] = LINE_FEED;
    return this.end - start;
  }

  /** Returns the lines since the last call, valid until the next `add`. */
  public take(): Buffer {
    const lines = this.buffer.subarray(0, this.end);
    this.end = 0;
    return lines;
  }

  private makeRoom(length: number): void {
    if (this.buffer.length - this.end >= length) return;
    const larger = Buffer.allocUnsafeSlow(2 * (this.end + length));
    this.buffer.copy(larger, 0, 0, this.end);
    this.buffer = larger;
  }
}

/**
 * Returns whether `safeJson` would leave the JSON of a row unchanged, but faster: plain ASCII takes
 * a byte a character, and JSON escapes all of its unprintable characters but one.
 */
function isSafe(json: string, bytes: number): boolean {
  return bytes === json.length && !json.includes('\x7f') && !json.includes('##');
}

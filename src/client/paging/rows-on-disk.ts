import { hash } from 'node:crypto';
import { closeSync, readSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { HssError } from '../../contract/error';
import { openUnnamedFile, writeAll } from '../../util/file-writer';
import { safeJson } from '../../util/safe-text';
import { KeptRows, differs, refuseRepeat, twinsFrom } from './kept-rows';
import { Page } from './page';

/** A whole list on disk: a row is one line of JSON. */
export interface StoredRows {
  readonly count: number;
  /**
   * The lines in the list's order, some at a time, each with its line break. The bytes are good until the next ones are
   * asked for.
   */
  lines(): Generator<Buffer>;
  /** Frees the disk; a process that ends frees it too. */
  close(): void;
}

/** What of a row is kept; nothing for a row that is not wanted. */
export type LineOf = (raw: unknown) => string | undefined;

/** A row as one line of JSON, with escapes for what a terminal would act upon or not show. */
export function jsonLine(row: unknown): string {
  return safeJson(JSON.stringify(row));
}

/** Of a row's hash so much tells it from any other. */
const HASH_BYTES = 16;

/** Lines are handed out in pieces of about so many bytes. */
const PIECE_BYTES = 256 * 1024;

/** No page has brought this row yet. */
const NO_ROW = -1;

/**
 * Rows in a temporary file, for lists that are handed on row by row: some 32 bytes a row stay in memory. Nothing can be
 * handed on before the list is known to be whole, so it has to be kept somewhere.
 */
export class RowsOnDisk implements KeptRows<StoredRows> {
  private file: number | undefined;
  private size = 0;
  private total = 0;
  /** By position: the row's hash, the first place in which its twin may stand, and where its line is. */
  private hashes = Buffer.alloc(0);
  private twinsFrom = new Int32Array(0);
  private starts = new Float64Array(0);
  private lengths = new Uint32Array(0);
  /** Used again and again: what thousands of pieces leave behind is collected late, because it is not on V8's heap. */
  private scratch = Buffer.alloc(0);

  constructor(private readonly lineOf: LineOf) {}

  public place(offset: number, { rows, total }: Page): number {
    this.prepare(total);
    const lines: string[] = [];
    let placed = 0;
    let end = this.size;
    rows.forEach((row, index) => {
      const position = offset + index;
      const hashed = hash('sha256', JSON.stringify(row), 'hex').slice(0, 2 * HASH_BYTES);
      if (this.twinsFrom[position] !== NO_ROW) {
        if (this.hashAt(position) !== hashed) throw differs(position);
        return;
      }
      this.hashes.write(hashed, position * HASH_BYTES, 'hex');
      this.twinsFrom[position] = twinsFrom(row, position, offset);
      placed += 1;
      const line = this.lineOf(row);
      if (line === undefined) return;
      lines.push(line, '\n');
      this.starts[position] = end;
      this.lengths[position] = Buffer.byteLength(line) + 1;
      end += this.lengths[position];
    });
    this.append(lines.join(''));
    return placed;
  }

  public whole(): StoredRows {
    this.dropRepeats();
    return {
      count: this.lengths.reduce((count, length) => count + (length > 0 ? 1 : 0), 0),
      lines: () => this.lines(),
      close: () => this.discard(),
    };
  }

  public discard(): void {
    if (this.file !== undefined) closeSync(this.file);
    this.file = undefined;
  }

  /** The first page tells how many rows there will be; a page that tells otherwise is refused before it comes here. */
  private prepare(total: number): void {
    if (this.file !== undefined) return;
    this.file = unnamedFile();
    this.total = total;
    this.hashes = Buffer.alloc(total * HASH_BYTES);
    this.twinsFrom = new Int32Array(total).fill(NO_ROW);
    this.starts = new Float64Array(total);
    this.lengths = new Uint32Array(total);
  }

  private append(text: string): void {
    const length = Buffer.byteLength(text);
    const bytes = this.scratchOf(length);
    bytes.write(text);
    try {
      writeAll(this.file!, bytes, this.size);
    } catch (error) {
      throw noRoom(error);
    }
    this.size += length;
  }

  /** By a hash table without objects: the positions of the rows that were seen, at a place that their hash gives. */
  private dropRepeats(): void {
    let slots = 16;
    while (slots < this.total * 2) slots *= 2;
    const seen = new Int32Array(slots).fill(-1);
    for (let position = 0; position < this.total; position++) {
      let slot = this.hashes.readUInt32LE(position * HASH_BYTES) & (slots - 1);
      while (seen[slot] !== -1 && !this.isTwin(position, seen[slot]))
        slot = (slot + 1) & (slots - 1);
      if (seen[slot] !== -1) {
        refuseRepeat(position, this.twinsFrom[position], seen[slot]);
        this.lengths[position] = 0;
      }
      seen[slot] = position;
    }
  }

  private isTwin(a: number, b: number): boolean {
    const [atA, atB] = [a * HASH_BYTES, b * HASH_BYTES];
    return this.hashes.compare(this.hashes, atA, atA + HASH_BYTES, atB, atB + HASH_BYTES) === 0;
  }

  private hashAt(position: number): string {
    return this.hashes.toString('hex', position * HASH_BYTES, (position + 1) * HASH_BYTES);
  }

  private *lines(): Generator<Buffer> {
    let start = 0;
    let end = 0;
    for (let position = 0; position < this.total; position++) {
      const length = this.lengths[position];
      if (length === 0) continue;
      // Pages come almost in order, so most lines stand behind the one before.
      if (this.starts[position] !== end || end - start >= PIECE_BYTES) {
        if (end > start) yield this.piece(start, end);
        start = this.starts[position];
      }
      end = this.starts[position] + length;
    }
    if (end > start) yield this.piece(start, end);
  }

  private piece(start: number, end: number): Buffer {
    const bytes = this.scratchOf(end - start);
    for (let done = 0; done < bytes.length;) {
      const read = readSync(this.file!, bytes, done, bytes.length - done, start + done);
      if (read === 0) throw noRoom(undefined);
      done += read;
    }
    return bytes;
  }

  private scratchOf(length: number): Buffer {
    if (this.scratch.length < length) this.scratch = Buffer.allocUnsafeSlow(2 * length);
    return this.scratch.subarray(0, length);
  }
}

function unnamedFile(): number {
  try {
    return openUnnamedFile(tmpdir());
  } catch (error) {
    throw noRoom(error);
  }
}

function noRoom(error: unknown): HssError {
  const reason = (error as NodeJS.ErrnoException | undefined)?.code ?? 'unknown error';
  return new HssError('HSS_INTERNAL', `the rows can't be kept in ${tmpdir()} (${reason})`, {
    advice: 'name a directory with enough room by TMPDIR, some 600 bytes a row',
  });
}

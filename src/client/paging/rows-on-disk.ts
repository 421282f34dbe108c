import { hash } from 'node:crypto';
import { ListSpec } from '../../contract/fields';
import { Query } from '../../contract/query';
import { rowReader } from '../../contract/recheck';
import { Row } from '../../contract/row';
import { unreadPart } from './unread';
import { KeptRows, differs, twinsFrom } from './kept-rows';
import { Page } from './page';
import { findRepeats } from './repeated-rows';
import { HASH_WORDS, RowIndex } from './row-index';
import { LineWriter } from './row-text';
import { TemporaryFile } from './temporary-file';

/** A whole list on disk: a row is one line of JSON. */
export interface StoredRows {
  readonly count: number;
  /**
   * Yields the lines in the list's order, several at a time, each with its line break. The bytes
   * are valid until the next are asked for.
   */
  lines(): Generator<Buffer>;
  /** Frees the disk space; so does the end of the process. */
  close(): void;
}

/** The approximate size of the pieces that lines are returned in. */
const PIECE_BYTES = 256 * 1024;

/**
 * Rows in two temporary files, for lists that are read row by row: one of lines, and one of row
 * records. Only one bit per row stays in memory. A list has to be stored somewhere, because no row
 * may be handed on before the list is known to be complete.
 */
export class RowsOnDisk<T extends object> implements KeptRows<StoredRows> {
  private files: { readonly lines: TemporaryFile; readonly index: RowIndex } | undefined;
  private size = 0;
  private total = 0;
  private count = 0;
  /** One bit for each row: whether it is a repeat. */
  private repeats = new Uint8Array(0);
  private readonly writer = new LineWriter();
  private readonly hash = new RowHash();
  private scratch = Buffer.alloc(0);

  /**
   * @param take returns the wanted part of a raw row, or undefined
   * @param unreadPart returns the part of the raw row that the taken one lacks
   * @param rowsAPart for tests: number of rows that the search for repeats holds at once
   */
  constructor(
    private readonly take: (raw: unknown) => T | undefined,
    private readonly unreadPart: (raw: unknown, taken: T | undefined) => string | undefined,
    private readonly rowsAPart?: number,
  ) {}

  public place(offset: number, { rows, total }: Page): number {
    const { lines, index } = this.prepare(total);
    const block = index.read(offset, rows.length);
    const start = this.size;
    let placed = 0;
    rows.forEach((row, at) => {
      const position = offset + at;
      const taken = this.take(row);
      const json = JSON.stringify(taken ?? null);
      const unread = this.unreadPart(row, taken);
      const hash = this.hash.of(unread === undefined ? json : `${json} ${unread}`);
      if (block.isPlaced(at)) {
        if (!block.hasHash(at, hash)) throw differs(position);
        return;
      }
      block.put(at, hash, twinsFrom(row, position, offset));
      placed += 1;
      if (taken === undefined) return;
      const length = this.writer.add(json);
      block.putLine(at, this.size, length);
      this.size += length;
      this.count += 1;
    });
    lines.write(this.writer.take(), start);
    index.write(block);
    return placed;
  }

  public whole(): StoredRows {
    if (this.files !== undefined) {
      this.repeats = new Uint8Array(Math.ceil(this.total / 8));
      const drop = (position: number, length: number): void => {
        this.repeats[position >> 3] |= 1 << (position & 7);
        if (length > 0) this.count -= 1;
      };
      findRepeats(this.files.index, this.total, drop, this.rowsAPart);
    }
    return {
      count: this.count,
      lines: () => this.lines(),
      close: () => this.discard(),
    };
  }

  public discard(): void {
    this.files?.lines.close();
    this.files?.index.close();
    this.files = undefined;
  }

  /**
   * Makes the files by the total of the first page; a page with another total is rejected before
   * this.
   */
  private prepare(total: number): { readonly lines: TemporaryFile; readonly index: RowIndex } {
    if (this.files !== undefined) return this.files;
    const lines = new TemporaryFile();
    try {
      this.files = { lines, index: new RowIndex(total) };
    } catch (error) {
      lines.close();
      throw error;
    }
    this.total = total;
    return this.files;
  }

  private *lines(): Generator<Buffer> {
    if (this.files === undefined) return;
    let start = 0;
    let end = 0;
    for (const block of this.files.index.blocks()) {
      for (let at = 0; at < block.count; at++) {
        const length = block.length(at);
        if (length === 0 || this.isRepeat(block.from + at)) continue;
        // Pages arrive almost in order, so most lines directly follow the line before.
        if (block.start(at) !== end || end - start >= PIECE_BYTES) {
          if (end > start) yield this.piece(start, end);
          start = block.start(at);
        }
        end = block.start(at) + length;
      }
    }
    if (end > start) yield this.piece(start, end);
  }

  private isRepeat(position: number): boolean {
    return (this.repeats[position >> 3] & (1 << (position & 7))) !== 0;
  }

  private piece(start: number, end: number): Buffer {
    const length = end - start;
    if (this.scratch.length < length) this.scratch = Buffer.allocUnsafeSlow(2 * length);
    const bytes = this.scratch.subarray(0, length);
    this.files!.lines.read(bytes, start);
    return bytes;
  }
}

/** Returns a store for rows of a list's type that pass the query's filters. */
export function typedRowsOnDisk(spec: ListSpec, query: Pick<Query, 'values'>): RowsOnDisk<Row> {
  return new RowsOnDisk(rowReader(spec, query), (raw, row) => unreadPart(spec, raw, row));
}

/** Hashes rows: 128 bits of SHA-256. */
class RowHash {
  private readonly words = new Uint32Array(HASH_WORDS);
  private readonly bytes = Buffer.from(this.words.buffer);

  /** Returns the hash of a text, valid until the next call. */
  public of(text: string): Uint32Array {
    const digest = hash('sha256', text, 'binary');
    this.bytes.write(digest, 0, this.bytes.length, 'latin1');
    return this.words;
  }
}

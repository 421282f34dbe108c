import { TemporaryFile } from './temporary-file';

/**
 * A record is eight words of 32 bits: the hash in four, the first position at which an equal row is
 * allowed, the length of its line, and in two the position at which the line begins.
 */
const WORDS = 8;
const RECORD_BYTES = WORDS * Uint32Array.BYTES_PER_ELEMENT;
export const HASH_WORDS = 4;
const [TWINS_FROM, LENGTH] = [4, 5];
/** The last two words are one number of 64 bits. */
const STARTS = WORDS / 2;
const START = 3;

/** Number of records that are read at once. */
const RECORDS_A_BLOCK = 8192;

/** The records of consecutive rows. */
export class RecordBlock {
  /** The first position. */
  public from = 0;
  public count = 0;
  public readonly words: Uint32Array;
  private readonly starts: Float64Array;
  private readonly bytes: Uint8Array;

  constructor(public readonly capacity: number) {
    const memory = new ArrayBuffer(capacity * RECORD_BYTES);
    this.words = new Uint32Array(memory);
    this.starts = new Float64Array(memory);
    this.bytes = new Uint8Array(memory);
  }

  public wordAt(index: number): number {
    return index * WORDS;
  }

  public isPlaced(index: number): boolean {
    return this.words[index * WORDS + TWINS_FROM] > 0;
  }

  public hasHash(index: number, hash: Uint32Array): boolean {
    const at = index * WORDS;
    return hash.every((word, offset) => this.words[at + offset] === word);
  }

  public put(index: number, hash: Uint32Array, twinsFrom: number): void {
    this.words.set(hash, index * WORDS);
    // A word of zero means that there is no row yet.
    this.words[index * WORDS + TWINS_FROM] = twinsFrom + 1;
  }

  public putLine(index: number, start: number, length: number): void {
    this.starts[index * STARTS + START] = start;
    this.words[index * WORDS + LENGTH] = length;
  }

  public twinsFrom(index: number): number {
    return this.words[index * WORDS + TWINS_FROM] - 1;
  }

  /** Returns where the line begins in the file of lines. */
  public start(index: number): number {
    return this.starts[index * STARTS + START];
  }

  /** Returns the line's length in bytes; zero for a row without one. */
  public length(index: number): number {
    return this.words[index * WORDS + LENGTH];
  }

  /** Returns the records as stored on disk. */
  public used(): Uint8Array {
    return this.bytes.subarray(0, this.count * RECORD_BYTES);
  }
}

/** The record of each row of a list, by position: on disk, so that memory use stays constant. */
export class RowIndex {
  private readonly file: TemporaryFile;
  private page = new RecordBlock(0);

  constructor(private readonly total: number) {
    this.file = new TemporaryFile(total * RECORD_BYTES);
  }

  /**
   * Returns the records of a page's rows, valid until the next call. Where no row has been placed,
   * `isPlaced` is false.
   */
  public read(from: number, count: number): RecordBlock {
    if (this.page.capacity < count) this.page = new RecordBlock(count);
    return this.fill(this.page, from, count);
  }

  public write(block: RecordBlock): void {
    this.file.write(block.used(), block.from * RECORD_BYTES);
  }

  /** Yields all records in order, a block at a time, each valid until the next. */
  public *blocks(): Generator<RecordBlock> {
    const block = new RecordBlock(Math.min(this.total, RECORDS_A_BLOCK));
    for (let from = 0; from < this.total; from += block.capacity) {
      yield this.fill(block, from, Math.min(block.capacity, this.total - from));
    }
  }

  public close(): void {
    this.file.close();
  }

  private fill(block: RecordBlock, from: number, count: number): RecordBlock {
    block.from = from;
    block.count = count;
    this.file.read(block.used(), from * RECORD_BYTES);
    return block;
  }
}

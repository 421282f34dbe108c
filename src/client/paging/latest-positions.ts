import { HASH_WORDS } from './row-index';

/** A slot of the table: the hash, and the position plus one, so that zero is an empty slot. */
const SLOT_WORDS = HASH_WORDS + 1;
const FEWEST_SLOTS = 16;

/** The latest position of each hash: a table without objects, of 20 bytes a slot. */
export class LatestPositions {
  private table: Uint32Array;
  private slots = FEWEST_SLOTS;
  private count = 0;

  /** @param expected number of different hashes; the table grows if there are more */
  constructor(expected: number) {
    while (this.slots < 2 * expected) this.slots *= 2;
    this.table = new Uint32Array(this.slots * SLOT_WORDS);
  }

  /** Replaces the position of a hash, and returns the previous one; undefined if it had none. */
  public put(words: Uint32Array, at: number, position: number): number | undefined {
    const slot = this.slotOf(words, at);
    const latest = this.table[slot + HASH_WORDS];
    for (let word = 0; word < HASH_WORDS; word++) this.table[slot + word] = words[at + word];
    this.table[slot + HASH_WORDS] = position + 1;
    if (latest > 0) return latest - 1;
    this.count += 1;
    if (4 * this.count > 3 * this.slots) this.grow();
    return undefined;
  }

  public clear(): void {
    this.table.fill(0);
    this.count = 0;
  }

  /** Returns the slot with this hash, or the empty one for it. */
  private slotOf(words: Uint32Array, at: number): number {
    let slot = words[at] & (this.slots - 1);
    for (; ; slot = (slot + 1) & (this.slots - 1)) {
      const start = slot * SLOT_WORDS;
      if (this.table[start + HASH_WORDS] === 0 || this.isAt(start, words, at)) return start;
    }
  }

  private isAt(start: number, words: Uint32Array, at: number): boolean {
    for (let word = 0; word < HASH_WORDS; word++) {
      if (this.table[start + word] !== words[at + word]) return false;
    }
    return true;
  }

  private grow(): void {
    const old = this.table;
    this.slots *= 2;
    this.table = new Uint32Array(this.slots * SLOT_WORDS);
    for (let start = 0; start < old.length; start += SLOT_WORDS) {
      if (old[start + HASH_WORDS] === 0) continue;
      this.table.set(old.subarray(start, start + SLOT_WORDS), this.slotOf(old, start));
    }
  }
}

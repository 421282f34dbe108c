import { refuseRepeat } from './kept-rows';
import { LatestPositions } from './latest-positions';
import { RowIndex } from './row-index';

/**
 * Number of rows whose hashes are in memory at once, about 5 MB. Longer lists are read again for
 * each part of the hashes.
 */
const ROWS_A_PART = 2 ** 17;
/** The word of the hash that decides its part; another one decides its slot. */
const PART_WORD = 1;

interface Repeat {
  readonly position: number;
  readonly twinsFrom: number;
  readonly twin: number;
}

/**
 * Finds the rows that repeat an earlier row of the same page.
 * @param onRepeat receives the position of each and the length of its line, not in order
 * @throws Unsettled for the first row whose repeat is not allowed
 */
export function findRepeats(
  index: RowIndex,
  total: number,
  onRepeat: (position: number, length: number) => void,
  rowsAPart = ROWS_A_PART,
): void {
  const parts = Math.max(1, Math.ceil(total / rowsAPart));
  const latest = new LatestPositions(Math.min(total, rowsAPart));
  let refused: Repeat | undefined;
  for (let part = 0; part < parts; part++) {
    latest.clear();
    refused =
      searchPart(index, latest, { part, parts, until: refused?.position ?? total }, onRepeat) ??
      refused;
  }
  if (refused !== undefined) refuseRepeat(refused.position, refused.twinsFrom, refused.twin);
}

function searchPart(
  index: RowIndex,
  latest: LatestPositions,
  { part, parts, until }: { readonly part: number; readonly parts: number; readonly until: number },
  onRepeat: (position: number, length: number) => void,
): Repeat | undefined {
  for (const block of index.blocks()) {
    const { words, from } = block;
    const count = Math.min(block.count, until - from);
    for (let at = 0; at < count; at++) {
      const word = block.wordAt(at);
      if (words[word + PART_WORD] % parts !== part) continue;
      const position = from + at;
      const twin = latest.put(words, word, position);
      if (twin === undefined) continue;
      const twinsFrom = block.twinsFrom(at);
      if (twin < twinsFrom) return { position, twinsFrom, twin };
      onRepeat(position, block.length(at));
    }
  }
  return undefined;
}

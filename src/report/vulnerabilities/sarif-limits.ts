import { gzipSync } from 'node:zlib';
import { REPORTED_RULES } from '../reported-rules';
import { Result } from '../results';
import { VulnerabilityResult } from './vulnerability-results';

/** The results in a SARIF file: violated rules and vulnerabilities, each worst first. */
export interface Results {
  readonly results: readonly Result[];
  readonly vulnerabilities: readonly VulnerabilityResult[];
}

/** GitHub rejects files with more results or rules, or with more bytes when compressed. */
const MAX_RESULTS = 25_000;
const MAX_RULES = 25_000;
const MAX_COMPRESSED_BYTES = 10_000_000;

/**
 * Writes as many results as GitHub accepts: first the violated rules, then the vulnerabilities, so
 * that the least severe results are omitted.
 * @param write returns the file's text for some results and the number of omitted results
 */
export function withinUpload(
  all: Results,
  write: (results: Results, omitted: number) => string,
): string {
  const total = all.results.length + all.vulnerabilities.length;
  let kept = firstOf(all, MAX_RESULTS);
  for (;;) {
    const count = kept.results.length + kept.vulnerabilities.length;
    const text = write(kept, total - count);
    const bytes = compressedBytes(text);
    if (bytes <= MAX_COMPRESSED_BYTES || count === 0) return text;
    // All results compress about equally. 5 percent are left for the differences.
    const share = (MAX_COMPRESSED_BYTES / bytes) * 0.95;
    kept = firstOf(kept, Math.floor(count * share));
  }
}

function firstOf({ results, vulnerabilities }: Results, max: number): Results {
  const kept = results.slice(0, max);
  const ruleIds = new Set<string>();
  const fitting: VulnerabilityResult[] = [];
  for (const one of vulnerabilities.slice(0, max - kept.length)) {
    ruleIds.add(one.ruleId);
    if (REPORTED_RULES.length + ruleIds.size > MAX_RULES) break;
    fitting.push(one);
  }
  return { results: kept, vulnerabilities: fitting };
}

/**
 * Returns the compressed size of a text, or its size if that is small enough, because compressing
 * is slow.
 */
function compressedBytes(text: string): number {
  const bytes = Buffer.byteLength(text);
  return bytes <= MAX_COMPRESSED_BYTES ? bytes : gzipSync(text).length;
}

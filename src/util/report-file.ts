import { followLinks, writeFile } from './file-writer';

/**
 * Writes a report. It is appended where the file is the one that `GITHUB_STEP_SUMMARY` names, because that holds what other
 * commands of the job's step wrote; any other file is replaced.
 * @param earlier the report that this process appended before, and that the new one replaces
 * @throws errors of the file system
 */
export function writeReport(file: string, report: string, earlier = ''): void {
  writeFile(file, isStepSummary(file) ? (before) => appended(before, report, earlier) : report);
}

function isStepSummary(file: string): boolean {
  const summary = process.env.GITHUB_STEP_SUMMARY?.trim() ?? '';
  return summary !== '' && followLinks(summary) === followLinks(file);
}

function appended(before: Buffer, report: string, earlier: string): Buffer {
  const at = earlier === '' ? -1 : before.lastIndexOf(earlier);
  if (at >= 0) {
    const after = before.subarray(at + Buffer.byteLength(earlier));
    return Buffer.concat([before.subarray(0, at), Buffer.from(report), after]);
  }
  const isAtLineStart = before.length === 0 || before.at(-1) === LINE_FEED;
  return Buffer.concat([before, Buffer.from(`${isAtLineStart ? '' : '\n'}${report}`)]);
}

const LINE_FEED = 0x0a;

import { appendToFile, followLinks, writeFile } from './file-writer';

/**
 * Writes a report. The file in `GITHUB_STEP_SUMMARY` is appended to, because other commands of the
 * job's step write to it too. Any other file is replaced.
 * @param earlier the report that this process appended before; only the text after it is appended
 * @throws errors of the file system
 */
export function writeReport(file: string, report: string, earlier = ''): void {
  if (!isStepSummary(file)) writeFile(file, report);
  else appendToFile(file, report.startsWith(earlier) ? report.slice(earlier.length) : report);
}

function isStepSummary(file: string): boolean {
  const summary = process.env.GITHUB_STEP_SUMMARY?.trim() ?? '';
  return summary !== '' && followLinks(summary) === followLinks(file);
}

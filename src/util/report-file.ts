import { appendToFile, followLinks, writeFile } from './file-writer';

/**
 * Writes a report. It is appended where the file is the one that `GITHUB_STEP_SUMMARY` names, because that holds what other
 * commands of the job's step wrote, and are about to write; any other file is replaced.
 * @param earlier the report that this process appended before; only what the new one has more is appended then
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

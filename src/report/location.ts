import { FileLine } from '../policy';
import { uriSegment } from '../util/safe-text';
import { RunReport } from './run-report';
import { StackReport } from './stack-report';

/** How standard input is named; it is no file that anybody could open. */
const NO_FILE = ['', '-', 'standard input'];

/**
 * Where a part of a report is from: the plan; of a configuration with several stacks, the stack's file; and where there
 * is no file, the policy that decided.
 */
export function placeOfPart(report: RunReport, part: StackReport): FileLine {
  const { subject } = report;
  if (subject === undefined || NO_FILE.includes(subject)) {
    return { file: report.policy.file, line: 1 };
  }
  const folder = subject.replace(/[\\/]+$/, '');
  const isBelow = ['/', '\\'].some((separator) => part.stack.startsWith(`${folder}${separator}`));
  return { file: isBelow ? part.stack : subject, line: 1 };
}

/** A file as code hosts name it: relative to the working directory when it is below it, with forward slashes. */
export function relativePath(file: string, directory: string | undefined): string {
  const path = slashed(file);
  const root = directory === undefined ? undefined : slashed(directory).replace(/\/+$/, '');
  const relative =
    root !== undefined && path.startsWith(`${root}/`) ? path.slice(root.length + 1) : path;
  return relative.replace(/^(?:\.\/+)+/, '');
}

/** The same as a URI: relative where the path is, percent-encoded. */
export function uriOf(file: string, directory: string | undefined): string {
  const path = relativePath(file, directory);
  const encoded = path.split('/').map(uriSegment).join('/');
  if (/^[A-Za-z]:\//.test(path)) return `file:///${encoded.replace('%3A', ':')}`;
  return path.startsWith('/') ? `file://${encoded}` : encoded;
}

function slashed(path: string): string {
  return path.replaceAll('\\', '/');
}

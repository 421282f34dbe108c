import { PolicyFinding } from '../policy';
import { RunReport } from './run-report';
import { StackReport } from './stack-report';

/** A line of a file. */
export interface FileLine {
  readonly file: string;
  readonly line: number;
}

/** How standard input is named; it is no file that anybody could open. */
const NO_FILE = ['', '-', 'standard input'];

/** The exception that waives a finding, or used to, with the place where it is written at the end. */
const WAIVED = /^.* \((.+):([1-9]\d{0,8})\)$/su;
const LAPSED = /\(waived until [^()]*, ([^()]+):([1-9]\d{0,8})\)$/u;

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

/** Where the exception is written that waives a finding, or used to until it expired. */
export function placeOfException({ message, waivedBy }: PolicyFinding): FileLine | undefined {
  const found = waivedBy === undefined ? LAPSED.exec(message) : WAIVED.exec(waivedBy);
  return found === null ? undefined : { file: found[1], line: Number(found[2]) };
}

/** The best place to show a finding at: the plan, or else the exception, or else the policy. */
export function placeOfFinding(
  report: RunReport,
  part: StackReport,
  finding?: PolicyFinding,
): FileLine {
  const place = placeOfPart(report, part);
  if (place.file !== report.policy.file || finding === undefined) return place;
  return placeOfException(finding) ?? place;
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
  const encoded = path
    .split('/')
    // A half of a character has no encoding.
    .map((segment) => encodeURIComponent(segment.replace(/\p{Cs}/gu, '\ufffd')))
    .join('/');
  if (/^[A-Za-z]:\//.test(path)) return `file:///${encoded.replace('%3A', ':')}`;
  return path.startsWith('/') ? `file://${encoded}` : encoded;
}

function slashed(path: string): string {
  return path.replaceAll('\\', '/');
}

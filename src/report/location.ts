import { normalize } from 'node:path';
import { FileLine } from '../policy';
import { uriSegment } from '../util/safe-text';
import { RenderOptions } from './render-options';
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
  return { file: isBelow(subject, part.stack) ? part.stack : subject, line: 1 };
}

/** The best place to show a finding at: the plan, or else the exception that it names, or else the policy. */
export function placeOfFinding(
  { policy }: RunReport,
  place: FileLine,
  origin: FileLine | undefined,
): FileLine {
  return place.file === policy.file ? (origin ?? place) : place;
}

/** The path of a file for a code host, with forward slashes. */
export function hostPath({ file, path = file }: FileLine, { pathOf }: RenderOptions): string {
  return slashed(pathOf === undefined ? file : pathOf(path)).replace(/^(?:\.\/+)+/, '');
}

/** The same as a URI: relative where the path is, percent-encoded. */
export function hostUri(place: FileLine, options: RenderOptions): string {
  const path = hostPath(place, options);
  const encoded = path.split('/').map(uriSegment).join('/');
  if (/^[A-Za-z]:\//.test(path)) return `file:///${encoded.replace('%3A', ':')}`;
  return path.startsWith('/') ? `file://${encoded}` : encoded;
}

/** Whether a stack's file is in the folder that was named, however that was written: `./cdktf.out/`, `.`. */
function isBelow(named: string, file: string): boolean {
  const folder = slashed(normalize(named)).replace(/\/+$/, '');
  const path = slashed(normalize(file));
  return folder === '.' ? !/^(?:[A-Za-z]:)?\/|^\.\.\//.test(path) : path.startsWith(`${folder}/`);
}

function slashed(path: string): string {
  return path.replaceAll('\\', '/');
}

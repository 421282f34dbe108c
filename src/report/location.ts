import { normalize } from 'node:path';
import { FileLine } from '../policy';
import { uriSegment } from '../util/safe-text';
import { RenderOptions } from './render-options';
import { RunReport } from './run-report';
import { StackReport } from './stack-report';

/** Names of standard input, which is not a file. */
const NO_FILE = ['', '-', 'standard input'];

/**
 * Returns the file that a part of a report comes from: the plan, or the stack's file of a
 * configuration with several stacks. Without a file, it is the policy.
 */
export function placeOfPart(report: RunReport, part: StackReport): FileLine {
  const { subject } = report;
  if (subject === undefined || NO_FILE.includes(subject)) {
    return { file: report.policy.file, line: 1 };
  }
  return { file: isBelow(subject, part.stack) ? part.stack : subject, line: 1 };
}

/**
 * Returns the best place to show a finding at: the plan, else the exception that it names, else the
 * policy.
 */
export function placeOfFinding(
  { policy }: RunReport,
  place: FileLine,
  origin: FileLine | undefined,
): FileLine {
  return place.file === policy.file ? (origin ?? place) : place;
}

/** Returns the path of a file for a code host, with forward slashes. */
export function hostPath({ file, path = file }: FileLine, { pathOf }: RenderOptions): string {
  return slashed(pathOf === undefined ? file : pathOf(path)).replace(/^(?:\.\/+)+/, '');
}

/** Returns the path of a file for a code host as a percent-encoded URI, relative if the path is. */
export function hostUri(place: FileLine, options: RenderOptions): string {
  const path = hostPath(place, options);
  const encoded = path.split('/').map(uriSegment).join('/');
  if (/^[A-Za-z]:\//.test(path)) return `file:///${encoded.replace('%3A', ':')}`;
  return path.startsWith('/') ? `file://${encoded}` : encoded;
}

/** Returns whether a stack's file is in the named folder, in any spelling: `./cdktf.out/`, `.`. */
function isBelow(named: string, file: string): boolean {
  const folder = slashed(normalize(named)).replace(/\/+$/, '');
  const path = slashed(normalize(file));
  return folder === '.' ? !/^(?:[A-Za-z]:)?\/|^\.\.\//.test(path) : path.startsWith(`${folder}/`);
}

function slashed(path: string): string {
  return path.replaceAll('\\', '/');
}

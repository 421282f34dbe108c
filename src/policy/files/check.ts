import { declarationProblems } from './check-declaration';
import { exceptionProblems } from './check-exception';
import { PolicyPath, PolicyProblem } from '../model/problem';
import { ProblemList } from './problem-list';
import { feedPathProblems, vulnerabilityProblems } from './vulnerabilities/check';
import { describeKey, schemaProblems } from './schema';
import { stackFilesProblems } from './stack-file-globs';

/** The default of `maxExceptionDays`. */
export const DEFAULT_EXCEPTION_DAYS = 90;

/**
 * Returns all problems of a policy as it was written, from a file or from props: violations of the
 * schema, and what a schema can't check in exceptions, declarations and vulnerabilities. `now` is
 * ms since 1970; `inheritedDays` is the default of `maxExceptionDays`.
 */
export function policyProblems(
  policy: unknown,
  now: number,
  inheritedDays: number = DEFAULT_EXCEPTION_DAYS,
): PolicyProblem[] {
  const problems = new ProblemList(schemaProblems(policy));
  const { exceptions, declarations, maxExceptionDays, stackFiles, vulnerabilities } = (policy ??
    {}) as Settings;
  const maxDays = typeof maxExceptionDays === 'number' ? maxExceptionDays : inheritedDays;
  const report = (list: string, items: unknown, check: (item: Settings) => PolicyProblem[]) => {
    if (!Array.isArray(items)) return;
    items.forEach((item: unknown, index) => {
      if (problems.isFull) return;
      if (typeof item !== 'object' || item === null) return;
      for (const { path, message } of check(item as Settings)) {
        add(problems, [list, index, ...path], message);
      }
    });
  };
  report('exceptions', exceptions, (exception) => exceptionProblems(exception, maxDays, now));
  report('declarations', declarations, declarationProblems);
  const others = [
    ...stackFilesProblems(stackFiles),
    ...feedPathProblems(vulnerabilities),
    ...wholePolicyProblems(policy),
  ];
  for (const { path, message } of others) add(problems, path, message);
  return problems.all;
}

/** Returns what a policy lacks that extends no other: it must set the limits itself. */
function wholePolicyProblems(policy: unknown): PolicyProblem[] {
  if (typeof policy !== 'object' || policy === null || Array.isArray(policy)) return [];
  const settings = policy as Settings;
  if (Object.hasOwn(settings, 'extends')) return [];
  if (Object.hasOwn(settings, 'vulnerabilities')) {
    return vulnerabilityProblems(settings.vulnerabilities);
  }
  if (Object.hasOwn(settings, 'maxSeverity')) return [];
  const allowed = describeKey('maxSeverity');
  const message = `maxSeverity is missing: set it to ${allowed}; or set limits under "vulnerabilities" instead`;
  return [{ path: [], message }];
}

interface Settings {
  readonly [key: string]: unknown;
}

/**
 * Adds a problem unless its key already has one. The policy or an item can have several, because it
 * can lack several keys.
 */
function add(problems: ProblemList, path: PolicyPath, message: string): void {
  const isOfItem = path.length === 2 && typeof path[1] === 'number' && path[0] !== 'stackFiles';
  if (path.length === 0 || isOfItem || !problems.isAbout(path)) {
    problems.add({ path, message });
  }
}

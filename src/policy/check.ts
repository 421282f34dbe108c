import { dayStart, daysUntil } from './day';
import { globFault, imageGlobFault } from './glob';
import { isSoundDigest } from './digest';
import { PolicyProblem } from './problem';
import { schemaProblems } from './schema';
import { show } from './text';

/** `maxExceptionDays` where the policy doesn't say. */
export const DEFAULT_EXCEPTION_DAYS = 90;

/**
 * Everything that is wrong with a policy as it was written, from a file or from props: what the schema
 * says, and what no schema can say of exceptions. `now` is ms since 1970; `inheritedDays` is the
 * `maxExceptionDays` that counts where this policy doesn't say.
 */
export function policyProblems(
  policy: unknown,
  now: number,
  inheritedDays: number = DEFAULT_EXCEPTION_DAYS,
): PolicyProblem[] {
  const problems = schemaProblems(policy);
  const { exceptions, maxExceptionDays } = (policy ?? {}) as {
    readonly exceptions?: unknown;
    readonly maxExceptionDays?: unknown;
  };
  if (!Array.isArray(exceptions)) return problems;
  const days = typeof maxExceptionDays === 'number' ? maxExceptionDays : inheritedDays;
  exceptions.forEach((exception: unknown, index) => {
    if (typeof exception !== 'object' || exception === null) return;
    for (const [key, fault] of Object.entries(EXCEPTION_CHECKS)) {
      const value = (exception as { readonly [key: string]: unknown })[key];
      // Blank values are the schema's to refuse.
      if (typeof value !== 'string' || value.trim() === '') continue;
      const message = fault(value, days, now);
      const path = ['exceptions', index, key];
      const known = problems.some((other) => other.path.join() === path.join());
      if (message !== undefined && !known) problems.push({ path, message });
    }
  });
  return problems;
}

const EXCEPTION_CHECKS: {
  readonly [key: string]: (value: string, maxDays: number, now: number) => string | undefined;
} = {
  image: (value) => {
    // `sha256:abc` would also be a glob for an image called sha256, which nobody means.
    if (/^sha\d+:/i.test(value)) {
      return isSoundDigest(value)
        ? undefined
        : `${show(value)} is no whole digest: sha256 has 64 lower-case hex digits, sha512 has 128`;
    }
    const fault = imageGlobFault(value);
    return fault === undefined ? undefined : `${show(value)} is no image glob: ${fault}`;
  },
  scope: (value) => {
    const fault = globFault(value);
    return fault === undefined ? undefined : `${show(value)} is no scope: ${fault}`;
  },
  expires: (value, maxDays, now) => {
    const start = dayStart(value);
    if (start === undefined) return `${show(value)} is no date: write a day as YYYY-MM-DD`;
    const days = daysUntil(start, now);
    // Negated, so that a `now` that is no time refuses.
    return days <= maxDays
      ? undefined
      : `${value} is ${days} days from today; at most maxExceptionDays, ${maxDays}, are allowed`;
  },
};

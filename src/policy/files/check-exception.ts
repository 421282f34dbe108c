import { addressGlobFault } from '../model/address-glob';
import { dayStart, daysUntil } from '../../util/time';
import { isSoundDigest } from '../model/digest';
import { globFault, imageGlobFault } from '../model/glob';
import { PolicyProblem } from '../model/problem';
import { RULE_IDS, RuleId, isResourceRule, isVulnerabilityRule } from '../model/rule-id';
import { describeKey } from './schema';
import { enumerate, show, verbFor } from '../../util/text';

/** An exception as it was written. */
interface WrittenException {
  readonly [key: string]: unknown;
}

/**
 * Returns the problems of an exception that a schema can't find, with paths from the exception.
 * `now` is ms since 1970. An exception that ends more than `maxDays` days later is a problem.
 */
export function exceptionProblems(
  exception: WrittenException,
  maxDays: number,
  now: number,
): PolicyProblem[] {
  const problems = targetProblems(exception);
  for (const [key, fault] of Object.entries(FAULTS)) {
    const value = exception[key];
    // The schema refuses blank values.
    if (typeof value !== 'string' || value.trim() === '') continue;
    const message = fault(value, maxDays, now);
    if (message !== undefined) problems.push({ path: [key], message });
  }
  return problems;
}

/**
 * Returns the problems of an exception's target. The rules decide whether it is about images or
 * about resources; with vulnerabilities, it is about images.
 */
function targetProblems(exception: WrittenException): PolicyProblem[] {
  if (Object.hasOwn(exception, 'vulnerabilities')) return vulnerabilityTargetProblems(exception);
  const problems = ruleTargetProblems(exception);
  if (Object.hasOwn(exception, 'rules')) return problems;
  const message = `rules is missing: ${describeKey('rules', 'exception')}`;
  return [...problems, { path: [], message }];
}

function vulnerabilityTargetProblems(exception: WrittenException): PolicyProblem[] {
  const problems: PolicyProblem[] = [];
  const rules: unknown[] = Array.isArray(exception.rules) ? exception.rules : [];
  rules.forEach((rule, index) => {
    if (isVulnerabilityRule(rule) || !RULE_IDS.includes(rule as RuleId)) return;
    const message = `${rule as RuleId} does not judge vulnerabilities one by one: write an exception without vulnerabilities for it, or remove it here`;
    problems.push({ path: ['rules', index], message });
  });
  if (Object.hasOwn(exception, 'resource')) {
    const advice = Object.hasOwn(exception, 'image')
      ? 'remove resource'
      : 'replace resource with image';
    const message = `vulnerabilities are those of images, not of resources: ${advice}`;
    return [...problems, { path: ['resource'], message }];
  }
  return Object.hasOwn(exception, 'image') ? problems : [...problems, imageMissing()];
}

function imageMissing(): PolicyProblem {
  return { path: [], message: `image is missing: ${describeKey('image', 'exception')}` };
}

function ruleTargetProblems(exception: WrittenException): PolicyProblem[] {
  const rules = rulesOf(exception);
  const ofResources = rules.filter(isResourceRule);
  const ofImages = rules.filter((rule) => !isResourceRule(rule));
  const has = (key: string): boolean => Object.hasOwn(exception, key);
  const about = (some: readonly RuleId[], what: string): string =>
    `${enumerate(some, 20)} ${verbFor(some.length, 'is', 'are')} about ${what}`;
  if (ofResources.length > 0 && ofImages.length > 0) {
    const message = `${about(ofResources, 'resources')}, and ${about(ofImages, 'images')}: write two exceptions`;
    return [{ path: ['rules'], message }];
  }
  if (ofResources.length === 0) {
    if (has('resource') && ofImages.length > 0) {
      const advice = has('image') ? 'remove resource' : 'replace resource with image';
      const message = `${about(ofImages, 'images')}, not resources: ${advice}`;
      return [{ path: ['resource'], message }];
    }
    // Missing or unknown rules don't say what the exception is about.
    const isOpen = ofImages.length === 0 && (has('resource') || has('scope'));
    if (has('image') || isOpen) return [];
    return [imageMissing()];
  }
  if (has('image')) {
    const message = `${about(ofResources, 'resources')}, not images: replace image with resource or scope`;
    return [{ path: ['image'], message }];
  }
  if (!has('resource') && !has('scope')) {
    const message = `resource or scope is missing: ${about(ofResources, 'resources')}, so name them by at least one of the two`;
    return [{ path: [], message }];
  }
  const { scope } = exception;
  if (!has('resource') && typeof scope === 'string' && !/[\p{L}\p{N}]/u.test(scope)) {
    const message = `${show(scope)} would match every construct: add a letter or digit, or name a resource`;
    return [{ path: ['scope'], message }];
  }
  return [];
}

function rulesOf({ rules }: WrittenException): RuleId[] {
  if (!Array.isArray(rules)) return [];
  return RULE_IDS.filter((id) => (rules as unknown[]).includes(id));
}

const FAULTS: {
  readonly [key: string]: (value: string, maxDays: number, now: number) => string | undefined;
} = {
  image: (value) => {
    // `sha256:abc` is also a glob for an image named sha256, which is never meant.
    if (/^sha\d+:/i.test(value)) {
      return isSoundDigest(value)
        ? undefined
        : `${show(value)} is not a complete digest: sha256 has 64 lower-case hex digits, sha512 has 128`;
    }
    const fault = imageGlobFault(value);
    return fault === undefined ? undefined : `${show(value)} is not a valid image glob: ${fault}`;
  },
  resource: resourceFault,
  scope: (value) => {
    const fault = globFault(value);
    return fault === undefined ? undefined : `${show(value)} is not a valid scope: ${fault}`;
  },
  expires: (value, maxDays, now) => {
    const start = dayStart(value);
    if (start === undefined) return `${show(value)} is not a date: write a day as YYYY-MM-DD`;
    const days = daysUntil(start, now);
    // Negated, so that NaN as `now` refuses.
    return days <= maxDays
      ? undefined
      : `${value} is ${days} days from today; at most maxExceptionDays, ${maxDays}, are allowed`;
  },
};

/** Returns what is wrong with a `resource`, or undefined. */
export function resourceFault(value: string): string | undefined {
  const fault = addressGlobFault(value);
  return fault === undefined ? undefined : `${show(value)} is not an address glob: ${fault}`;
}

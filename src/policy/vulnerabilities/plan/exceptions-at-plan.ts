import { exceptionEnd } from '../../hcl/exceptions';
import { exceptionSubject, isAbout, isAboutName } from '../../judge/exceptions';
import { versionPattern } from '../../model/glob';
import { PolicyException } from '../../model/policy';
import { ImageReference } from '../../model/reference';
import { VULNERABILITY_RULE_IDS } from '../../model/rule-id';
import { PlanException } from './plan-judging';

/** An image at a construct, or a platform of it, as exceptions are matched with it when a stack is synthesized. */
export interface ExceptedAtPlan {
  /** What is deployed. */
  readonly reference: ImageReference;
  readonly path: string | undefined;
  readonly platform?: {
    readonly digest: string;
    /** Version of the row of the index that the synthesis judged: exceptions about the index are about its platforms. */
    readonly indexVersion: string | undefined;
  };
}

/**
 * The exceptions for some vulnerabilities that can be about an image: of an image only the version is still open, of a platform
 * nothing. Exceptions that differ in their vulnerabilities alone are one.
 */
export function vulnerabilityExceptionsFor(
  exceptions: readonly PolicyException[],
  { reference, path, platform }: ExceptedAtPlan,
): PlanException[] {
  const image = {
    ...exceptionSubject(reference, undefined, reference.digest, path),
    isListed: true,
    version: platform?.indexVersion,
  };
  // Where a tag is deployed, nobody knows of which digest its platforms will be.
  const subject =
    platform === undefined || reference.digest === undefined
      ? image
      : { ...image, platform: platform.digest };
  const found = new Map<string, { readonly one: PlanException; readonly ids: Set<string> }>();
  for (const exception of exceptions) {
    const { image: glob, vulnerabilities, expires } = exception;
    if (glob === undefined || vulnerabilities === undefined) continue;
    const isOne = platform === undefined ? isAboutName : isAbout;
    if (!isOne(exception, subject)) continue;
    const version = platform === undefined ? versionPattern(glob) : undefined;
    const rules = VULNERABILITY_RULE_IDS.filter((rule) => exception.rules.includes(rule));
    const one = {
      ...(version === undefined ? {} : { version }),
      rules,
      end: exceptionEnd(expires),
    };
    const key = JSON.stringify(one);
    const entry = found.get(key) ?? { one: { ...one, ids: [] }, ids: new Set<string>() };
    found.set(key, entry);
    for (const id of vulnerabilities) entry.ids.add(id);
  }
  return [...found.values()].map(({ one, ids }) => ({ ...one, ids: [...ids].sort() }));
}

import { exceptionEnd } from '../../hcl/exceptions';
import { exceptionSubject, isAbout, isAboutName } from '../../judge/exceptions';
import { versionPattern } from '../../model/glob';
import { PolicyException } from '../../model/policy';
import { ImageReference } from '../../model/reference';
import { VULNERABILITY_RULE_IDS } from '../../model/rule-id';
import { PlanException } from './plan-judging';

/**
 * An image at a construct, or a platform of it, as exceptions are matched with it when a stack is
 * synthesized.
 */
export interface ExceptedAtPlan {
  /** The deployed reference. */
  readonly reference: ImageReference;
  readonly path: string | undefined;
  readonly platform?: {
    readonly digest: string;
    /**
     * Version of the row of the index that the synthesis judged: exceptions about the index are
     * about its platforms.
     */
    readonly indexVersion: string | undefined;
  };
}

/**
 * Returns the exceptions for some vulnerabilities that can be about an image: only the version of
 * an image is still unknown. Exceptions that differ only in their vulnerabilities are merged.
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
  // If a tag is deployed, the digests of the platforms that will run are unknown.
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

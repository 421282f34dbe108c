import { DAY_MS, dayStart } from '../../util/time';
import {
  byLatestEnd,
  exceptionSubject,
  expiredText,
  isAboutName,
  isAboutVersion,
  waiverText,
} from '../judge/exceptions';
import { versionPattern } from '../model/glob';
import { PolicyException } from '../model/policy';
import { ImageReference } from '../model/reference';
import { RuleId } from '../model/rule-id';
import { Hcl, all, any, attribute, call, cond, equals, filter, stringLiteral } from './expression';

/**
 * An exception as Terraform applies it, for one image at one construct. Its image and scope were
 * matched at synth.
 */
export interface HclException {
  readonly rules: readonly RuleId[];
  /** Regular expression for the version of a row; empty for every row. */
  readonly version: string;
  /** Whether it applies if HSS does not list the image: then only the reference can be matched. */
  readonly unlisted: boolean;
  /** When it ends, ms since 1970, exclusive. */
  readonly end: number;
  readonly waiver: string;
  readonly expired: string;
}

/**
 * The subject that exceptions are matched with: an image at a construct, or a platform of the
 * image.
 */
interface ExceptedImage {
  readonly reference: ImageReference;
  readonly path: string | undefined;
  /** Digest of the platform. */
  readonly platform?: string;
}

/**
 * Returns the exceptions that can be about an image, in the order in which findings name them. The
 * rows that can be judged all have the reference's path, so only the version is still open.
 * Exceptions for some vulnerabilities are left out, because they do not waive a rule as a whole:
 * see `vulnerabilityExceptionsFor`.
 */
export function exceptionsFor(
  exceptions: readonly PolicyException[],
  { reference, path, platform }: ExceptedImage,
): HclException[] {
  const subject = exceptionSubject(reference, undefined, reference.digest, path);
  const unlisted = platform === undefined ? subject : { ...subject, platform };
  const listed = { ...unlisted, isListed: true };
  return exceptions
    .filter(({ vulnerabilities }) => vulnerabilities === undefined)
    .sort(byLatestEnd)
    .filter((exception) => isAboutName(exception, listed))
    .flatMap((exception) => {
      const { image, rules, expires } = exception;
      // Only for the compiler: `isAboutName` never matches an exception without an image.
      if (image === undefined) return [];
      return {
        rules,
        version: versionPattern(image) ?? '',
        unlisted: isAboutName(exception, unlisted) && isAboutVersion(exception, unlisted),
        end: exceptionEnd(expires),
        waiver: waiverText(exception),
        expired: expiredText(exception),
      };
    });
}

/** Returns when an exception ends, ms since 1970, exclusive. */
export function exceptionEnd(expires: string): number {
  return (dayStart(expires) ?? -DAY_MS) + DAY_MS;
}

/** Returns HCL for an image's exceptions from a rule that are about the judged row. */
export function covering(image: Hcl, rule: RuleId, listed: Hcl, row: Hcl): Hcl {
  return filter('e', attribute(image, 'exceptions'), (exception) => {
    const version = attribute(exception, 'version');
    const isAboutRow = any(
      equals(version, stringLiteral('')),
      call('can', call('regex', version, attribute(row, 'image_version'))),
    );
    return all(
      call('contains', attribute(exception, 'rules'), stringLiteral(rule)),
      cond(listed, isAboutRow, attribute(exception, 'unlisted')),
    );
  });
}

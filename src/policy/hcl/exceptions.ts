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

/** An exception as Terraform looks at it, for one image at one construct. Its image and scope were matched at synth. */
export interface HclException {
  readonly rules: readonly RuleId[];
  /** For the version of a row; an empty one is for every row. */
  readonly version: string;
  /** Whether it is about the image when HSS lists none: then the reference is all there is to match. */
  readonly unlisted: boolean;
  /** When it ends, ms since 1970. */
  readonly end: number;
  readonly waiver: string;
  readonly expired: string;
}

/** What exceptions are looked for: an image at a construct, or a platform of it. */
interface ExceptedImage {
  readonly reference: ImageReference;
  readonly path: string | undefined;
  /** Digest of the platform. */
  readonly platform?: string;
}

/**
 * The exceptions that can be about an image: the rows that can be judged all have the reference's path, so only the
 * version is still open. Sorted as findings name them. One for some vulnerabilities waives no rule: see
 * `vulnerabilityExceptionsFor`.
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
      // Only for the compiler: an exception without an image is about no image's name.
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

/** When an exception ends, ms since 1970: it counts until then. */
export function exceptionEnd(expires: string): number {
  return (dayStart(expires) ?? -DAY_MS) + DAY_MS;
}

/** HCL: an image's exceptions about the judged row that are for a rule. */
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

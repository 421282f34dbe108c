import {
  ExceptionSubject,
  isAboutName,
  isAboutVersion,
  isInScope,
  isLive,
  otherNamespaceOf,
  otherRegistryOf,
  waiverText,
} from '../judge/exceptions';
import { JudgeInput, Judgement } from '../judge/judge';
import { PolicyException } from '../model/policy';
import { ImageRuleId } from '../rules';
import { exceptionGaps } from './vulnerabilities';

/** An exception that is about an image, or would be if it had no obstacles. */
export interface ExplainedException {
  readonly exception: PolicyException;
  /** The rules whose violation it waives. */
  readonly waives: readonly ImageRuleId[];
  /** Why it does not apply, each in a few words; empty if it applies. */
  readonly obstacles: readonly string[];
  /**
   * What an applicable exception for some vulnerabilities leaves open: those that the image does
   * not have, and CVEs that no exception covers.
   */
  readonly gaps: readonly string[];
}

export function explainedExceptions(
  input: JudgeInput,
  { used, verdict, targets }: Judgement,
  subjects: readonly ExceptionSubject[],
): ExplainedException[] {
  return input.policy.exceptions.flatMap((exception) => {
    const unscopedException = unscoped(exception);
    const subject = subjects.find(
      (one) =>
        isAboutName(unscopedException, one) ||
        otherRegistryOf(exception, one) !== undefined ||
        otherNamespaceOf(exception, one) !== undefined,
    );
    if (subject === undefined) return [];
    return {
      exception,
      waives: used.includes(exception)
        ? verdict.findings
            .filter(
              ({ ruleId, waivedBy }) =>
                waivedBy !== undefined &&
                coversRule(exception, ruleId) &&
                (exception.vulnerabilities === undefined || waivedBy === waiverText(exception)),
            )
            .map(({ ruleId }) => ruleId as ImageRuleId)
        : [],
      obstacles: obstaclesTo(exception, subject, input.now),
      gaps: exceptionGaps(exception, targets),
    };
  });
}

function obstaclesTo(exception: PolicyException, subject: ExceptionSubject, now: number): string[] {
  const { scope, expires } = exception;
  const registry = otherRegistryOf(exception, subject);
  const name = otherNamespaceOf(exception, subject);
  return [
    ...(name === undefined ? [] : [`it is only for images named ${name}, not ${subject.name}`]),
    ...(registry === undefined
      ? []
      : [`it is only for images from ${registry}, not from ${registryText(subject)}`]),
    ...(isLive(exception, now) ? [] : [`it expired at the end of ${expires}`]),
    ...(isAboutVersion(exception, subject)
      ? []
      : [`it is for other versions, not for ${subject.version ?? 'an image without a version'}`]),
    ...(isInScope(exception, subject)
      ? []
      : [
          subject.path === undefined
            ? `it is only for constructs at ${scope}, and no construct path was given`
            : `it is only for constructs at ${scope}, not for ${subject.path}`,
        ]),
  ];
}

function registryText({ domain }: ExceptionSubject): string {
  const isDefault = domain === 'docker.io';
  return isDefault ? 'docker.io (the default if a reference names no registry)' : `${domain}`;
}

/** Returns the exception without its scope. */
function unscoped(exception: PolicyException): PolicyException {
  return { ...exception, scope: undefined };
}

function coversRule({ rules }: PolicyException, ruleId: string): boolean {
  return (rules as readonly string[]).includes(ruleId);
}

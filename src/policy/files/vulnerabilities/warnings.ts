import { SeverityLevel } from '../../../contract/enums';
import { cveIdFault, resemblesCveId } from '../../../contract/vulnerabilities/misspelt-cve-id';
import { enumerate, show, verbFor } from '../../../util/text';
import { Policy, PolicyException } from '../../model/policy';
import { VULNERABILITY_LEVELS } from './loosening';

/** A setting of a valid policy that probably does not do what its author intended. */
export interface PolicyWarning {
  /** The path of the setting, or of the exception. */
  readonly about: string | PolicyException;
  readonly message: string;
}

/**
 * Returns the settings about vulnerabilities that probably do not do what was intended. They are
 * not errors.
 */
export function vulnerabilityWarnings(policy: Policy): PolicyWarning[] {
  return [...unlimitedLevels(policy), ...misspeltIds(policy), ...exceptionWarnings(policy)];
}

/**
 * Warns about a severity without a limit that is worse than a limited one: with limits for High
 * alone, an image with a Critical vulnerability would pass.
 */
function unlimitedLevels({ vulnerabilities }: Policy): PolicyWarning[] {
  const max = vulnerabilities?.max;
  if (max === undefined) return [];
  const isLimited = (level: keyof typeof max): boolean => max[level] !== undefined;
  const least = [...VULNERABILITY_LEVELS].reverse().find(isLimited)!;
  const worse = VULNERABILITY_LEVELS.slice(0, VULNERABILITY_LEVELS.indexOf(least));
  const open = worse.filter((level) => !isLimited(level));
  if (open.length === 0) return [];
  const message = `${enumerate(open)} ${verbFor(open.length, 'is', 'are')} not limited, though ${least}, which is less severe, is: add ${enumerate(open)}`;
  return [{ about: 'vulnerabilities.max', message }];
}

/**
 * Warns about IDs that look like misspelt CVE IDs. Such an ID could be one of HSS's, so it is not
 * an error.
 */
function misspeltIds({ exceptions }: Policy): PolicyWarning[] {
  return exceptions.flatMap((exception) =>
    (exception.vulnerabilities ?? []).filter(resemblesCveId).map((id) => ({
      about: exception,
      message: `${show(id)} covers no CVE: it is ${cveIdFault(id)}`,
    })),
  );
}

function exceptionWarnings(policy: Policy): PolicyWarning[] {
  const { vulnerabilities, exceptions } = policy;
  const counts = wholeImageLimits(policy);
  return exceptions.flatMap((exception) => {
    const { vulnerabilities: ids } = exception;
    if (ids === undefined) return [];
    const named = enumerate(ids, 3);
    if (vulnerabilities === undefined) {
      const message = `the exception for ${named} has no effect: the policy sets no limits under vulnerabilities; ${MOVE_OVER}`;
      return [{ about: exception, message }];
    }
    if (counts.length === 0) return [];
    const message = `HSS makes an image's own severity and number of vulnerabilities of everything that it found: an exception for ${named} does not change what ${enumerate(counts)} ${verbFor(counts.length, 'checks', 'check')}; remove ${enumerate(counts)} once vulnerabilities.max has the limits`;
    return [{ about: exception, message }];
  });
}

const MOVE_OVER = 'move over to vulnerabilities.max, or waive max-severity as a whole';

/** The settings that limit all vulnerabilities of an image together, if they can deny anything. */
function wholeImageLimits({ maxSeverity, maxVulnerabilities }: Policy): string[] {
  const isSeverityChecked = maxSeverity !== undefined && maxSeverity !== SeverityLevel.HIGH;
  return [
    ...(isSeverityChecked ? ['maxSeverity'] : []),
    ...(maxVulnerabilities === undefined ? [] : ['maxVulnerabilities']),
  ];
}

import { isoTime, enumerate, verbFor } from '../../util/text';
import { JudgeInput } from '../judge/judge';
import { VulnerabilityStatus } from '../model/verdict';
import { graceDaysOf, graceEnd } from '../vulnerabilities/grace';
import { MAX_ASKED_TIMES } from '../vulnerabilities/judge-record';
import { vulnerabilityName } from '../vulnerabilities/named-count';
import { VulnerabilityTarget } from '../vulnerabilities/targets';
import { Vulnerability } from '../vulnerabilities/vulnerability';

/** The most vulnerabilities that a note names. */
const NAMED = 3;

/**
 * Returns why counted vulnerabilities have no grace although the policy gives some to their
 * severity, each reason a sentence.
 */
export function missingGraceNotes(
  input: JudgeInput,
  targets: readonly VulnerabilityTarget[],
): string[] {
  const byReason = new Map<string, Set<string>>();
  for (const { judgement } of targets) {
    if ('problem' in judgement) continue;
    const beyond = new Set(judgement.beyondAsked);
    for (const { vulnerability, status } of judgement.outcomes) {
      if (status !== VulnerabilityStatus.COUNTED) continue;
      const reason = beyond.has(vulnerability) ? TOO_MANY : reasonOf(vulnerability, input);
      if (reason === undefined) continue;
      const names = byReason.get(reason) ?? new Set();
      byReason.set(reason, names.add(vulnerabilityName(vulnerability)));
    }
  }
  return [...byReason].map(
    ([reason, names]) =>
      `${enumerate([...names], NAMED)} ${verbFor(names.size, 'has', 'have')} no grace: ${reason}`,
  );
}

const TOO_MANY = `HSS is asked for the publication of at most ${MAX_ASKED_TIMES} vulnerabilities of an image, the worst first`;

/**
 * Returns why a vulnerability has no grace; undefined if the policy gives none, or if its
 * publication time was not queried because it makes no difference.
 */
function reasonOf(
  vulnerability: Vulnerability,
  { policy: { vulnerabilities: limits }, vulnerabilities: answers, now }: JudgeInput,
): string | undefined {
  const days = graceDaysOf(vulnerability, limits?.graceDays);
  if (days === 0) return undefined;
  if (vulnerability.id === '') return "without an ID, HSS can't be asked when it was published";
  const listed = answers?.publishTimes.get(vulnerability.id);
  if (listed === undefined) return undefined;
  const end = graceEnd(vulnerability, days, listed, now);
  if (end !== undefined) return `it ended at ${isoTime(end)}`;
  return graceEnd(vulnerability, days, listed, Infinity) === undefined
    ? 'HSS does not say when each of its CVEs was published'
    : 'HSS says that it was published in the future';
}

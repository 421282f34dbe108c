import { Decision } from '../../../policy';
import { StackReport } from '../../../report/stack-report';
import { countsText } from '../../../report/counts';
import { plain } from '../../../util/safe-text';
import { enumerate } from '../../../util/text';

/** The most names in the line; reports have all of them. */
const MOST_NAMED = 3;

/**
 * Returns one line about a denial: the first images with the rules that they violate, the first
 * stacks denied for other reasons, and the counts of all images, also of stacks without a denial.
 */
export function deniedText(parts: readonly StackReport[]): string {
  const named = parts.flatMap(({ stack, images, undeterminable, conflicts }) => [
    ...(conflicts.length === 0 ? [] : [`${stack} (${enumerate(conflicts, MOST_NAMED)})`]),
    ...images.flatMap(({ verdict: { reference, decision, findings } }) => {
      if (decision !== Decision.DENY) return [];
      const rules = findings.filter(({ waivedBy }) => waivedBy === undefined);
      return [`${reference} (${[...new Set(rules.map(({ ruleId }) => ruleId))].join(', ')})`];
    }),
    ...undeterminable.flatMap(({ address, decision }) =>
      decision === Decision.DENY ? [`${address} (images-determinable)`] : [],
    ),
  ]);
  const counts = countsText(parts);
  const subjects = enumerate([...new Set(named)], MOST_NAMED);
  return plain(subjects === '' ? counts : `denied: ${subjects}; ${counts}`);
}

import { FileLine, PolicyFinding } from '../policy';
import { Entry, State, entriesOf } from './entries';
import { Fingerprints } from './fingerprint';
import { placeOfFinding, placeOfPart } from './location';
import { ownRuleId } from './own-rules';
import { plain } from '../util/safe-text';
import { RunReport } from './run-report';

/** One thing to mend, for tools that list such things: a rule that an image breaks, or what else is against it. */
export interface Result {
  readonly ruleId: string;
  /** A waived finding is waived, whatever became of the image for other findings. */
  readonly state: Exclude<State, 'allowed' | 'ignored'>;
  /** On one line. */
  readonly message: string;
  readonly place: FileLine;
  /** The same in the next run, and of no other result. */
  readonly fingerprint: string;
  readonly entry: Entry;
  readonly finding?: PolicyFinding;
  /** Where the exception is written that waives the finding, or used to. */
  readonly origin?: FileLine;
}

/** All results of a report, worst first. */
export function resultsOf(report: RunReport): Result[] {
  const fingerprints = new Fingerprints(report);
  const results = report.parts.flatMap((part) => {
    const placeOfAll = placeOfPart(report, part);
    return entriesOf(part).flatMap((entry): Result[] => {
      const { state } = entry;
      if (state === 'ignored') return [];
      const own = ownRuleId(entry);
      if (own !== undefined && state !== 'allowed') {
        return [
          {
            ruleId: own,
            state,
            message: plain(ownMessage(entry)),
            place: placeOfAll,
            fingerprint: fingerprints.of(own, part, entry),
            entry,
          },
        ];
      }
      return entry.findings.map((finding, at) => ({
        ruleId: finding.ruleId,
        state: finding.waivedBy === undefined && state !== 'allowed' ? state : 'waived',
        message: plain(`${subjectOf(entry)}: ${finding.message}`),
        place: placeOfFinding(report, placeOfAll, entry.origins?.[at]),
        fingerprint: fingerprints.of(finding.ruleId, part, entry),
        entry,
        finding,
        origin: entry.origins?.[at],
      }));
    });
  });
  return (['denied', 'undecided', 'warned', 'waived'] as const).flatMap((state) =>
    results.filter((result) => result.state === state),
  );
}

function subjectOf({ kind, subject }: Entry): string {
  return kind === 'undeterminable' ? `the images of ${subject} can't be determined` : subject;
}

function ownMessage({ kind, subject, message = '' }: Entry): string {
  if (kind === 'undecided') return `${subject} is undecided: ${message}`;
  return `${subject}: ${message}`;
}

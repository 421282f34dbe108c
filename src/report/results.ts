import { FileLine, PolicyFinding } from '../policy';
import { Entry, State, entriesOf } from './entries';
import { Fingerprints } from './fingerprint';
import { placeOfFinding, placeOfPart } from './location';
import { entryRuleId } from './reported-rules';
import { plain } from '../util/safe-text';
import { RunReport } from './run-report';

/**
 * A problem, for tools that list problems: a violated rule, or another reason to refuse a
 * deployment.
 */
export interface Result {
  readonly ruleId: string;
  /** Waived for a waived finding, even if other findings deny the image. */
  readonly state: Exclude<State, 'allowed' | 'ignored'>;
  /** One line. */
  readonly message: string;
  readonly place: FileLine;
  /** The same in the next run, and unique within a run. */
  readonly fingerprint: string;
  readonly entry: Entry;
  readonly finding?: PolicyFinding;
  /** Where the exception that waives the finding is written. The exception may have expired. */
  readonly origin?: FileLine;
}

/** Returns all results of a report, worst first. */
export function resultsOf(report: RunReport): Result[] {
  const fingerprints = new Fingerprints(report);
  const results = report.parts.flatMap((part) => {
    const placeOfAll = placeOfPart(report, part);
    return entriesOf(part).flatMap((entry): Result[] => {
      const { state } = entry;
      if (state === 'ignored') return [];
      const ruleId = entryRuleId(entry);
      if (ruleId !== undefined && state !== 'allowed') {
        return [
          {
            ruleId,
            state,
            message: plain(entryMessage(entry)),
            place: placeOfAll,
            fingerprint: fingerprints.of(ruleId, part, entry),
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

function entryMessage({ kind, subject, message = '' }: Entry): string {
  if (kind === 'undecided') return `${subject} is undecided: ${message}`;
  return `${subject}: ${message}`;
}

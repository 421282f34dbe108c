import { IConstruct } from 'constructs';
import { HssError } from '../../../contract/error';
import { writeFileAtomically } from '../../../util/atomic-file';
import { markdownOf } from '../../../report/markdown';
import { StackReport } from '../../../report/stack-report';

const byApp = new WeakMap<IConstruct, Map<string, StackReport>>();

/**
 * Writes what the gates of an app have decided so far as Markdown, where `HSS_GATE_SUMMARY` says.
 * @throws HSS_INVALID_ARGUMENT when the file can't be written
 */
export function summarize(root: IConstruct, report: StackReport, file: string): void {
  const reports = byApp.get(root) ?? new Map<string, StackReport>();
  byApp.set(root, reports.set(report.stack, report));
  try {
    writeFileAtomically(file, markdownOf([...reports.values()]));
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    throw new HssError(
      'HSS_INVALID_ARGUMENT',
      `HSS_GATE_SUMMARY can't be written (${reason}): ${file}`,
      {
        advice: 'give the path of a file that can be written, or unset it',
      },
    );
  }
}

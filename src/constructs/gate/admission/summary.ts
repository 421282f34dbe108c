import { IConstruct } from 'constructs';
import { HssError } from '../../../contract/error';
import { writeReport } from '../../../util/report-file';
import { markdownOf } from '../../../report/markdown-sections';
import { StackReport } from '../../../report/stack-report';

interface Summary {
  readonly reports: Map<string, StackReport>;
  /** What was written last. */
  text: string;
}

const byApp = new WeakMap<IConstruct, Summary>();

/**
 * Writes what the gates of an app have decided so far as Markdown, where `HSS_GATE_SUMMARY` says. GitHub's summary of a
 * job's step keeps what other commands wrote there.
 * @throws HSS_INVALID_ARGUMENT when the file can't be written
 */
export function summarize(root: IConstruct, report: StackReport, file: string): void {
  const summary = byApp.get(root) ?? { reports: new Map<string, StackReport>(), text: '' };
  byApp.set(root, summary);
  summary.reports.set(report.stack, report);
  const text = markdownOf([...summary.reports.values()]);
  try {
    writeReport(file, text, summary.text);
    summary.text = text;
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

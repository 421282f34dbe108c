import { IConstruct } from 'constructs';
import { HssError } from '../../../contract/error';
import { writeReport } from '../../../util/report-file';
import { markdownOf } from '../../../report/markdown-sections';
import { StackReport } from '../../../report/stack-report';

interface Summary {
  readonly reports: Map<string, StackReport>;
  /** The last written text. */
  text: string;
}

const byApp = new WeakMap<IConstruct, Summary>();

/**
 * Writes the decisions so far of an app's gates as Markdown to the file in `HSS_GATE_SUMMARY`. A
 * step summary of GitHub keeps the text of other commands.
 * @throws HSS_INVALID_ARGUMENT if the file can't be written
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
      `the file in HSS_GATE_SUMMARY can't be written (${reason}): ${file}`,
      {
        advice: 'set it to the path of a writable file, or unset it',
      },
    );
  }
}

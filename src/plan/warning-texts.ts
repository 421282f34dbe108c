import { Decision } from '../policy';
import { plain } from '../util/safe-text';
import { StackReport, groupVerdicts, imagesByResource } from '../report/stack-report';
import { TextOptions, verdictText } from '../report/text/verdict-text';

/** Returns the texts for images and resources whose decision is WARN. */
export function warningTexts(report: StackReport, options: TextOptions): string[] {
  return [
    ...groupVerdicts(imagesByResource(report))
      .filter(({ verdict }) => verdict.decision === Decision.WARN)
      .map(({ verdict, places }) => verdictText({ ...verdict, path: places.join(', ') }, options)),
    ...report.undeterminable
      .filter(({ decision }) => decision === Decision.WARN)
      .map(({ address, reason }) => plain(`${address}: its images can't be determined: ${reason}`)),
  ];
}

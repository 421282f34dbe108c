import { Decision } from '../policy';
import { plain } from '../report/plain';
import { StackReport, groupVerdicts } from '../report/stack-report';
import { TextOptions, countsText, refusalText, verdictText } from '../report/text';

/** What was decided of a plan: in one line first, then what is against it, then what is not. */
export function planText(report: StackReport, options: TextOptions): string {
  const against = refusalText(report, options);
  return [
    `${plain(report.stack)}: ${summary(report)}`,
    ...(against === '' ? [] : [against]),
    ...warningTexts(report, options),
    ...allowed(report, options),
  ]
    .join('\n\n')
    .concat('\n');
}

/** What is only warned of. */
export function warningTexts(report: StackReport, options: TextOptions): string[] {
  return [
    ...groupVerdicts(report.images)
      .filter(({ verdict }) => verdict.decision === Decision.WARN)
      .map(({ verdict, places }) => verdictText({ ...verdict, path: places.join(', ') }, options)),
    ...report.undeterminable
      .filter(({ decision }) => decision === Decision.WARN)
      .map(({ address, reason }) => plain(`${address}: its images can't be determined: ${reason}`)),
  ];
}

function allowed(report: StackReport, options: TextOptions): string[] {
  return groupVerdicts(report.images)
    .filter(({ verdict }) => verdict.decision === Decision.ALLOW)
    .map(({ verdict, places }) => verdictText({ ...verdict, path: places.join(', ') }, options));
}

function summary(report: StackReport): string {
  const against = countsText(report);
  if (against !== '') return against;
  const { length } = report.images;
  if (length === 0) return 'allowed, no image is deployed';
  return `allowed, ${length} image${length === 1 ? '' : 's'} judged`;
}

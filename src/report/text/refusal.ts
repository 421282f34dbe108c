import { HssErrorCode } from '../../contract/error';
import { Decision, isReference } from '../../policy';
import { StackReport, isDenied } from '../stack-report';

/** What to do about each kind of refusal, in the words of what refuses. */
export interface RefusalAdvice {
  readonly undecided: string;
  readonly unreadable: string;
  readonly undeterminable: string;
  readonly conflicts: string;
}

/** Returns the code of the error that refuses: where nothing is denied, that of what kept an image from being decided. */
export function refusalCode(report: StackReport): HssErrorCode {
  const [first] = report.undecided;
  return first === undefined || isDenied(report) ? 'HSS_IMAGE_DENIED' : first.error.code;
}

/** Returns what to do about all that refuses a stack or a plan. */
export function refusalAdvice(report: StackReport, advice: RefusalAdvice): string[] {
  const denied = report.images.filter(({ verdict }) => verdict.decision === Decision.DENY);
  const unreadable = denied.filter(({ verdict }) => !isReference(verdict.reference));
  return [
    ...(report.undecided.length > 0 ? [advice.undecided] : []),
    ...(unreadable.length > 0 ? [advice.unreadable] : []),
    ...(denied.length > unreadable.length
      ? ['deploy images that pass, or have the owner of the policy change it']
      : []),
    ...(report.undeterminable.some(({ decision }) => decision === Decision.DENY)
      ? [advice.undeterminable]
      : []),
    ...(report.conflicts.length > 0 ? [advice.conflicts] : []),
  ];
}

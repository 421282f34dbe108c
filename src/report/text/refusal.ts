import { HssErrorCode } from '../../contract/error';
import { WAIVABLE_RULE_IDS, isReference } from '../../policy';
import { nextStep } from '../advice/next-steps';
import { Entry, groupedEntriesOf } from '../entries';
import { StackReport, isDenied } from '../stack-report';

/** Advice for each kind of refusal, in the words of the command or gate that refuses. */
export interface RefusalAdvice {
  readonly undecided: string;
  readonly unreadable: string;
  readonly undeterminable: string;
  readonly conflicts: string;
}

/** Limits the advice to three steps. Reports have the step of each image. */
const MOST_STEPS = 3;
const EXCEPTION = 'or ask the owner of the policy for an exception';

/**
 * Returns the code of a refusal's error. If nothing is denied, it is the code of the first error
 * that prevented a decision.
 */
export function refusalCode(report: StackReport): HssErrorCode {
  const [first] = report.undecided;
  return first === undefined || isDenied(report) ? 'HSS_IMAGE_DENIED' : first.error.code;
}

/** Returns the advice for everything that refuses stacks or plans. */
export function refusalAdvice(reports: readonly StackReport[], advice: RefusalAdvice): string[] {
  const denied = reports.flatMap(groupedEntriesOf).filter(({ state }) => state === 'denied');
  const isOfKind = (wanted: string): boolean => denied.some(({ kind }) => kind === wanted);
  const images = denied.filter(({ kind }) => kind === 'image');
  const readable = images.filter(({ subject }) => isReference(subject));
  return [
    ...(reports.some(({ undecided }) => undecided.length > 0) ? [advice.undecided] : []),
    ...(images.length > readable.length ? [advice.unreadable] : []),
    ...(readable.length > 0 ? [deniedAdvice(readable)] : []),
    ...(isOfKind('undeterminable') ? [advice.undeterminable] : []),
    ...(isOfKind('conflict') ? [advice.conflicts] : []),
  ];
}

/**
 * Returns the advice for denied images: the next steps of the reports, an exception, and where to
 * find details.
 */
function deniedAdvice(images: readonly Entry[]): string {
  const steps = [...new Set(images.flatMap((image) => nextStep(image) ?? []))];
  const ways = [
    ...(steps.length === 0 ? ['deploy images that pass'] : steps.slice(0, MOST_STEPS)),
    ...(images.some(isWaivable) ? [EXCEPTION] : []),
  ].join('; ');
  return `${ways}. For details, run hss-gate policy explain IMAGE`;
}

/** Returns whether exceptions can waive all violations of an image. */
function isWaivable({ findings }: Pick<Entry, 'findings'>): boolean {
  const waivable: readonly string[] = WAIVABLE_RULE_IDS;
  return findings.every(({ ruleId }) => waivable.includes(ruleId));
}

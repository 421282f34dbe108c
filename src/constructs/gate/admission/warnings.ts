import { IConstruct } from 'constructs';
import { plainLines } from '../../../util/safe-text';
import { Decision } from '../../../policy';
import { stateOf } from '../../../report/entries';
import { verdictText } from '../../../report/text/verdict-text';
import { TerraformStack, frameworkOf } from '../../framework/framework';
import { printWarning } from '../../shared/print-warning';
import { ExceptionWatch } from '../exception-watch';
import { AdmittedGate, StackDecision } from './stack-decision';
import { SynthesisSession } from './synthesis-session';

/** The level of an annotation. */
type Level = 'INFO' | 'WARN';

/**
 * The annotations of an admitted stack: images and resources that `DENY` would refuse, images that
 * only exceptions allow, and exceptions that expire or match nothing.
 */
export class Warnings {
  private readonly annotated = new Set<string>();

  constructor(private readonly stack: TerraformStack) {}

  /**
   * Adds the warnings to the gates.
   * @param gates the gates that judged the stack
   * @param own the gates in this stack
   */
  public add(
    { report, uses, declarations }: StackDecision,
    gates: readonly AdmittedGate[],
    own: readonly AdmittedGate[],
    session: SynthesisSession | undefined,
  ): void {
    const gateAt = (path: string): IConstruct =>
      gates.find(({ judging }) => judging.path === path)?.construct ?? this.stack;
    for (const { verdict, gate } of report.images) {
      const state = stateOf(verdict);
      if (state !== 'warned' && state !== 'waived') continue;
      const text = verdictText(verdict, { colour: false });
      if (state === 'warned') {
        this.warn(gateAt(gate), `${notRefused('enforcement')}: ${text}`, session);
      } else {
        this.warn(gateAt(gate), `allowed only by exceptions: ${text}`, session, 'INFO');
      }
    }
    for (const { address, reason, gate, decision } of report.undeterminable) {
      if (decision !== Decision.WARN) continue;
      const text = `the images of ${address} can't be determined: ${reason}`;
      this.warn(gateAt(gate), `${notRefused('undeterminable')}: ${text}`, session);
    }
    const policies = [...new Set(own.map(({ judging }) => judging.policy))];
    const watch = ExceptionWatch.of(this.stack.node.root);
    for (const text of watch.warningsAfter(
      this.stack,
      { uses, declarations, policies },
      Date.now(),
    )) {
      this.warn(own[0]?.construct ?? this.stack, text, session);
    }
  }

  /**
   * Annotates a construct, once, and prints the text when a stack is written. The framework's command
   * line prints annotations itself.
   */
  private warn(
    construct: IConstruct,
    text: string,
    session: SynthesisSession | undefined,
    level: Level = 'WARN',
  ): void {
    if (!this.annotate(construct, text, session, level)) return;
    if (session !== undefined) printWarning(construct, text);
  }

  /**
   * Adds an annotation once, and returns whether it is new. cdktf has already collected the stack's
   * annotations, so it is also added to the manifest.
   */
  private annotate(
    construct: IConstruct,
    text: string,
    session: SynthesisSession | undefined,
    level: Level,
  ): boolean {
    const message = plainLines(text);
    const key = `${construct.node.path} ${message}`;
    if (this.annotated.has(key)) return false;
    this.annotated.add(key);
    const { Annotations, AnnotationMetadataEntryType } = frameworkOf(construct);
    if (level === 'WARN') Annotations.of(construct).addWarning(message);
    else Annotations.of(construct).addInfo(message);
    session?.manifest.forStack(this.stack).annotations.push({
      constructPath: construct.node.path,
      level: AnnotationMetadataEntryType[level],
      message,
    });
    return true;
  }
}

/** The beginning of a warning that `DENY` would turn into a denial. */
function notRefused(prop: 'enforcement' | 'undeterminable'): string {
  return `HSS_IMAGE_DENIED (not refused, because ${prop} is WARN)`;
}

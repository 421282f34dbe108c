import { IConstruct } from 'constructs';
import { plainLines } from '../../../util/safe-text';
import { Decision } from '../../../policy';
import { verdictText } from '../../../report/text/verdict-text';
import { TerraformStack, frameworkOf } from '../../framework/framework';
import { printWarning } from '../../shared/print-warning';
import { ExceptionWatch } from '../exception-watch';
import { AdmittedGate, StackDecision } from './stack-decision';
import { SynthesisSession } from './synthesis-session';

/** The warnings of a stack that is let through: what would be denied, what can't be seen, exceptions that end or do nothing. */
export class Warnings {
  private readonly said = new Set<string>();

  constructor(private readonly stack: TerraformStack) {}

  /**
   * Hangs what is to be warned of on the gates.
   * @param gates those that judged
   * @param own those of them that are this stack's
   */
  public tell(
    { report, uses, declarations }: StackDecision,
    gates: readonly AdmittedGate[],
    own: readonly AdmittedGate[],
    session: SynthesisSession | undefined,
  ): void {
    const gateAt = (path: string): IConstruct =>
      gates.find(({ judging }) => judging.path === path)?.construct ?? this.stack;
    for (const { verdict, gate } of report.images) {
      if (verdict.decision !== Decision.WARN) continue;
      const text = verdictText(verdict, { colour: false });
      this.warn(gateAt(gate), `${notRefused('enforcement')}: ${text}`, session);
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
   * Annotates a construct with a warning, once, and prints it when a stack is written. The framework's command line prints
   * annotations itself.
   */
  private warn(
    construct: IConstruct,
    text: string,
    session: SynthesisSession | undefined,
  ): void {
    if (!this.annotate(construct, text, session)) return;
    if (session !== undefined) printWarning(text);
  }

  /** Annotates once, and returns whether it did. cdktf has collected the stack's annotations by now, so it is put among them too. */
  private annotate(
    construct: IConstruct,
    text: string,
    session: SynthesisSession | undefined,
  ): boolean {
    const message = plainLines(text);
    const key = `${construct.node.path} ${message}`;
    if (this.said.has(key)) return false;
    this.said.add(key);
    const { Annotations, AnnotationMetadataEntryType } = frameworkOf(construct);
    Annotations.of(construct).addWarning(message);
    session?.manifest.forStack(this.stack).annotations.push({
      constructPath: construct.node.path,
      level: AnnotationMetadataEntryType.WARN,
      message,
    });
    return true;
  }
}

/** How a warning begins that would be a denial if a prop of the gate were not WARN. */
function notRefused(prop: 'enforcement' | 'undeterminable'): string {
  return `HSS_IMAGE_DENIED (not refused, because ${prop} is WARN)`;
}

import { Token } from 'cdktf';
import { HssError } from '../contract/error';
import {
  Decision,
  ImageReference,
  ImageVerdict,
  Pinning,
  parseReference,
  policyHash,
} from '../policy';
import { cut, oneLine } from '../policy/text';
import { kindOf } from './arguments';
import { Evaluation, Judging } from './evaluation';

/** What became of a required image: a verdict, or the error that kept it from being decided. */
export type Outcome = { readonly verdict: ImageVerdict } | { readonly error: HssError };

/** A host that no DNS has (RFC 2606) and so no runtime can pull from. */
const DENIED = 'denied.invalid';

/** So much of what is no reference is shown. */
const MAX_SHOWN = 200;

/**
 * An image that a gate was asked for. Nothing here throws: cdktf resolves tokens in the middle of its work, so
 * whatever is wrong is kept for the admission, which tells it together with all the rest.
 */
export class RequiredImage {
  private evaluation: Evaluation | undefined;
  private known: Outcome | undefined;
  private text = '(token)';

  /**
   * @param resolve turns a token into what stands in the synthesized JSON
   */
  constructor(
    private readonly judging: Judging,
    private readonly given: string,
    private readonly resolve: (token: string) => unknown,
  ) {
    // A plain reference is asked for at once, so that the answers come while the tree is being built.
    if (!isToken(given)) this.begin(given);
  }

  /** Waits for the first answers, and asks on where they settle nothing. */
  public advance(): void {
    this.evaluation?.advance();
  }

  /** The reference as it can be shown. */
  public get reference(): string {
    return this.text;
  }

  /** The verdict, or why there is none; waits for HSS. */
  public get outcome(): Outcome {
    if (this.known === undefined && this.evaluation === undefined) this.beginFromToken();
    this.known ??= this.finish();
    return this.known;
  }

  /** What is deployed for it. Of a denied image: a reference that can't be pulled. */
  public get deployed(): string {
    const { outcome } = this;
    if ('error' in outcome) return `${DENIED}/undecided`;
    const { verdict } = outcome;
    if (verdict.decision === Decision.DENY) return `${DENIED}/${deniedPath(verdict.reference)}`;
    if (this.judging.pinning === Pinning.NONE) return verdict.reference;
    return verdict.pinnedReference ?? verdict.reference;
  }

  private begin(given: unknown): void {
    if (typeof given !== 'string') {
      const kind = kindOf(given);
      this.text = `(${kind})`;
      this.refuse(`the reference is ${kind}, no text`);
      return;
    }
    this.text = cut(oneLine(given), MAX_SHOWN);
    let reference: ImageReference;
    try {
      reference = parseReference(given);
    } catch (error) {
      this.refuse(asHssError(error).summary);
      return;
    }
    this.text = given;
    try {
      this.evaluation = new Evaluation(this.judging, reference);
    } catch (error) {
      this.known = { error: asHssError(error) };
    }
  }

  private beginFromToken(): void {
    let text: unknown;
    try {
      text = this.resolve(this.given);
    } catch {
      text = undefined;
    }
    if (typeof text === 'string' && !isToken(text) && !text.includes('${')) {
      this.begin(text);
      return;
    }
    if (typeof text === 'string') this.text = cut(oneLine(text), MAX_SHOWN);
    this.refuse(
      'the reference is a token, whose value only Terraform knows; a gate needs it when the stack is synthesized',
    );
  }

  private finish(): Outcome {
    try {
      return { verdict: this.evaluation!.verdict };
    } catch (error) {
      return { error: asHssError(error) };
    }
  }

  /** Denies what is no reference, and so can be no listed image. */
  private refuse(message: string): void {
    const { policy, path, connection } = this.judging;
    this.known = {
      verdict: {
        reference: this.text,
        decision: Decision.DENY,
        findings: [{ ruleId: 'image-listed', message }],
        policyHash: policyHash(policy),
        evaluatedAt: new Date().toISOString(),
        source: connection._sourceKind(),
        path,
      },
    };
  }
}

/** So much of a denied reference that a reader of the JSON knows which it was, and still a legal path. */
function deniedPath(text: string): string {
  let reference: ImageReference;
  try {
    reference = parseReference(text);
  } catch {
    return 'unreadable';
  }
  return reference.path;
}

/** Whether something is a token; what can't even be looked at is none. */
function isToken(given: unknown): boolean {
  try {
    return Token.isUnresolved(given);
  } catch {
    return false;
  }
}

function asHssError(error: unknown): HssError {
  if (error instanceof HssError) return error;
  const what = error instanceof Error ? error.message : String(error);
  return new HssError('HSS_INTERNAL', `an unforeseen error in the gate: ${what}`, {
    advice: 'please report this',
  });
}

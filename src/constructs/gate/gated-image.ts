import { HssError, asHssError } from '../../contract/error';
import {
  Decision,
  ImageReference,
  Judgement,
  Pinning,
  denyUnreadable,
  parseReference,
  shownReference,
} from '../../policy';
import { framework } from '../framework/framework';
import { kindOf } from '../shared/arguments';
import { Evaluation, Judging } from './asking/evaluation';

/** What became of an image: a judgement, or the error that kept it from being decided. */
export type GatedImageOutcome = { readonly judgement: Judgement } | { readonly error: HssError };

/** A host that no DNS has (RFC 2606) and so no runtime can pull from. */
const DENIED = 'denied.invalid';

/**
 * An image that a gate judges, because it was asked for it or found it. Nothing here throws: cdktf resolves tokens in the
 * middle of its work, so whatever is wrong is kept for the admission, which tells it together with all the rest.
 */
export class GatedImage {
  private evaluation: Evaluation | undefined;
  /** Settled without asking HSS. */
  private known: { readonly finding: string } | { readonly error: HssError } | undefined;
  private text = '(token)';

  /**
   * @param resolve turns a token into what stands in the synthesized JSON
   */
  constructor(
    private readonly judging: Judging,
    private readonly given: string,
    private readonly resolve: (token: string) => unknown = () => undefined,
  ) {
    // A plain reference is asked for at once, so that the answers come while the tree is being built.
    if (!judging.isDestroying && !isToken(given)) this.begin(given);
  }

  /**
   * Waits for the answers that are under way, and starts what follows from them.
   * @returns whether there is more to be waited for
   */
  public advance(): boolean {
    return this.unlessFailing(() => this.evaluation?.advance()) ?? false;
  }

  /** Starts asking for what the judgement at a path wants to know beyond the image's lists. */
  public prepareAt(path: string): void {
    this.unlessFailing(() => this.evaluation?.prepareAt(path));
  }

  /** The reference as it can be shown. */
  public get reference(): string {
    return this.text;
  }

  /** What is decided for a deployment by the construct at a path; waits for HSS. */
  public outcomeAt(path: string): GatedImageOutcome {
    this.settle();
    if (this.known !== undefined) {
      return 'error' in this.known
        ? this.known
        : { judgement: this.refused(this.known.finding, path) };
    }
    return this.attempt(() => ({ judgement: this.evaluation!.judgementAt(path) }));
  }

  /**
   * The IDs of the registries in HSS from which images of a reference's domain are pulled; waits for HSS. None where HSS could
   * not be asked, as the outcome says, or is not to be.
   */
  public registryIds(reference: Pick<ImageReference, 'domain'>): string[] {
    if (this.judging.isDestroying) return [];
    this.settle();
    try {
      return this.evaluation?.registryIds(reference) ?? [];
    } catch {
      return [];
    }
  }

  /**
   * What is deployed for it, wherever that may be. Of an image that is denied everywhere: a reference that can't be
   * pulled. One that only an exception for some paths lets through is judged again where it turns up.
   */
  public get deployed(): string {
    return this.textFor({ judgedAgain: true });
  }

  /** What is given to another stack, which may have no admission yet: by the gate's own path alone. */
  public get deployedElsewhere(): string {
    return this.textFor({ judgedAgain: false });
  }

  private textFor({ judgedAgain }: { readonly judgedAgain: boolean }): string {
    const { path, pinning, policy, isDestroying } = this.judging;
    if (isDestroying) return `${DENIED}/${deniedPath(this.given)}`;
    const outcome = this.outcomeAt(path);
    if ('error' in outcome) return `${DENIED}/undecided`;
    const { reference, decision, pinnedReference } = outcome.judgement.verdict;
    const scoped =
      judgedAgain &&
      policy.exceptions.some(({ image, scope }) => image !== undefined && scope !== undefined);
    if (decision === Decision.DENY && !(scoped && this.evaluation?.passesSomewhere === true)) {
      return `${DENIED}/${deniedPath(reference)}`;
    }
    return pinning === Pinning.NONE ? reference : (pinnedReference ?? reference);
  }

  private settle(): void {
    if (this.known === undefined && this.evaluation === undefined) this.beginFromToken();
  }

  private attempt(run: () => GatedImageOutcome): GatedImageOutcome {
    try {
      return run();
    } catch (error) {
      return { error: asHssError(error, 'in the gate') };
    }
  }

  /** What fails now fails again where the outcome is asked for, which says so. */
  private unlessFailing<T>(run: () => T): T | undefined {
    try {
      return run();
    } catch {
      return undefined;
    }
  }

  private begin(given: unknown): void {
    if (typeof given !== 'string') {
      const kind = kindOf(given);
      this.text = `(${kind})`;
      this.known = { finding: `the reference is ${kind}, no text` };
      return;
    }
    this.text = shownReference(given);
    let reference: ImageReference;
    try {
      reference = parseReference(given);
    } catch (error) {
      this.known = { finding: asHssError(error, 'in the gate').summary };
      return;
    }
    this.text = given;
    try {
      this.evaluation = new Evaluation(this.judging, reference);
    } catch (error) {
      this.known = { error: asHssError(error, 'in the gate') };
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
    if (typeof text === 'string') this.text = shownReference(text);
    this.known = {
      finding:
        'the reference is a token, whose value only Terraform knows; a gate needs it when the stack is synthesized',
    };
  }

  private refused(problem: string, path: string): Judgement {
    const { policy, connection } = this.judging;
    const source = connection._sourceKind();
    return denyUnreadable({ reference: this.text, problem, policy, now: Date.now(), source, path });
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
    return framework().Token.isUnresolved(given);
  } catch {
    return false;
  }
}

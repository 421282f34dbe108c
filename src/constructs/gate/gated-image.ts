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
import { Evaluation, JudgingSettings } from './asking/evaluation';

/**
 * The outcome of an image: its judgement, or the error because of which no decision was possible.
 */
export type GatedImageOutcome = { readonly judgement: Judgement } | { readonly error: HssError };

/** A host that never resolves (RFC 2606), so that no runtime can pull from it. */
const DENIED = 'denied.invalid';

/**
 * An image that a gate judges, because it was required, found or declared. Methods don't throw,
 * because cdktf resolves tokens while it synthesizes. Errors are kept for the admission, which
 * reports all of them at once.
 */
export class GatedImage {
  private evaluation: Evaluation | undefined;
  /** The outcome, if it is known without a query to HSS. */
  private known: { readonly finding: string } | { readonly error: HssError } | undefined;
  private text = '(token)';

  /**
   * @param resolve resolves a token to its value in the synthesized JSON
   */
  constructor(
    private readonly judging: JudgingSettings,
    private readonly given: string,
    private readonly resolve: (token: string) => unknown = () => undefined,
  ) {
    // The requests for a plain reference start at once, so that they run while the tree is being
    // built.
    if (!judging.isDestroying && !isToken(given)) this.begin(given);
  }

  /**
   * Waits for the running requests, and starts those that follow from the answers.
   * @returns whether requests are running
   */
  public advance(): boolean {
    return this.unlessFailing(() => this.evaluation?.advance()) ?? false;
  }

  /** Starts the requests that the judgement at a path needs in addition to the lists of images. */
  public prepareAt(path: string): void {
    this.unlessFailing(() => this.evaluation?.prepareAt(path));
  }

  /** The reference in a form that is safe to show. */
  public get reference(): string {
    return this.text;
  }

  /** Returns the outcome for a deployment by the construct at a path. Waits for HSS. */
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
   * Returns the IDs in HSS of the registries that serve the domain of a reference. Waits for HSS.
   * Empty if HSS could not be queried (the outcome has the error), or must not be.
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
   * The reference to deploy in the gate's stack. If the image is denied at every path, it is a
   * reference that can't be pulled. If an exception allows the image at some paths, it is judged
   * again at the path of its resource.
   */
  public get deployed(): string {
    return this.textFor({ judgedAgain: true });
  }

  /**
   * The reference to deploy in another stack, which may have no admission yet. It is judged at the
   * path of the gate only.
   */
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

  /** Ignores an error, because it occurs again, and is reported, when the outcome is read. */
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
      this.known = { finding: `the reference is ${kind}, expected a string` };
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
        'the reference is a token whose value only Terraform knows, but the gate needs it at synth',
    };
  }

  private refused(problem: string, path: string): Judgement {
    const { policy, connection } = this.judging;
    const source = connection._sourceKind();
    return denyUnreadable({ reference: this.text, problem, policy, now: Date.now(), source, path });
  }
}

/**
 * Returns the part of a denied reference that is a valid path and identifies it to a reader of the
 * JSON.
 */
function deniedPath(text: string): string {
  let reference: ImageReference;
  try {
    reference = parseReference(text);
  } catch {
    return 'unreadable';
  }
  return reference.path;
}

/** Returns whether a value is a token. False for a value that can't be inspected. */
function isToken(given: unknown): boolean {
  try {
    return framework().Token.isUnresolved(given);
  } catch {
    return false;
  }
}

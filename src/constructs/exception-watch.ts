import { IConstruct } from 'constructs';
import { Judgement, Policy, PolicyException, canonicalJson, expiringExceptions } from '../policy';

/** An exception as a warning names it. */
function nameOf({ image, rules, owner, expires, origin }: PolicyException): string {
  const where = origin === undefined ? '' : `, ${origin}`;
  return `the exception for ${image} (${rules.join(', ')}; owner ${owner}, until ${expires}${where})`;
}

/**
 * Watches which exceptions of an app's policies do anything, so that dead ones get removed and those that are about to
 * end are renewed in time. An exception may be for one stack of several, so what matched nothing is only known after the
 * last gated one.
 */
export class ExceptionWatch {
  private static readonly byApp = new WeakMap<IConstruct, ExceptionWatch>();

  public static of(root: IConstruct): ExceptionWatch {
    let watch = ExceptionWatch.byApp.get(root);
    if (watch === undefined) ExceptionWatch.byApp.set(root, (watch = new ExceptionWatch()));
    return watch;
  }

  private readonly stacks = new Set<IConstruct>();
  private readonly judged = new Set<IConstruct>();
  private readonly matched = new Set<string>();
  private readonly policies = new Set<Policy>();
  /** What has been said: once is enough for an app, however many stacks have the policy. */
  private readonly said = new Set<string>();

  /** A stack with a gate. */
  public expect(stack: IConstruct): void {
    this.stacks.add(stack);
  }

  /** What is to be warned of, now that a stack has been judged. */
  public warningsAfter(
    stack: IConstruct,
    judgements: readonly Judgement[],
    policies: readonly Policy[],
    now: number,
  ): string[] {
    for (const { matching } of judgements) {
      for (const exception of matching) this.matched.add(keyOf(exception));
    }
    this.judged.add(stack);
    for (const policy of policies) this.policies.add(policy);
    const expiring = policies
      .flatMap((policy) => expiringExceptions(policy, now))
      .map(
        (exception) =>
          `${nameOf(exception)} ends within 14 days: what it lets through is denied then`,
      );
    const isLast = [...this.stacks].every((one) => this.judged.has(one));
    const unmatched = isLast
      ? [...this.policies]
          .flatMap(({ exceptions }) => exceptions)
          .filter((exception) => !this.matched.has(keyOf(exception)))
          .map(
            (exception) =>
              `${nameOf(exception)} matched no image: remove it if it is not needed any more`,
          )
      : [];
    return [...expiring, ...unmatched].filter((text) => {
      const isNew = !this.said.has(text);
      this.said.add(text);
      return isNew;
    });
  }
}

function keyOf(exception: PolicyException): string {
  return canonicalJson(exception);
}

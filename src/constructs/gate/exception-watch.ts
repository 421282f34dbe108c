import { IConstruct } from 'constructs';
import {
  ExceptionUse,
  Policy,
  PolicyDeclaration,
  PolicyException,
  canonicalJson,
  exceptionTarget,
  expiringExceptions,
  originSuffix,
} from '../../policy';

/** Describes an exception in a warning. */
function nameOf(exception: PolicyException): string {
  const { rules, owner, expires } = exception;
  return `the exception for ${exceptionTarget(exception)} (${rules.join(', ')}; owner ${owner}, until ${expires}${originSuffix(exception)})`;
}

function nameOfDeclaration(declaration: PolicyDeclaration): string {
  const { resource, owner } = declaration;
  return `the declaration for ${resource} (owner ${owner}${originSuffix(declaration)})`;
}

/** The exceptions and declarations of the policies that the judgement of a stack used. */
export interface PolicyUse {
  readonly uses: readonly Pick<ExceptionUse, 'matching'>[];
  readonly declarations: readonly PolicyDeclaration[];
  readonly policies: readonly Policy[];
}

/**
 * Returns a text for each declaration and each exception by resource that matches no resource of
 * the stack.
 */
export function unusedTexts({ uses, declarations, policies }: PolicyUse): string[] {
  const used = new Set<unknown>([...declarations, ...uses.flatMap(({ matching }) => matching)]);
  const all = [...new Set(policies)];
  return [
    ...all
      .flatMap(({ exceptions }) => exceptions)
      .filter((exception) => exception.resource !== undefined && !used.has(exception))
      .map((exception) => `${nameOf(exception)} matches no resource of this stack`),
    ...all
      .flatMap((policy) => policy.declarations)
      .filter((declaration) => !used.has(declaration))
      .map((declaration) => `${nameOfDeclaration(declaration)} matches no resource of this stack`),
  ];
}

/**
 * Tracks which exceptions in the policies of an app are used, so that unused ones are removed and
 * expiring ones are renewed in time. An exception may be for one of several stacks, so the unused
 * ones are known only after the last gated stack.
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
  /** Reported texts. Each is reported once per app, even if several stacks have the policy. */
  private readonly reported = new Set<string>();

  /** Adds a stack that has a gate. */
  public addStack(stack: IConstruct): void {
    this.stacks.add(stack);
  }

  /** Returns the warnings after the judgement of a stack. */
  public warningsAfter(
    stack: IConstruct,
    { uses, declarations, policies }: PolicyUse,
    now: number,
  ): string[] {
    for (const { matching } of uses) {
      for (const exception of matching) this.matched.add(keyOf(exception));
    }
    for (const declaration of declarations) this.matched.add(keyOf(declaration));
    this.judged.add(stack);
    for (const policy of policies) this.policies.add(policy);
    const expiring = policies
      .flatMap((policy) => expiringExceptions(policy, now))
      .map(
        (exception) =>
          `${nameOf(exception)} expires within 14 days; the images and resources that it allows are then denied`,
      );
    const isLast = [...this.stacks].every((one) => this.judged.has(one));
    const unmatched = isLast ? this.unmatched() : [];
    return [...expiring, ...unmatched].filter((text) => {
      const isNew = !this.reported.has(text);
      this.reported.add(text);
      return isNew;
    });
  }

  /**
   * Returns texts for exceptions and declarations that match nothing in any stack. They may have a
   * typo or be obsolete.
   */
  private unmatched(): string[] {
    const policies = [...this.policies];
    const isUnmatched = (entry: PolicyException | PolicyDeclaration): boolean =>
      !this.matched.has(keyOf(entry));
    return [
      ...policies
        .flatMap(({ exceptions }) => exceptions)
        // Instance keys are not known before a plan.
        .filter((exception) => isUnmatched(exception) && !exception.resource?.includes('['))
        .map((exception) => {
          const what = exception.image === undefined ? 'resource' : 'image';
          return `${nameOf(exception)} matched no ${what}: correct it, or remove it if it is no longer needed`;
        }),
      ...policies
        .flatMap(({ declarations }) => declarations)
        .filter((declaration) => isUnmatched(declaration) && !declaration.resource.includes('['))
        .map(
          (declaration) =>
            `${nameOfDeclaration(declaration)} matched no resource: correct it, or remove it if it is no longer needed`,
        ),
    ];
  }
}

function keyOf(entry: PolicyException | PolicyDeclaration): string {
  return canonicalJson(entry);
}

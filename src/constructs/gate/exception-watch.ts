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

/** An exception as a warning names it. */
function nameOf(exception: PolicyException): string {
  const { rules, owner, expires } = exception;
  return `the exception for ${exceptionTarget(exception)} (${rules.join(', ')}; owner ${owner}, until ${expires}${originSuffix(exception)})`;
}

function nameOfDeclaration(declaration: PolicyDeclaration): string {
  const { resource, owner } = declaration;
  return `the declaration for ${resource} (owner ${owner}${originSuffix(declaration)})`;
}

/** What the judgement of a stack made of the policies' exceptions and declarations. */
export interface PolicyUse {
  readonly uses: readonly Pick<ExceptionUse, 'matching'>[];
  readonly declarations: readonly PolicyDeclaration[];
  readonly policies: readonly Policy[];
}

/** Which declarations of a stack's policies, and exceptions by resource, are about none of its resources. */
export function unusedTexts({ uses, declarations, policies }: PolicyUse): string[] {
  const used = new Set<unknown>([...declarations, ...uses.flatMap(({ matching }) => matching)]);
  const all = [...new Set(policies)];
  return [
    ...all
      .flatMap(({ exceptions }) => exceptions)
      .filter((exception) => exception.resource !== undefined && !used.has(exception))
      .map((exception) => `${nameOf(exception)} matches no resource here`),
    ...all
      .flatMap((policy) => policy.declarations)
      .filter((declaration) => !used.has(declaration))
      .map((declaration) => `${nameOfDeclaration(declaration)} matches no resource here`),
  ];
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
          `${nameOf(exception)} ends within 14 days: what it lets through is denied then`,
      );
    const isLast = [...this.stacks].every((one) => this.judged.has(one));
    const unmatched = isLast ? this.unmatched() : [];
    return [...expiring, ...unmatched].filter((text) => {
      const isNew = !this.said.has(text);
      this.said.add(text);
      return isNew;
    });
  }

  /** What is about nothing in any stack: it may have a slip in it, or be of no use any more. */
  private unmatched(): string[] {
    const policies = [...this.policies];
    const isUnmatched = (entry: PolicyException | PolicyDeclaration): boolean =>
      !this.matched.has(keyOf(entry));
    return [
      ...policies
        .flatMap(({ exceptions }) => exceptions)
        // Indexes are not known before a plan.
        .filter((exception) => isUnmatched(exception) && !exception.resource?.includes('['))
        .map((exception) => {
          const what = exception.image === undefined ? 'resource' : 'image';
          return `${nameOf(exception)} matched no ${what}: remove it if it is not needed any more`;
        }),
      ...policies
        .flatMap(({ declarations }) => declarations)
        .filter((declaration) => isUnmatched(declaration) && !declaration.resource.includes('['))
        .map(
          (declaration) =>
            `${nameOfDeclaration(declaration)} matched no resource: remove it if it is not needed any more`,
        ),
    ];
  }
}

function keyOf(entry: PolicyException | PolicyDeclaration): string {
  return canonicalJson(entry);
}

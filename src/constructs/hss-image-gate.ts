import {
  Annotations,
  DefaultTokenResolver,
  Lazy,
  StringConcat,
  TerraformStack,
  Tokenization,
} from 'cdktf';
import { Construct, IConstruct } from 'constructs';
import { HssError } from '../contract/error';
import { Decision, Enforcement, ImageVerdict, Pinning, parseReference } from '../policy';
import { Admission, AdmittedGate } from './admission';
import { checkInstance, checkTexts, kindOf, naming, refuseTokens } from './arguments';
import { Evaluation, Judging } from './evaluation';
import { gateMode } from './gate-mode';
import { HssConnection } from './hss-connection';
import { ImagePolicy } from './image-policy';
import { verdictText } from './refusal';
import { RequiredImage } from './required-image';
import { checkWaitSeconds } from './wait-seconds';

/** What a gate is told. */
export interface HssImageGateProps {
  /** What images must be like. */
  readonly policy: ImagePolicy;
  /**
   * The connection to ask through.
   * @default HssConnection.of(scope)
   */
  readonly connection?: HssConnection;
  /**
   * What becomes of an image that violates the policy: `DENY` refuses the stack; `WARN` deploys it all the same,
   * pinned where its digest is known, with a warning annotation. An image that could not be decided
   * (HSS is not reachable, say) refuses the stack either way.
   * @default Enforcement.DENY
   */
  readonly enforcement?: Enforcement;
  /**
   * What `require` gives: the digest that was evaluated, or the reference as it was written.
   * @default Pinning.DIGEST
   */
  readonly pinning?: Pinning;
  /**
   * An image that still waits for its scan is asked for again, at most so long, in seconds, 0 to 86400.
   * @default 0
   */
  readonly waitSeconds?: number;
}

const TOKEN_RESOLVER = new DefaultTokenResolver(new StringConcat());

/** How cdktf finds a hook into a construct's synthesis (`addCustomSynthesis`, which it does not export). */
const CUSTOM_SYNTHESIS = Symbol.for('cdktf/customSynthesis');

/**
 * Refuses to synthesize a stack that would deploy an image which HSS's scan condemned, has not scanned, or does
 * not know (API: ListCicdImages).
 *
 * The refusal comes when the stack's JSON is made, before anything of the stack is written. No skipped validation,
 * annotation setting or override goes round it.
 */
export class HssImageGate extends Construct {
  readonly #required = new Map<string, RequiredImage>();
  /** Required, and not yet advanced. */
  readonly #fresh: RequiredImage[] = [];
  /** Images whose tokens other stacks use. */
  readonly #elsewhere = new Map<TerraformStack, Set<RequiredImage>>();
  readonly #judging: Judging;
  readonly #stack: TerraformStack;

  /**
   * @param scope a stack, or a construct in one
   * @param id unique in the scope
   * @param props policy and settings
   * @throws HSS_INVALID_ARGUMENT when the scope is no stack and in none
   */
  constructor(scope: Construct, id: string, props: HssImageGateProps) {
    super(scope, id);
    const { policy, connection, enforcement, pinning, waitSeconds } =
      props ?? ({} as HssImageGateProps);
    this.#stack = naming(this, () => stackOf(this));
    this.#judging = naming(this, () => {
      refuseTokens({ enforcement, pinning, waitSeconds }, 'give its value');
      if (!(policy instanceof ImagePolicy)) {
        throw new HssError('HSS_INVALID_ARGUMENT', 'policy is no ImagePolicy', {
          advice: 'give policy: ImagePolicy.fromFile(path), or new ImagePolicy({...})',
        });
      }
      checkInstance(
        'connection',
        connection,
        HssConnection,
        'give a HssConnection, or leave it out',
      );
      gateMode(process.env);
      return {
        connection: connection ?? HssConnection.of(scope),
        policy: policy._policy(),
        enforcement: oneOf('enforcement', enforcement, Enforcement, Enforcement.DENY),
        pinning: oneOf('pinning', pinning, Pinning, Pinning.DIGEST),
        waitSeconds: checkWaitSeconds(waitSeconds),
        path: this.node.path,
      };
    });
    Admission.of(this.#stack).add(this.#asAdmitted(() => [...this.#required.values()]));
    this.warnWhenSynthesized();
  }

  /**
   * Judges an image now and gates nothing: for stacks that decide by themselves what to do.
   *
   * @param reference image reference, such as `swr.cn-north-4.myhuaweicloud.com/shop/web:1.4`
   * @throws HSS_INVALID_ARGUMENT for a text that is no reference or a token, and what keeps HSS from answering
   */
  public evaluate(reference: string): ImageVerdict {
    return naming(this, () => {
      checkTexts({ reference });
      return copyOf(new Evaluation(this.#judging, parseReference(reference)).verdict);
    });
  }

  /**
   * The reference to deploy: the image pinned to the digest that was evaluated.
   *
   * What is returned is a lazy token. Asking begins now and is waited for at synth, so fifty images cost about as
   * much as one. This never throws; an image that is denied becomes a reference that can't be pulled, and the stack is
   * refused with every denied image named at once.
   *
   * @param reference image reference, such as `swr.cn-north-4.myhuaweicloud.com/shop/web:1.4`
   */
  public require(reference: string): string {
    let image = this.#required.get(reference);
    if (image === undefined) {
      image = new RequiredImage(this.#judging, reference, (token) =>
        Tokenization.resolve(token, { scope: this, resolver: TOKEN_RESOLVER }),
      );
      this.#required.set(reference, image);
      this.#fresh.push(image);
    }
    const required = image;
    return Lazy.stringValue({
      produce: ({ scope }) => {
        this.#guardUse(scope, required);
        this.#advance();
        return required.deployed;
      },
    });
  }

  /**
   * The verdicts of all images that were required, in that order; reading waits for HSS.
   * @throws what kept an image from being decided
   */
  public get verdicts(): ImageVerdict[] {
    this.#advance();
    return [...this.#required.values()].map(({ outcome }) => {
      if ('error' in outcome) throw outcome.error.at(this.node.path);
      return copyOf(outcome.verdict);
    });
  }

  /** All images' first answers before any image's second: so what has to be asked on is asked at once. */
  #advance(): void {
    for (const image of this.#fresh.splice(0)) image.advance();
  }

  #asAdmitted(images: () => readonly RequiredImage[]): AdmittedGate {
    return {
      path: this.node.path,
      outcomes: () => {
        this.#advance();
        return images().map(({ reference, outcome }) => ({ reference, outcome }));
      },
    };
  }

  /** A token may be used in another stack than the gate's. That one must not be written with a denied image either. */
  #guardUse(user: IConstruct, image: RequiredImage): void {
    const stack = nearestStack(user);
    if (stack === undefined || stack === this.#stack) return;
    let images = this.#elsewhere.get(stack);
    if (images === undefined) {
      const used = new Set<RequiredImage>();
      this.#elsewhere.set(stack, (images = used));
      Admission.of(stack).add(this.#asAdmitted(() => [...used]));
    }
    images.add(image);
  }

  /** Annotations are collected before the JSON is made, so warnings are given in cdktf's hook just before. */
  private warnWhenSynthesized(): void {
    const warned = new Set<RequiredImage>();
    const onSynthesize = (): void => {
      this.#advance();
      for (const image of this.#required.values()) {
        const { outcome } = image;
        if (warned.has(image)) continue;
        warned.add(image);
        if ('verdict' in outcome && outcome.verdict.decision === Decision.WARN) {
          Annotations.of(this).addWarning(
            `HSS_IMAGE_DENIED (a warning here, the enforcement is WARN): ${verdictText(outcome.verdict)}`,
          );
        }
      }
    };
    Object.defineProperty(this, CUSTOM_SYNTHESIS, { value: { onSynthesize }, enumerable: false });
  }
}

function stackOf(construct: Construct): TerraformStack {
  const stack = nearestStack(construct);
  if (stack !== undefined) return stack;
  throw new HssError('HSS_INVALID_ARGUMENT', 'a gate stands in a stack or in a construct of one', {
    advice: 'make a gate for each stack: new HssImageGate(stack, …)',
  });
}

/** The stack whose JSON a construct becomes a part of; stacks may stand in stacks. */
function nearestStack(construct: IConstruct): TerraformStack | undefined {
  return [...construct.node.scopes].reverse().find((scope) => TerraformStack.isStack(scope));
}

/** Verdicts are decided by; what is handed out must not be the same objects. */
function copyOf(verdict: ImageVerdict): ImageVerdict {
  return structuredClone(verdict);
}

function oneOf<T extends string>(
  name: string,
  value: T | undefined,
  values: { readonly [member: string]: T },
  byDefault: T,
): T {
  if (value === undefined || value === null) return byDefault;
  if (Object.values(values).includes(value)) return value;
  throw new HssError(
    'HSS_INVALID_ARGUMENT',
    `${name} is ${typeof value === 'string' ? JSON.stringify(value) : kindOf(value)}, which is not allowed: expected one of ${Object.values(values).join(', ')}`,
    { advice: `leave ${name} out for ${byDefault}` },
  );
}

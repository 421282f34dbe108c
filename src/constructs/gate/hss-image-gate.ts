import { Construct, IConstruct } from 'constructs';
import { HssError } from '../../contract/error';
import { WaitBudget } from '../../lookup/wait-budget';
import { Enforcement, ImageVerdict, Pinning, parseReference } from '../../policy';
import { deepCopy } from '../../util/deep-copy';
import { TerraformStack, frameworkOf } from '../framework/framework';
import { Admission } from './admission/admission';
import {
  checkBoolean,
  checkInstance,
  checkTexts,
  naming,
  oneOf,
  refuseTokens,
} from '../shared/arguments';
import { CoverageEntry } from './coverage';
import { coverageEntry } from './coverage-entry';
import { advanceAll } from './asking/advance-all';
import { Evaluation, Judging } from './asking/evaluation';
import { GatedImage } from './gated-image';
import { gateMode } from './gate-mode';
import { HssConnection } from '../connection/hss-connection';
import { GATE_PROPS, HssImageGateProps } from './hss-image-gate-props';
import { ImagePolicy } from './image-policy';
import { refuseUnknownProps } from '../shared/known-props';
import { nearestStack } from '../shared/nearest-stack';
import { PathGlobs } from '../shared/path-globs';
import { addressOf, checkDeploys } from './resource-address';
import { PlanAccess, PlannedGate } from '../shared/plan-access';
import { AdmittedGate } from './admission/stack-decision';
import { SynthesisSession } from './admission/synthesis-session';
import { checkWaitSeconds } from '../shared/wait-seconds';

/** How cdktf finds a hook into a construct's synthesis (`addCustomSynthesis`, which it does not export). */
const CUSTOM_SYNTHESIS = Symbol.for('cdktf/customSynthesis');

/**
 * Refuses to synthesize a stack that would deploy an image which HSS's scan condemned, has not scanned, or does
 * not know. The policy's `imageSources` say in which lists it is looked for: the images that pipelines handed over
 * (API: ListCicdImages), and those of registries (API: ListRegistryImages and, for their addresses, ListRegistry).
 *
 * One line gates everything under its scope: every container image in the finished JSON is found, judged, and pinned to the
 * digest that was judged. The refusal comes before anything of the stack is written; no skipped validation, annotation
 * setting or override goes round it.
 *
 * @example
 * import { HssImageGate, ImagePolicy } from 'cdktf-hss';
 *
 * new HssImageGate(stack, 'gate', { policy: ImagePolicy.fromFile('image-policy.yaml') });
 */
export class HssImageGate extends Construct {
  readonly #required = new Map<string, GatedImage>();
  readonly #found = new Map<string, GatedImage>();
  readonly #declared = new Map<string, GatedImage>();
  readonly #declarations: {
    readonly resource: IConstruct;
    readonly references: readonly string[];
  }[] = [];
  /** Images whose tokens other stacks use. */
  readonly #elsewhere = new Map<TerraformStack, Set<GatedImage>>();
  readonly #judging: Judging;
  readonly #stack: TerraformStack;
  readonly #admitted: AdmittedGate;

  /**
   * @param scope a stack, or a construct in one: the gate covers everything under it
   * @param id unique in the scope
   * @param props policy and settings
   * @throws HSS_INVALID_ARGUMENT when the scope is no stack and in none
   */
  constructor(scope: Construct, id: string, props: HssImageGateProps) {
    super(scope, id);
    const {
      policy,
      connection,
      enforcement,
      pinning,
      undeterminable,
      atPlan,
      ignore,
      waitSeconds,
    } = props ?? ({} as HssImageGateProps);
    this.#stack = naming(this, () => stackOf(this));
    this.#judging = naming(this, () => {
      refuseUnknownProps(props ?? {}, GATE_PROPS);
      refuseTokens(
        { enforcement, pinning, undeterminable, atPlan, ignore, waitSeconds },
        'give its value',
      );
      checkBoolean('atPlan', atPlan);
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
      const wait = checkWaitSeconds(waitSeconds);
      return {
        connection: connection ?? HssConnection.of(scope),
        policy: policy._policy(),
        enforcement: oneOf('enforcement', enforcement, Enforcement, Enforcement.DENY),
        pinning: oneOf('pinning', pinning, Pinning, Pinning.DIGEST),
        waitSeconds: wait,
        budget: new WaitBudget(wait),
        isDestroying: gateMode(process.env) === 'destroy',
        path: this.node.path,
      };
    });
    this.#admitted = naming(this, () => {
      const ignored = new PathGlobs('ignore', ignore);
      const coversAll = scope === this.#stack;
      const inside = `${scope.node.path}/`;
      return {
        construct: this,
        judging: this.#judging,
        undeterminable: oneOf('undeterminable', undeterminable, Enforcement, Enforcement.DENY),
        ...(atPlan === true ? { plan: this.#planned() } : {}),
        // Of what an override made there is no construct; it is the stack's.
        covers: (path) =>
          coversAll || path === scope.node.path || path?.startsWith(inside) === true,
        isIgnored: (path) => path !== undefined && ignored.match(path),
        required: () => [...this.#required.values()],
        found: (reference) => this.#image(this.#found, reference, this.#judging),
        declared: (reference) =>
          this.#image(this.#declared, reference, { ...this.#judging, pinning: Pinning.NONE }),
        declarations: () => this.#declarationsByAddress(),
      };
    });
    Admission.of(this.#stack).add(this.#admitted);
    const onSynthesize = (session: SynthesisSession): void =>
      Admission.of(this.#stack).begin(session);
    Object.defineProperty(this, CUSTOM_SYNTHESIS, { value: { onSynthesize }, enumerable: false });
  }

  /**
   * Judges an image now and gates nothing: for stacks that decide by themselves what to do.
   *
   * @param reference image reference, such as `swr.cn-north-4.myhuaweicloud.com/shop/web:1.4`
   * @throws HSS_INVALID_ARGUMENT for a text that is no reference or a token, and what keeps HSS from answering
   *
   * @example
   * import { TerraformOutput } from 'cdktf';
   * import { HssImageGate, ImagePolicy, SeverityLevel } from 'cdktf-hss';
   *
   * const gate = new HssImageGate(stack, 'gate', { policy: new ImagePolicy({ maxSeverity: SeverityLevel.LOW }) });
   * const verdict = gate.evaluate('swr.cn-north-4.myhuaweicloud.com/shop/web:1.4');
   * new TerraformOutput(stack, 'decision', { value: verdict.decision });
   */
  public evaluate(reference: string): ImageVerdict {
    return naming(this, () => {
      checkTexts({ reference });
      const evaluation = new Evaluation(this.#judging, parseReference(reference));
      return copyOf(evaluation.judgementAt(this.node.path).verdict);
    });
  }

  /**
   * The reference to deploy: the image pinned to the digest that was evaluated.
   *
   * What is returned is a lazy token. Asking begins now and is waited for at synth. The requests of the first few images overlap,
   * and the others share one listing of the project for each list of the policy's `imageSources`, so fifty cost about one
   * lookup's time. Of a list with more than 3,980 images each asks by itself, as many at once as HSS answers without
   * slowing down, within the connection's concurrency. This never throws; an image that is
   * denied becomes a reference that can't be pulled, and the stack is refused with every denied image named at once.
   *
   * @param reference image reference, such as `swr.cn-north-4.myhuaweicloud.com/shop/web:1.4`
   *
   * @example
   * import { TerraformOutput } from 'cdktf';
   * import { HssImageGate, ImagePolicy } from 'cdktf-hss';
   *
   * const gate = new HssImageGate(stack, 'gate', { policy: ImagePolicy.fromFile('image-policy.yaml') });
   * new TerraformOutput(stack, 'image', {
   *   value: gate.require('swr.cn-north-4.myhuaweicloud.com/shop/web:1.4'),
   * });
   */
  public require(reference: string): string {
    const { DefaultTokenResolver, Lazy, StringConcat, Tokenization } = frameworkOf(this);
    let image = this.#required.get(reference);
    if (image === undefined) {
      const resolver = new DefaultTokenResolver(new StringConcat());
      image = new GatedImage(this.#judging, reference, (token) =>
        Tokenization.resolve(token, { scope: this, resolver }),
      );
      this.#required.set(reference, image);
    }
    const required = image;
    return Lazy.stringValue({
      produce: ({ scope }) => {
        const isElsewhere = this.#guardUse(scope, required);
        this.#advance();
        return isElsewhere ? required.deployedElsewhere : required.deployed;
      },
    });
  }

  /**
   * Says which images a resource deploys where that can't be seen: a Helm chart's defaults, say. They are judged as they are
   * written; since nothing can be pinned, a tag violates `reference-pinned` unless the policy excepts it.
   *
   * @param resource the resource or module
   * @param references all the images that it deploys and that are not in its attributes
   * @throws HSS_INVALID_ARGUMENT when the resource is none of the gate's stack, or there are no references
   */
  public declareImages(resource: IConstruct, references: string[]): void {
    naming(this, () => {
      checkDeploys(resource, this.#stack);
      if (!Array.isArray(references) || references.length === 0) {
        throw new HssError(
          'HSS_INVALID_ARGUMENT',
          'references is empty, expected image references',
          {
            advice: 'name every image that the resource deploys',
          },
        );
      }
      references.forEach((reference) => checkTexts({ reference }));
      this.#declarations.push({ resource, references: [...references] });
      for (const reference of references) this.#admitted.declared(reference);
    });
  }

  /**
   * The verdicts of all images that were required, in that order. Reading waits for HSS. None when HSS_GATE_MODE is destroy.
   * @throws what kept an image from being decided
   */
  public get verdicts(): ImageVerdict[] {
    if (this.#judging.isDestroying) return [];
    this.#advance();
    return [...this.#required.values()].map((image) => {
      const outcome = image.outcomeAt(this.node.path);
      if ('error' in outcome) throw outcome.error.at(this.node.path);
      return copyOf(outcome.judgement.verdict);
    });
  }

  /** Every resource that the gate covered at the last synth, with its images. Empty before. */
  public get coverage(): CoverageEntry[] {
    return Admission.of(this.#stack).coveredBy(this.#admitted).map(coverageEntry);
  }

  #planned(): PlannedGate {
    const { connection } = this.#judging;
    return {
      access: PlanAccess.of(this.#stack),
      target: () => connection._planTarget(),
      enterpriseProjectId: connection._enterpriseProjectId(),
      registryIds: (reference) => this.#registryIds(reference),
    };
  }

  #registryIds(reference: string): readonly string[] {
    const images = [this.#required, this.#found, this.#declared].flatMap((all) => [
      ...all.values(),
    ]);
    const judged = images.find((image) => image.reference === reference);
    return judged?.registryIds(parseReference(reference)) ?? [];
  }

  #image(images: Map<string, GatedImage>, reference: string, judging: Judging): GatedImage {
    let image = images.get(reference);
    if (image === undefined) images.set(reference, (image = new GatedImage(judging, reference)));
    return image;
  }

  #declarationsByAddress(): Map<string, string[]> {
    const byAddress = new Map<string, string[]>();
    for (const { resource, references } of this.#declarations) {
      const address = addressOf(resource, this.#stack);
      byAddress.set(address, [...(byAddress.get(address) ?? []), ...references]);
    }
    return byAddress;
  }

  #advance(): void {
    const { path } = this.node;
    advanceAll([...this.#required.values()].map((image) => ({ image, path })));
  }

  /**
   * A token may be used in another stack than the gate's. That one must not be written with a denied image either.
   * @returns whether it is
   */
  #guardUse(user: IConstruct, image: GatedImage): boolean {
    const stack = nearestStack(user);
    if (stack === undefined || stack === this.#stack) return false;
    let images = this.#elsewhere.get(stack);
    if (images === undefined) {
      const used = new Set<GatedImage>();
      this.#elsewhere.set(stack, (images = used));
      Admission.of(stack).add({
        ...this.#admitted,
        // That stack's plan is its own gate's business.
        plan: undefined,
        covers: () => false,
        required: () => [...used],
        declarations: () => new Map(),
      });
    }
    images.add(image);
    return true;
  }
}

function stackOf(construct: Construct): TerraformStack {
  const stack = nearestStack(construct);
  if (stack !== undefined) return stack;
  throw new HssError('HSS_INVALID_ARGUMENT', 'a gate stands in a stack or in a construct of one', {
    advice: 'make a gate for each stack: new HssImageGate(stack, …)',
  });
}

/** Verdicts are decided by; what is handed out must not be the same objects. */
function copyOf(verdict: ImageVerdict): ImageVerdict {
  return deepCopy(verdict);
}

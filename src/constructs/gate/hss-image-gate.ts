import { Construct, IConstruct } from 'constructs';
import { HssError } from '../../contract/error';
import { WaitBudget } from '../../lookup/blocking/wait-budget';
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
import { Evaluation, JudgingSettings } from './asking/evaluation';
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

/** The key of a construct's synthesis hook in cdktf, which does not export `addCustomSynthesis`. */
const CUSTOM_SYNTHESIS = Symbol.for('cdktf/customSynthesis');

/**
 * Refuses to synthesize a stack that would deploy an image that violates the policy, or that HSS
 * does not list or has not scanned. The policy's `imageSources` select the lists that are searched:
 * CI/CD images (API: ListCicdImages), and registry images (API: ListRegistryImages and, for the
 * addresses of registries, ListRegistry).
 *
 * One gate covers everything under its scope: it finds every container image in the finished JSON,
 * evaluates it, and pins it to the evaluated digest. A refused stack is not written. Skipping
 * validations, annotation settings and overrides can't bypass the gate.
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
  /** Required images whose tokens are used in other stacks, by stack. */
  readonly #elsewhere = new Map<TerraformStack, Set<GatedImage>>();
  readonly #judging: JudgingSettings;
  readonly #stack: TerraformStack;
  readonly #admitted: AdmittedGate;

  /**
   * @param scope a stack or a construct in one. The gate covers everything below it
   * @param id unique in the scope
   * @param props the policy and settings of the gate
   * @throws HSS_INVALID_ARGUMENT for an invalid prop, or if the scope is neither a stack nor in one
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
        'pass a plain value',
      );
      checkBoolean('atPlan', atPlan);
      if (!(policy instanceof ImagePolicy)) {
        throw new HssError('HSS_INVALID_ARGUMENT', 'policy is not an instance of ImagePolicy', {
          advice: 'pass ImagePolicy.fromFile(path) or new ImagePolicy({...})',
        });
      }
      checkInstance('connection', connection, HssConnection, 'pass an HssConnection, or omit it');
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
        // A resource that an override added has no construct. Only gates of the whole stack cover
        // it.
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
   * Evaluates an image now, without effect on the stack. Use it in stacks that decide themselves
   * what to deploy.
   *
   * @param reference image reference, such as `swr.cn-north-4.myhuaweicloud.com/shop/web:1.4`
   * @throws HSS_INVALID_ARGUMENT for a token or an invalid reference, and the errors of lookups
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
   * Returns the reference to deploy: the image pinned to the evaluated digest.
   *
   * The returned string is a lazy token. The requests start now, and the synth waits for them. The
   * requests of the first few images overlap, and the others share one listing of the project per
   * list of the policy's `imageSources`, so 50 images take about the time of one lookup. If a list
   * has more than 3,980 images, each image is queried separately, with as many requests at once as
   * HSS answers without slowing down, up to the `concurrency` of the connection.
   *
   * The method never throws. A denied image becomes a reference that can't be pulled, and the stack
   * is refused with an error that names all denied images.
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
   * Declares images that a resource deploys but that are not in its attributes, for example the
   * defaults of a Helm chart. They are evaluated as written. Because they can't be pinned, a tag
   * violates `reference-pinned` unless the policy has an exception.
   *
   * @param resource the resource or module that deploys the images
   * @param references all images that it deploys and that are not in its attributes
   * @throws HSS_INVALID_ARGUMENT if the resource is not in the gate's stack, or without references
   */
  public declareImages(resource: IConstruct, references: string[]): void {
    naming(this, () => {
      checkDeploys(resource, this.#stack);
      if (!Array.isArray(references) || references.length === 0) {
        throw new HssError(
          'HSS_INVALID_ARGUMENT',
          'references is empty, expected at least one image reference',
          {
            advice: 'list every image that the resource deploys',
          },
        );
      }
      references.forEach((reference) => checkTexts({ reference }));
      this.#declarations.push({ resource, references: [...references] });
      for (const reference of references) this.#admitted.declared(reference);
    });
  }

  /**
   * Verdicts of all required images, in the order of the `require` calls. Reading waits for HSS.
   * Empty if `HSS_GATE_MODE` is `destroy`.
   * @throws the error of an image that could not be decided
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

  /**
   * Resources that the gate covered at the last synth, with their images. Empty before the first
   * synth.
   */
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

  #image(images: Map<string, GatedImage>, reference: string, judging: JudgingSettings): GatedImage {
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
   * Guards another stack that uses a token of this gate, because that stack must not be written
   * with a denied image either.
   * @returns whether the user is in another stack
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
        // The plan of that stack is guarded by its own gates.
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
  throw new HssError('HSS_INVALID_ARGUMENT', 'a gate must be in a stack or in a construct of one', {
    advice: 'create a gate for each stack: new HssImageGate(stack, ...)',
  });
}

/** Copies a verdict for the caller, because the gate still uses the original. */
function copyOf(verdict: ImageVerdict): ImageVerdict {
  return deepCopy(verdict);
}

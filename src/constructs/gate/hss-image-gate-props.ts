import { Enforcement, Pinning } from '../../policy';
import { HssConnection } from '../connection/hss-connection';
import { ImagePolicy } from './image-policy';
import { propNames } from '../../util/prop-names';

/** Properties of an image gate. */
export interface HssImageGateProps {
  /** Policy that images must pass. */
  readonly policy: ImagePolicy;
  /**
   * Connection to HSS.
   * @default HssConnection.of(scope)
   */
  readonly connection?: HssConnection;
  /**
   * How the gate handles an image that violates the policy. `DENY` refuses the stack. `WARN`
   * deploys the image with a warning annotation, pinned if its digest is known. If no decision is
   * possible, for example because HSS is unreachable, the stack is refused in both cases.
   * @default Enforcement.DENY
   */
  readonly enforcement?: Enforcement;
  /**
   * Whether images are pinned to the evaluated digest (`DIGEST`) or deployed as written (`NONE`).
   * @default Pinning.DIGEST
   */
  readonly pinning?: Pinning;
  /**
   * How the gate handles a resource whose images can't be determined: for example, a value that
   * only Terraform knows, a Helm chart without `declareImages`, or an unknown resource type with
   * attributes that look like images.
   * @default Enforcement.DENY
   */
  readonly undeterminable?: Enforcement;
  /**
   * Whether Terraform decides again at every plan. Each resource with images then has a
   * precondition that queries HSS. Run Terraform through `hss-gate exec`, or set the variable
   * `hss_token`. See docs/plan-time.md.
   * @default false
   */
  readonly atPlan?: boolean;
  /**
   * Construct paths that the gate ignores, as globs: `*` and `?` match within a segment, `**`
   * matches whole segments. The coverage and hss-verdicts.json list ignored resources.
   * @default - none
   */
  readonly ignore?: string[];
  /**
   * Maximum time to wait for pending scans, in seconds, 0 to 86400. The gate waits only for a scan
   * that can change its decision: it does not wait for one list if a scan in the other list
   * decides.
   * @default 0
   */
  readonly waitSeconds?: number;
}

/** Names of the props. */
export const GATE_PROPS = propNames<HssImageGateProps>({
  policy: true,
  connection: true,
  enforcement: true,
  pinning: true,
  undeterminable: true,
  atPlan: true,
  ignore: true,
  waitSeconds: true,
});

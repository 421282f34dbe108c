import { Enforcement, Pinning } from '../../policy';
import { HssConnection } from '../connection/hss-connection';
import { ImagePolicy } from './image-policy';
import { propNames } from '../../util/prop-names';

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
   * What becomes of an image that violates the policy. `DENY` refuses the stack. `WARN` deploys it all the same,
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
   * What becomes of a resource of which it can't be said which images it deploys: a value that only Terraform knows, a Helm
   * chart without `declareImages`, an unknown resource type with image-like attributes.
   * @default Enforcement.DENY
   */
  readonly undeterminable?: Enforcement;
  /**
   * Whether Terraform decides again, at every plan: each resource with images then has a precondition that asks HSS. Plan
   * through `hss-gate exec`, or with the variable `hss_token`. See docs/plan-time.md.
   * @default false
   */
  readonly atPlan?: boolean;
  /**
   * Construct paths that the gate passes over, as globs: `*` and `?` within a segment, `**` for whole segments. What is
   * ignored is listed in the coverage and in hss-verdicts.json.
   * @default - none
   */
  readonly ignore?: string[];
  /**
   * An image that still waits for its scan is asked for again, at most so long, in seconds, 0 to 86400. Only the scan that
   * decides is waited for: an image that one list has scanned is judged, whatever the other one is still to scan.
   * @default 0
   */
  readonly waitSeconds?: number;
}

/** The names of the props. */
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

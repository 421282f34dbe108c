import { readFeedFile } from '../../files/feed-file';
import { policyFilesFor } from '../../files/policy-files';
import { ImagePolicyProps, Policy, loadPolicy, policyFromProps, policyHash } from '../../policy';

/**
 * A policy that images must pass to be deployed. The same policy applies at synth, at plan and on
 * the command line.
 *
 * @example
 * import { ImagePolicy, SeverityLevel } from 'cdktf-hss';
 *
 * const policy = new ImagePolicy({ maxSeverity: SeverityLevel.LOW, maxScanAgeHours: 24 });
 */
export class ImagePolicy {
  /**
   * Reads a policy file (YAML or JSON, see `schema/image-policy.schema.json` of this package), the
   * files that it extends, and its feed of known exploited vulnerabilities. Extended files must be
   * below the working directory of the app. If the policy file is outside of it, they must be in or
   * below the folder of the policy file.
   *
   * @param path path of the file, absolute or relative to the working directory of the app
   * @throws HSS_POLICY_INVALID with the file, line and column of each error
   */
  public static fromFile(path: string): ImagePolicy {
    const made = Object.create(ImagePolicy.prototype) as ImagePolicy;
    made.policy = loadPolicy(path, policyFilesFor(path), Date.now());
    return made;
  }

  private policy: Policy;

  /**
   * @param props settings of the policy
   * @throws HSS_POLICY_INVALID with each invalid prop
   */
  constructor(props: ImagePolicyProps) {
    this.policy = policyFromProps(props, Date.now(), readFeedFile);
  }

  /**
   * Hash of the meaning of the policy, sha256 in hex. Order, comments and explicit defaults don't
   * change it.
   */
  public get hash(): string {
    return policyHash(this.policy);
  }

  /** @internal */
  public _policy(): Policy {
    return this.policy;
  }
}

import { readFeedFile } from '../../files/feed-file';
import { policyFilesFor } from '../../files/policy-files';
import { ImagePolicyProps, Policy, loadPolicy, policyFromProps, policyHash } from '../../policy';

/**
 * What an image must be like to be deployed. One policy serves the synth, the plan and the command line.
 *
 * @example
 * import { ImagePolicy, SeverityLevel } from 'cdktf-hss';
 *
 * const policy = new ImagePolicy({ maxSeverity: SeverityLevel.LOW, maxScanAgeHours: 24 });
 */
export class ImagePolicy {
  /**
   * Reads a policy file, YAML or JSON, as `schema/image-policy.schema.json` of this package describes it, and the files that it
   * extends. Those have to be under the directory that the app runs in, or, when the file itself is not, beside or below
   * the file. The feed of known exploited vulnerabilities that it names is read as well.
   *
   * @param path path of the file, where a relative one starts at the directory that the app runs in
   * @throws HSS_POLICY_INVALID naming file, line and column of everything that is wrong
   */
  public static fromFile(path: string): ImagePolicy {
    const made = Object.create(ImagePolicy.prototype) as ImagePolicy;
    made.policy = loadPolicy(path, policyFilesFor(path), Date.now());
    return made;
  }

  private policy: Policy;

  /**
   * @param props the policy's settings
   * @throws HSS_POLICY_INVALID naming each prop that is wrong
   */
  constructor(props: ImagePolicyProps) {
    this.policy = policyFromProps(props, Date.now(), readFeedFile);
  }

  /** Hash of what the policy means, sha256 in hex: the same whatever its order, comments and written-out defaults. */
  public get hash(): string {
    return policyHash(this.policy);
  }

  /** @internal */
  public _policy(): Policy {
    return this.policy;
  }
}

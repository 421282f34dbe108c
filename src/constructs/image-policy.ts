import { readFileSync } from 'node:fs';
import { HssError } from '../contract/error';
import { ImagePolicyProps, Policy, parsePolicy, policyFromProps, policyHash } from '../policy';

/**
 * What an image must be like to be deployed. One policy serves the synth, the plan and the command line.
 */
export class ImagePolicy {
  /**
   * Reads a policy file, YAML or JSON, as `schema/image-policy.schema.json` of this package describes it.
   *
   * @param path path of the file; a relative one starts at the directory that the app runs in
   * @throws HSS_POLICY_INVALID naming file, line and column of everything that is wrong
   */
  public static fromFile(path: string): ImagePolicy {
    let text: string;
    try {
      text = readFileSync(path, 'utf8');
    } catch (error) {
      const reason = (error as NodeJS.ErrnoException).code ?? 'unknown error';
      throw new HssError(
        'HSS_POLICY_INVALID',
        `${path}: the policy file can't be read (${reason})`,
        {
          advice: 'check the path; a relative one starts at the directory that the app runs in',
        },
      );
    }
    const policy = parsePolicy(text, path, Date.now());
    // A checked policy has the form of props; checking it twice costs nothing that counts.
    return new ImagePolicy(policy as unknown as ImagePolicyProps);
  }

  private readonly policy: Policy;

  /**
   * @param props the policy's settings
   * @throws HSS_POLICY_INVALID naming each prop that is wrong
   */
  constructor(props: ImagePolicyProps) {
    this.policy = policyFromProps(props, Date.now());
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

import { Policy } from '../model/policy';
import { PolicyPath } from '../model/problem';

/** A policy as it is compared with the policy that it extends, possibly before its feed is read. */
export interface ComparedPolicy extends Policy {
  /** The feed's absolute path, so that equal files with different names are equal. */
  readonly feedPath?: string;
}

/** One way in which a policy is looser than another. */
export interface Loosening<Setting extends string> {
  /** The setting that must be overridable. */
  readonly setting: Setting;
  /** The path of the setting in a policy, down to the level of a severity. */
  readonly path: PolicyPath;
  /** What is looser, such as `60 is looser than 50`. */
  readonly text: string;
}

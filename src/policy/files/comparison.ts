import { Policy } from '../model/policy';
import { PolicyPath } from '../model/problem';

/** A policy as it is compared with the one that it extends, which may be before its feed has been read. */
export interface ComparedPolicy extends Policy {
  /** The feed's file, absolute: which file it is matters, not how it was named. */
  readonly feedPath?: string;
}

/** One way in which a policy is looser than another one. */
export interface Loosening<Setting extends string> {
  /** What has to be overridable for it. */
  readonly setting: Setting;
  /** Where the setting is in a policy; one of several levels has a path of its own. */
  readonly path: PolicyPath;
  /** What is looser, such as `60 is looser than 50`. */
  readonly text: string;
}

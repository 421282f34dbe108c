import { Policy } from '../model/policy';
import { nameText } from '../model/problem';
import { ImageSource } from '../model/image-source';
import { nearest } from '../../util/spelling';
import { idleLimits } from './vulnerabilities/idle-limits';

/** A setting of a valid policy that has no effect because of another setting. */
export interface IdleSetting {
  /** Its name, or its path in a map. */
  readonly setting: string;
  /** The idle part: the setting, or a name in it. */
  readonly what: string;
  /** The setting that makes it idle, or the map in which a setting is missing. */
  readonly because: string;
  /** How that setting makes it idle; follows its name in a message. */
  readonly how: string;
  readonly advice: string;
}

/**
 * Returns the settings without effect, each with the reason. They are not errors: they allow
 * nothing.
 */
export function idleSettings(policy: Policy): IdleSetting[] {
  return [...idleRegistrySettings(policy), ...idleLimits(policy)];
}

function idleRegistrySettings(policy: Policy): IdleSetting[] {
  const { imageSources, registryHosts, maxSyncAgeHours } = policy;
  if (imageSources.includes(ImageSource.REGISTRY)) return idleHosts(policy);
  const written: string[] = [];
  if (registryHosts !== undefined) written.push('registryHosts');
  if (maxSyncAgeHours !== undefined) written.push('maxSyncAgeHours');
  return written.map((setting) => ({
    setting,
    what: setting,
    because: 'imageSources',
    how: `leaves ${ImageSource.REGISTRY} out`,
    advice: `add ${ImageSource.REGISTRY} there, or remove ${setting}`,
  }));
}

/** Returns the registries that have hosts but are not selected. */
function idleHosts({ registryHosts = {}, registryNames }: Policy): IdleSetting[] {
  if (registryNames === undefined) return [];
  return Object.keys(registryHosts)
    .filter((name) => !registryNames.includes(name))
    .map((name) => {
      const meant = nearest(name, registryNames);
      return {
        setting: 'registryHosts',
        what: `registryHosts for ${nameText(name)}`,
        because: 'registryNames',
        how: `leaves ${nameText(name)} out`,
        advice:
          meant === undefined
            ? 'add it there, or remove its hosts'
            : `did you mean ${nameText(meant)}?`,
      };
    });
}

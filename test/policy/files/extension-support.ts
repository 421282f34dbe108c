import { HssError } from '../../../src/contract/error';
import { Policy, PolicyFiles, loadPolicy } from '../../../src/policy';
import { NOW, filesOf } from '../fixtures';

/** A policy file that extends another one. */

export const BASE = `version: 1
maxSeverity: Low
maxVulnerabilities: 50
`;
export const CHILD = 'version: 1\nextends: ./base.yaml\n';

/** Loads team.yaml, which extends base.yaml. */
export function load(base: string, child: string, now = NOW): Policy {
  return loadPolicy('team.yaml', twoFiles(base, child), now);
}

export function twoFiles(base: string, child: string): PolicyFiles {
  return filesOf({ '/repo/base.yaml': base, '/repo/team.yaml': child });
}

export function refusal(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    expect(error).toBeInstanceOf(HssError);
    expect((error as HssError).code).toBe('HSS_POLICY_INVALID');
    return (error as HssError).summary;
  }
  throw new Error('it was taken');
}

export const waiver = (rules: string, more = ''): string =>
  `exceptions:\n  - image: shop/web:*\n    rules: ${rules}\n    owner: a\n    reason: b\n    expires: 2026-12-31\n${more}`;

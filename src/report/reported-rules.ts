import { RULES, ResourceRuleId } from '../policy';
import type { Entry } from './entries';

/** A rule as reports describe it. */
export interface ReportedRule {
  readonly id: string;
  readonly title: string;
  readonly help: string;
}

/** The rules about resources. */
const RESOURCE_RULES: readonly (ReportedRule & { readonly id: ResourceRuleId })[] = [
  {
    id: 'images-determinable',
    title: 'The images can be determined',
    help:
      'Every image that a resource deploys must be known. This resource may deploy images that were not judged: ' +
      'they are known only at apply, are sensitive, or are in a place that cannot be read. There are three solutions. ' +
      'Write the references as plain text. Declare the images, by gate.declareImages or by declarations in the ' +
      'policy. Or add an exception from images-determinable to the policy, for the resource or a scope.',
  },
];

/**
 * Reasons to refuse a deployment other than a policy's rules. The IDs are stable, like those of the
 * rules.
 */
const ENTRY_RULES = {
  undecided: {
    id: 'image-undecided',
    title: 'The image is undecided',
    help:
      'HSS could not be asked, or its answer could not be used, so nothing is known of the image. The error says what to ' +
      'do; run the check again then.',
  },
  conflict: {
    id: 'deployment-refused',
    title: 'The deployment is refused as a whole',
    help:
      'Something other than an image prevents it: a plan that does not show all that it would deploy, a missing gate, ' +
      'or gates that contradict each other.',
  },
} as const;

/** The rules of a policy, in the order of the checks. */
export const POLICY_RULES: readonly ReportedRule[] = [
  ...RULES.map(({ id, title, help }) => ({ id, title, help })),
  ...RESOURCE_RULES,
];

/** All rules that results can have, in a stable order. */
export const REPORTED_RULES: readonly ReportedRule[] = [
  ...POLICY_RULES,
  ...Object.values(ENTRY_RULES),
];

/** Returns the rule of an entry without findings. Undefined if its findings have rules. */
export function entryRuleId({ kind }: Entry): string | undefined {
  return kind === 'undecided' || kind === 'conflict' ? ENTRY_RULES[kind].id : undefined;
}

import { RULES } from '../policy';
import { Entry } from './entries';

/** A rule as reports describe it. */
export interface ReportedRule {
  readonly id: string;
  readonly title: string;
  readonly help: string;
}

/** What refuses a deployment beside the rules of a policy. The ids are stable, as those of the rules are. */
const OWN = {
  undecided: {
    id: 'image-undecided',
    title: 'The image could not be decided',
    help:
      'HSS could not be asked, or its answer could not be used, so nothing is known of the image. The error says what to ' +
      'do; run the check again then.',
  },
  undeterminable: {
    id: 'images-undeterminable',
    title: 'The images of a resource can not be determined',
    help:
      'The resource may deploy images which nobody has judged: their names are known only when it is applied, are ' +
      'sensitive, or stand where they can not be read. Write the references down, or declare them to the gate.',
  },
  conflict: {
    id: 'deployment-refused',
    title: 'The deployment is refused as a whole',
    help:
      'Something other than an image is against it: a plan that does not show all that it would deploy, a missing gate, ' +
      'or gates that contradict each other.',
  },
} as const;

/** All rules that a result can be of, in a stable order. */
export const REPORTED_RULES: readonly ReportedRule[] = [
  ...RULES.map(({ id, title, help }) => ({ id, title, help })),
  ...Object.values(OWN),
];

/** The rule that an entry without findings is a result of; none for an image, or what was ignored. */
export function ownRuleId({ kind }: Entry): string | undefined {
  return kind === 'image' || kind === 'ignored' ? undefined : OWN[kind].id;
}

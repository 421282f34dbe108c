import { PolicyDocument } from './document';
import { OVERRIDABLE_SETTINGS, loosenedText, looserSettings } from './loosening';
import { Policy, normalise } from '../model/policy';
import { PolicyProblem } from '../model/problem';
import { ImagePolicyProps } from '../model/props';
import { VULNERABILITY_RULE_IDS } from '../model/rule-id';
import { enumerate } from '../../util/text';

/** A policy file's settings, once they have no problems. */
export interface FileSettings extends Partial<ImagePolicyProps> {
  readonly extends?: string;
  readonly overridable?: readonly string[];
  readonly waivable?: readonly string[];
}

/** A policy as those that extend it see it. */
export interface Base {
  /** What its file is called. */
  readonly file: string;
  readonly policy: Policy;
  /** Where each setting is written that is no default, `file:line:column`. */
  readonly places: ReadonlyMap<string, string>;
  /** What its own file says; what it was given itself is not passed on by silence. */
  readonly grants: { readonly [list in GrantList]: Grant };
}

type GrantList = 'overridable' | 'waivable';

interface Grant {
  readonly names: readonly string[];
  /** Where the list is, or the file that has none. */
  readonly place: string;
}

/** A file of settings, and what it is called. */
export interface PolicySource {
  /** In errors. */
  readonly name: string;
  /** In the origin of exceptions. */
  readonly label: string;
  readonly document: PolicyDocument;
}

/** The policy that a file's settings make of the one that they extend, or of the defaults. */
export function extend(settings: FileSettings, source: PolicySource, parent?: Base): Base {
  const { name, label, document } = source;
  const placeOf = (key: string): string => {
    const { line, column } = document.placeOf([key], false);
    return `${name}:${line}:${column}`;
  };
  const grant = (list: GrantList): Grant => ({
    names: settings[list] ?? [],
    place: settings[list] === undefined ? name : placeOf(list),
  });
  const own = OVERRIDABLE_SETTINGS.filter((key) => settings[key] !== undefined);
  return {
    file: name,
    policy: normalise(settings, parent?.policy, (list, index) => ({
      file: label,
      line: document.placeOf([list, index], false).line,
      path: name,
    })),
    places: new Map([
      ...(parent?.places ?? []),
      ...own.map((key): [string, string] => [key, placeOf(key)]),
    ]),
    grants: { overridable: grant('overridable'), waivable: grant('waivable') },
  };
}

/** What a file's settings undo of the policy that they extend without having been allowed to. */
export function extensionProblems(settings: FileSettings, parent: Base): PolicyProblem[] {
  const { overridable, waivable } = parent.grants;
  const child = normalise(settings, parent.policy);
  const problems: PolicyProblem[] = looserSettings(child, parent.policy)
    .filter((setting) => !overridable.names.includes(setting))
    .map((setting) => {
      const place = parent.places.get(setting) ?? `${parent.file} does not set it`;
      const loosened = loosenedText(setting, child, parent.policy);
      return {
        path: [setting],
        message: `${loosened} (${place}), and ${grantText(parent, 'overridable')}`,
      };
    });
  (settings.exceptions ?? []).forEach(({ rules = VULNERABILITY_RULE_IDS }, index) =>
    rules.forEach((rule, at) => {
      if (waivable.names.includes(rule)) return;
      const path = ['exceptions', index, 'rules', at];
      problems.push({
        path,
        message: `${rule} can't be waived here: ${grantText(parent, 'waivable')}`,
      });
    }),
  );
  for (const list of ['overridable', 'waivable'] as const) {
    (settings[list] ?? []).forEach((name, at) => {
      if (parent.grants[list].names.includes(name)) return;
      const message = `${name} can't be passed on: ${grantText(parent, list)}`;
      problems.push({ path: [list, at], message });
    });
  }
  return problems;
}

function grantText({ grants }: Base, list: GrantList): string {
  const { names, place } = grants[list];
  return names.length === 0
    ? `${place} lists nothing under ${list}`
    : `${place} lists only ${enumerate(names, 20)} under ${list}`;
}

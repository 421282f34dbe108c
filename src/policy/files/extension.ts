import { PolicyDocument } from './document';
import { OVERRIDABLE_SETTINGS, loosenings } from './loosening';
import { Policy, normalise } from '../model/policy';
import { PolicyProblem, policyPathText } from '../model/problem';
import { ImagePolicyProps } from '../model/props';
import { VULNERABILITY_RULE_IDS } from '../model/rule-id';
import { enumerate } from '../../util/text';
import { vulnerabilityProblems } from './vulnerabilities/check';
import { NamedFeed, namedFeed } from './vulnerabilities/feed-source';

/** The settings of a policy file without problems. */
export interface FileSettings extends Partial<ImagePolicyProps> {
  readonly extends?: string;
  readonly overridable?: readonly string[];
  readonly waivable?: readonly string[];
}

/** A policy as seen by the files that extend it. */
export interface Base {
  /** The file's name. */
  readonly file: string;
  /** Without its feed. */
  readonly policy: Policy;
  /**
   * Where each setting is written, `file:line:column`, by its name, or by its path in a map. A
   * setting that no file sets is missing.
   */
  readonly places: ReadonlyMap<string, string>;
  /** The feed that the policy names, and the file that names it. */
  readonly feed?: NamedFeed & { readonly source: PolicySource };
  /**
   * Only from this file: what the extended policy allows is not passed on unless this file repeats
   * it.
   */
  readonly grants: { readonly [list in GrantList]: Grant };
}

type GrantList = 'overridable' | 'waivable';

interface Grant {
  readonly names: readonly string[];
  /** Where the list is; the file, if it has none. */
  readonly place: string;
}

/** A file of settings with its names. */
export interface PolicySource {
  /** The name in errors. */
  readonly name: string;
  /** The name in the origin of exceptions. */
  readonly label: string;
  /** Absolute, without symbolic links. */
  readonly realPath: string;
  readonly document: PolicyDocument;
}

/**
 * Returns the policy that results from a file's settings and the policy that they extend, or the
 * defaults.
 */
export function extend(settings: FileSettings, source: PolicySource, parent?: Base): Base {
  const { name, label, document } = source;
  const placeOf = (...path: string[]): string => {
    const { line, column } = document.placeOf(path, false);
    return `${name}:${line}:${column}`;
  };
  const grant = (list: GrantList): Grant => ({
    names: settings[list] ?? [],
    place: settings[list] === undefined ? name : placeOf(list),
  });
  const feed = feedOf(settings, source) ?? parent?.feed;
  return {
    file: name,
    policy: normalise(settings, parent?.policy, (list, index) => ({
      file: label,
      line: document.placeOf([list, index], false).line,
      path: name,
    })),
    places: new Map([
      ...(parent?.places ?? []),
      ...writtenSettings(settings).map((path): [string, string] => [
        policyPathText(path),
        placeOf(...path),
      ]),
    ]),
    ...(feed === undefined ? {} : { feed }),
    grants: { overridable: grant('overridable'), waivable: grant('waivable') },
  };
}

/** Returns the paths of a file's settings, and of those in the map `vulnerabilities`. */
function writtenSettings({ vulnerabilities, ...settings }: FileSettings): string[][] {
  const flat = Object.keys(settings).filter((key) =>
    OVERRIDABLE_SETTINGS.some((one) => one === key),
  );
  return [...flat.map((key) => [key]), ...keyPaths(['vulnerabilities'], vulnerabilities)];
}

/** Returns the path of a value, and of a map's values. */
function keyPaths(path: string[], value: unknown): string[][] {
  if (value === undefined) return [];
  if (typeof value !== 'object') return [path];
  const below = Object.entries(value as object).flatMap(([key, inner]) =>
    keyPaths([...path, key], inner),
  );
  return [path, ...below];
}

function feedOf({ vulnerabilities }: FileSettings, source: PolicySource): Base['feed'] {
  const named = vulnerabilities?.feed;
  return named === undefined ? undefined : { ...namedFeed(named, source.realPath), source };
}

/** Returns the problems of a file's settings in combination with the policy that they extend. */
export function extensionProblems(
  settings: FileSettings,
  source: PolicySource,
  parent: Base,
): PolicyProblem[] {
  const { overridable, waivable } = parent.grants;
  const child = {
    ...normalise(settings, parent.policy),
    feedPath: (feedOf(settings, source) ?? parent.feed)?.path,
  };
  const given = { ...parent.policy, feedPath: parent.feed?.path };
  const problems: PolicyProblem[] = loosenings(child, given)
    .filter(({ setting }) => !overridable.names.includes(setting))
    .map(({ path, text }) => {
      const place = parent.places.get(policyPathText(path)) ?? `${parent.file} does not set it`;
      return { path, message: `${text} (${place}), and ${grantText(parent, 'overridable')}` };
    });
  const inherited = { ...parent.policy.vulnerabilities, feed: parent.feed };
  problems.push(...vulnerabilityProblems(settings.vulnerabilities, inherited));
  (settings.exceptions ?? []).forEach(({ rules }, index) => {
    const path = ['exceptions', index];
    const grant = grantText(parent, 'waivable');
    if (rules === undefined) {
      const message = impliedRulesFault(waivable.names, grant);
      if (message !== undefined) problems.push({ path: [...path, 'vulnerabilities'], message });
      return;
    }
    rules.forEach((rule, at) => {
      if (waivable.names.includes(rule)) return;
      const message = `${rule} can't be waived here: ${grant}`;
      problems.push({ path: [...path, 'rules', at], message });
    });
  });
  for (const list of ['overridable', 'waivable'] as const) {
    (settings[list] ?? []).forEach((name, at) => {
      if (parent.grants[list].names.includes(name)) return;
      const message = `${name} can't be passed on: ${grantText(parent, list)}`;
      problems.push({ path: [list, at], message });
    });
  }
  return problems;
}

/**
 * Returns the problem of an exception for vulnerabilities that names no rules: it covers both rules
 * by default.
 */
function impliedRulesFault(waivable: readonly string[], grant: string): string | undefined {
  const open = VULNERABILITY_RULE_IDS.filter((rule) => !waivable.includes(rule));
  if (open.length === 0) return undefined;
  const left = VULNERABILITY_RULE_IDS.filter((rule) => waivable.includes(rule));
  const advice = left.length === 0 ? '' : `; add rules: [${left.join(', ')}]`;
  return `without rules the exception is also for ${enumerate(open)}, which can't be waived here: ${grant}${advice}`;
}

function grantText({ grants }: Base, list: GrantList): string {
  const { names, place } = grants[list];
  return names.length === 0
    ? `${place} lists nothing under ${list}`
    : `${place} lists only ${enumerate(names, 20)} under ${list}`;
}

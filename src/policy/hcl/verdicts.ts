import { RuleId, WAIVABLE_RULE_IDS } from '../rules/rule-id';
import { RULES } from '../rules';
import { HclContext, Rule } from '../rules/rule';
import { Policy, domainForm } from '../model/policy';
import { ImageReference } from '../model/reference';
import { HclException, covering, exceptionsFor } from './exceptions';
import { Hcl, all, asJson, dataAsJson, let_ } from './expression';
import { NO_ROW } from './row';
import { selection } from './select';

/** An image as Terraform judges it: what a stack deploys, at one construct. */
export interface PlannedImage {
  /** What is deployed: with the digest that was judged, where it was pinned. */
  readonly reference: ImageReference;
  /** Path of the construct that deploys it. */
  readonly path?: string;
  /** Keys of the questions whose answers list its rows. */
  readonly questions: readonly string[];
}

/** What verdicts refer to. */
export interface VerdictContext {
  /** Expression of a map from a question's key to what was answered: see `answerOf`. */
  readonly answers: Hcl;
  /** ms since 1970. */
  readonly now: Hcl;
}

/** Locals by name, as they stand in a configuration. */
export interface Locals {
  readonly [name: string]: unknown;
}

/**
 * The locals in which Terraform judges images by a policy, as `judgeInFull` does: the last of them, `<prefix>_verdicts`, has an
 * object for each image, `allowed` and `message`.
 * @param images by the key of their verdict
 */
export function verdictLocals(
  prefix: string,
  policy: Policy,
  images: { readonly [key: string]: PlannedImage },
  { answers, now }: VerdictContext,
): Locals {
  const local = (name: string): Hcl => `local.${prefix}_${name}`;
  const rows = `flatten([for q in image.questions : ${answers}[q].rows])`;
  const failed = `[for q in image.questions : ${answers}[q].problem if ${answers}[q].problem != ""]`;
  return {
    [`${prefix}_images`]: Object.fromEntries(
      Object.entries(images).map(([key, image]) => [key, dataOf(policy, image)]),
    ),
    [`${prefix}_rows`]: asJson(
      `{ for k, image in ${local('images')} : k => ${let_('listed', rows, () => selection('listed', 'image', policy.registryNames))} }`,
    ),
    [`${prefix}_findings`]: asJson(
      `{ for k, image in ${local('images')} : k => ${findingsOf(policy, `${local('rows')}[k]`, `${answers}[image.questions[0]]`, now)} }`,
    ),
    [`${prefix}_verdicts`]: asJson(
      `{ for k, image in ${local('images')} : k => ${verdictOf(failed, `${local('findings')}[k]`)} }`,
    ),
  };
}

function dataOf(policy: Policy, { reference, path, questions }: PlannedImage): unknown {
  const exceptions: HclException[] = exceptionsFor(policy.exceptions, reference, path);
  return dataAsJson({
    reference:
      reference.digest === undefined ? reference.text : `${reference.name}@${reference.digest}`,
    path: reference.path,
    domain: domainForm(reference.domain),
    tag: reference.tag ?? null,
    digest: reference.digest ?? null,
    asked: reference.digest === undefined ? (reference.tag ?? null) : null,
    questions,
    exceptions,
  });
}

/** The findings of one image: `rule`, `message`, `waiver` (empty where none waives it). */
function findingsOf(policy: Policy, selected: Hcl, answer: Hcl, now: Hcl): Hcl {
  const bind = {
    listed: `length(${selected}.row) > 0`,
    row: `concat(${selected}.row, [${NO_ROW}])[0]`,
  };
  return let_('row', bind.row, () =>
    let_('listed', bind.listed, () => {
      const waiversOf = (rule: RuleId): Hcl => covering('image', rule, 'listed', 'row');
      const listingWaived = `(!listed && anytrue([for e in ${waiversOf('image-listed')} : ${now} < e.end]))`;
      return let_('unlisted_waived', listingWaived, () => {
        const context: HclContext = {
          policy,
          image: 'image',
          row: 'row',
          scans: `${selected}.scans`,
          listed: 'listed',
          problem: `${selected}.problem`,
          now,
          // Of an image that nothing was asked about there is no answer.
          source: `try(${answer}.source, "live")`,
          snapshotTime: `try(${answer}.recorded_at, null)`,
          listingWaived: 'unlisted_waived',
        };
        const found = RULES.flatMap((rule) => {
          const hcl = rule.hcl(context);
          if (hcl === undefined) return [];
          const violated = rule.readsRow ? all('listed', hcl.violated) : hcl.violated;
          return [
            `{ rule = "${rule.id}", violated = ${violated}, message = ${hcl.message}, covering = ${
              WAIVABLE_RULE_IDS.includes(rule.id) ? waivable(rule, waiversOf(rule.id)) : '[]'
            } }`,
          ];
        });
        return (
          `[for f in [${found.join(', ')}] : { rule = f.rule, ` +
          `waiver = try([for e in f.covering : e.waiver if ${now} < e.end][0], ""), ` +
          `message = join("", [f.message, anytrue([for e in f.covering : ${now} < e.end]) ? "" : ` +
          `try(" (\${f.covering[0].expired})", "")]) } if f.violated]`
        );
      });
    }),
  );
}

/** Where the reference is all there is to go by, that it must carry a digest can't be waived. */
function waivable(rule: Rule, covered: Hcl): Hcl {
  return rule.id === 'reference-pinned' ? `[for e in ${covered} : e if !unlisted_waived]` : covered;
}

function verdictOf(failed: Hcl, findings: Hcl): Hcl {
  const standing = `[for f in ${findings} : f if f.waiver == ""]`;
  // Commands of CI systems are broken as `breakCommands` does it: Terraform wraps the message.
  const line = (value: Hcl): Hcl =>
    `replace(replace(replace(${value}, "/[[:cntrl:]]+/", " "), "/(^|\\\\s):{2,}/", "$1: :"), "/#+(#\\\\w*\\\\[)/", "# $1")`;
  return let_('failed', failed, () =>
    let_(
      'standing',
      standing,
      () =>
        `{ allowed = length(failed) == 0 && length(standing) == 0, ` +
        `message = length(failed) > 0 ? ` +
        `"\${image.reference} could not be decided: \${${line('failed[0]')}}" : ` +
        `join("\\n", concat(["\${image.reference} is denied by the policy:"], ` +
        `[for f in standing : "  \${f.rule}: \${${line('f.message')}}"])) }`,
    ),
  );
}

import { RuleId, WAIVABLE_RULE_IDS } from '../model/rule-id';
import { RULES } from '../rules';
import { HclContext, Rule } from '../rules/rule';
import { PLAIN_IN_HCL } from '../../util/safe-text';
import { Policy } from '../model/policy';
import { ImageReference, domainForm } from '../model/reference';
import { HclException, covering, exceptionsFor } from './exceptions';
import {
  Hcl,
  all,
  asJson,
  attribute,
  call,
  cond,
  dataAsJson,
  equals,
  filter,
  forEach,
  forMap,
  index,
  interpolate,
  lessThan,
  let_,
  list,
  moreThan,
  not,
  object,
  stringLiteral,
  tryOf,
  unequal,
} from './expression';
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
  const forImages = (body: (key: Hcl, image: Hcl) => Hcl): string =>
    asJson(forMap('k', 'image', local('images'), body));
  return {
    [`${prefix}_images`]: Object.fromEntries(
      Object.entries(images).map(([key, image]) => [key, dataOf(policy, image)]),
    ),
    [`${prefix}_rows`]: forImages((_, image) =>
      let_('listed', rowsOfAnswers(answers, image), (listed) =>
        selection(listed, image, policy.registryNames),
      ),
    ),
    [`${prefix}_findings`]: forImages((key, image) =>
      findingsOf(policy, image, index(local('rows'), key), answers, now),
    ),
    [`${prefix}_verdicts`]: forImages((key, image) =>
      verdictOf(image, problemsOf(answers, image), index(local('findings'), key)),
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

/** The rows of all that was answered about an image. */
function rowsOfAnswers(answers: Hcl, image: Hcl): Hcl {
  return call(
    'flatten',
    forEach('q', attribute(image, 'questions'), (question) =>
      attribute(index(answers, question), 'rows'),
    ),
  );
}

/** Why answers about an image can't be used. */
function problemsOf(answers: Hcl, image: Hcl): Hcl {
  const problem = (question: Hcl): Hcl => attribute(index(answers, question), 'problem');
  return forEach('q', attribute(image, 'questions'), problem, (question) =>
    unequal(problem(question), stringLiteral('')),
  );
}

/** The findings of one image: `rule`, `message`, `waiver` (empty where none waives it). */
function findingsOf(policy: Policy, image: Hcl, selected: Hcl, answers: Hcl, now: Hcl): Hcl {
  const rows = attribute(selected, 'row');
  const answer = index(answers, index(attribute(image, 'questions'), 0));
  return let_('row', index(call('concat', rows, list(NO_ROW)), 0), (row) =>
    let_('listed', moreThan(call('length', rows), 0), (listed) => {
      const waiversOf = (rule: RuleId): Hcl => covering(image, rule, listed, row);
      const isWaived = all(not(listed), anyInForce(waiversOf('image-listed'), now));
      return let_('unlisted_waived', isWaived, (listingWaived) => {
        const context: HclContext = {
          policy,
          image,
          row,
          scans: attribute(selected, 'scans'),
          listed,
          problem: attribute(selected, 'problem'),
          now,
          // Of an image that nothing was asked about there is no answer.
          source: tryOf(attribute(answer, 'source'), stringLiteral('live')),
          snapshotTime: tryOf(attribute(answer, 'recorded_at'), 'null'),
          listingWaived,
        };
        const found = RULES.flatMap((rule) => {
          const hcl = rule.hcl(context);
          if (hcl === undefined) return [];
          return object({
            rule: stringLiteral(rule.id),
            violated: rule.readsRow ? all(listed, hcl.violated) : hcl.violated,
            message: hcl.message,
            covering: WAIVABLE_RULE_IDS.includes(rule.id)
              ? waivable(rule, waiversOf(rule.id), listingWaived)
              : list(),
          });
        });
        return forEach(
          'f',
          list(...found),
          (finding) => findingOf(finding, now),
          (finding) => attribute(finding, 'violated'),
        );
      });
    }),
  );
}

/** Where the reference is all there is to go by, that it must carry a digest can't be waived. */
function waivable(rule: Rule, covered: Hcl, listingWaived: Hcl): Hcl {
  return rule.id === 'reference-pinned' ? filter('e', covered, () => not(listingWaived)) : covered;
}

/** What is told of a violated rule: of its exceptions the one in force, or else that the last one has expired. */
function findingOf(finding: Hcl, now: Hcl): Hcl {
  const exceptions = attribute(finding, 'covering');
  const waivers = forEach(
    'e',
    exceptions,
    (exception) => attribute(exception, 'waiver'),
    (exception) => isInForce(exception, now),
  );
  const expired = interpolate` (${attribute(index(exceptions, 0), 'expired')})`;
  const lapsed = cond(
    anyInForce(exceptions, now),
    stringLiteral(''),
    tryOf(expired, stringLiteral('')),
  );
  return object({
    rule: attribute(finding, 'rule'),
    waiver: tryOf(index(waivers, 0), stringLiteral('')),
    message: call('join', stringLiteral(''), list(attribute(finding, 'message'), lapsed)),
  });
}

function anyInForce(exceptions: Hcl, now: Hcl): Hcl {
  return call(
    'anytrue',
    forEach('e', exceptions, (exception) => isInForce(exception, now)),
  );
}

function isInForce(exception: Hcl, now: Hcl): Hcl {
  return lessThan(now, attribute(exception, 'end'));
}

function verdictOf(image: Hcl, failed: Hcl, findings: Hcl): Hcl {
  const isUnwaived = (finding: Hcl): Hcl => equals(attribute(finding, 'waiver'), stringLiteral(''));
  const reference = attribute(image, 'reference');
  return let_('failed', failed, (problems) =>
    let_('standing', filter('f', findings, isUnwaived), (standing) => {
      const lines = forEach(
        'f',
        standing,
        (finding) =>
          interpolate`  ${attribute(finding, 'rule')}: ${plainHcl(attribute(finding, 'message'))}`,
      );
      const denied = call(
        'concat',
        list(interpolate`${reference} is denied by the policy:`),
        lines,
      );
      const count = (items: Hcl): Hcl => call('length', items);
      return object({
        allowed: all(equals(count(problems), 0), equals(count(standing), 0)),
        message: cond(
          moreThan(count(problems), 0),
          interpolate`${reference} could not be decided: ${plainHcl(index(problems, 0))}`,
          call('join', stringLiteral('\n'), denied),
        ),
      });
    }),
  );
}

/** A text as `plain` makes it safe: Terraform wraps the message. */
function plainHcl(text: Hcl): Hcl {
  return PLAIN_IN_HCL.reduce(
    (value, [pattern, to]) => call('replace', value, stringLiteral(pattern), stringLiteral(to)),
    text,
  );
}

import { MAX_PLATFORMS, PLATFORM_RULES } from '../judge/platform-judgement';
import { SOUND_DIGEST } from '../model/digest';
import { Policy } from '../model/policy';
import { RULES, needsScan } from '../rules';
import { scanCompleted } from '../rules/scan-completed';
import { ImageRuleId, RuleId, WAIVABLE_RULE_IDS } from '../model/rule-id';
import { HclContext, HclRule, Rule } from '../rules/rule';
import { covering } from './exceptions';
import {
  Hcl,
  all,
  any,
  attribute,
  call,
  cases,
  cond,
  filter,
  forEach,
  index,
  interpolate,
  isNotEmpty,
  lessThan,
  let_,
  list,
  matches,
  moreThan,
  not,
  object,
  stringLiteral,
  tryOf,
  unequal,
} from './expression';
import { NO_ROW } from './row';

/** The input of findings. */
export interface FindingsContext {
  readonly policy: Policy;
  /** ms since 1970. */
  readonly now: Hcl;
  /** Source of the rows: `live` or `replay`. */
  readonly source: Hcl;
  /** When the snapshot was recorded, ms since 1970; null without one. */
  readonly snapshotTime: Hcl;
  /**
   * The feed of known exploited vulnerabilities that `hss-gate exec` used: `released` and `sha256`,
   * null without one.
   */
  readonly feed: Hcl;
}

/**
 * Returns the findings of one image: `rule`, `message`, `waiver` (empty if no exception waives it).
 * @param image object with `exceptions`, and `platforms`: the digests of the platforms that were
 *   judged at synth
 * @param selected result of `selection`
 */
export function findingsOf(image: Hcl, selected: Hcl, context: FindingsContext): Hcl {
  return withRow(selected, (row, listed) => {
    const waiversOf = (rule: RuleId): Hcl => covering(image, rule, listed, row);
    const isWaived = all(not(listed), anyInForce(waiversOf('image-listed'), context.now));
    return let_('unlisted_waived', isWaived, (listingWaived) => {
      const unscanned: HclContext = {
        ...context,
        image,
        row,
        scans: attribute(selected, 'scans'),
        chosen: attribute(selected, 'chosen'),
        listed,
        problem: attribute(selected, 'problem'),
        isIndex: attribute(selected, 'index'),
        isNestedIndex: 'false',
        listingWaived,
        hasScan: 'false',
      };
      return withScan(unscanned, waiversOf('scan-completed'), (ruleContext) => {
        const found = RULES.flatMap((rule) => {
          const hcl = rule.hcl(ruleContext);
          const covered = waivable(rule.id, waiversOf(rule.id), listingWaived);
          const own = hcl === undefined ? [] : [foundBy(rule, hcl, ruleContext, covered)];
          if (rule.id !== 'image-listed') return own;
          const problem = platformsProblem(image, selected);
          const violated = all(listed, unequal(problem, stringLiteral('')));
          return [...own, foundBy(rule, { violated, message: problem }, ruleContext, covered)];
        });
        return findingsFrom(found, context.now);
      });
    });
  });
}

/**
 * Returns the findings of a platform of an index. Exceptions about the index also apply to its
 * platforms.
 * @param platform object with `exceptions` and `digest`
 * @param selected result of `platformSelection`
 * @param selectedIndex result of `selection` for the index
 */
export function platformFindingsOf(
  platform: Hcl,
  selected: Hcl,
  selectedIndex: Hcl,
  context: FindingsContext,
): Hcl {
  const head = interpolate`platform ${attribute(platform, 'digest')}: `;
  return let_('of', firstRow(selectedIndex), (indexRow) =>
    withRow(selected, (row, listed) => {
      const isIndexListed = isNotEmpty(attribute(selectedIndex, 'row'));
      const waiversOf = (rule: RuleId): Hcl => covering(platform, rule, isIndexListed, indexRow);
      const unscanned: HclContext = {
        ...context,
        image: platform,
        row,
        scans: attribute(selected, 'scans'),
        chosen: list(),
        listed,
        problem: attribute(selected, 'problem'),
        isIndex: 'false',
        isNestedIndex: attribute(selected, 'index'),
        listingWaived: 'false',
        hasScan: 'false',
      };
      return withScan(unscanned, waiversOf('scan-completed'), (ruleContext) => {
        const found = RULES.filter(({ id }) => PLATFORM_RULES.includes(id)).flatMap((rule) => {
          const hcl = rule.hcl(ruleContext);
          if (hcl === undefined) return [];
          const message = call('join', stringLiteral(''), list(head, hcl.message));
          const covered = waivable(rule.id, waiversOf(rule.id), 'false');
          return foundBy(rule, { violated: hcl.violated, message }, ruleContext, covered);
        });
        return findingsFrom(found, context.now);
      });
    }),
  );
}

/**
 * Returns why the platforms of an index can't be judged; empty if they can, or if the image is not
 * an index.
 */
function platformsProblem(image: Hcl, selected: Hcl): Hcl {
  const names = attribute(selected, 'names');
  const judged = attribute(image, 'platforms');
  const someName = (condition: (name: Hcl) => Hcl): Hcl =>
    call('anytrue', forEach('m', names, condition));
  return cases(
    [
      [not(attribute(selected, 'names_platforms')), stringLiteral('')],
      [
        not(isNotEmpty(names)),
        stringLiteral(
          'HSS says that it is a multi-architecture image, but not which platforms it has: synchronize its registry',
        ),
      ],
      [
        moreThan(call('length', names), MAX_PLATFORMS),
        stringLiteral(
          `it names more than ${MAX_PLATFORMS} platforms, which is the most that can be judged`,
        ),
      ],
      [
        someName((name) => not(matches(SOUND_DIGEST.source, name))),
        stringLiteral('HSS does not say which digest one of its platforms has'),
      ],
      [
        someName((name) => not(call('contains', judged, name))),
        stringLiteral('HSS names platforms that the synthesis did not judge: synthesize again'),
      ],
    ],
    stringLiteral(''),
  );
}

/** Passes the judged row, or a stand-in, to `body`, and whether there is a judged row. */
function withRow(selected: Hcl, body: (row: Hcl, listed: Hcl) => Hcl): Hcl {
  return let_('row', firstRow(selected), (row) =>
    let_('listed', isNotEmpty(attribute(selected, 'row')), (listed) => body(row, listed)),
  );
}

/**
 * Passes the context to `body` with `hasScan` set: whether there is a complete scan to judge, or
 * one of `waivers` waives that there is none.
 */
function withScan(context: HclContext, waivers: Hcl, body: (context: HclContext) => Hcl): Hcl {
  const { violated } = scanCompleted.hcl(context)!;
  const hasScan = any(not(violated), anyInForce(waivers, context.now));
  return let_('has_scan', hasScan, (scanned) => body({ ...context, hasScan: scanned }));
}

function firstRow(selected: Hcl): Hcl {
  return index(call('concat', attribute(selected, 'row'), list(NO_ROW)), 0);
}

function foundBy(
  rule: Rule,
  { violated, message }: HclRule,
  { listed, hasScan }: HclContext,
  covered: Hcl,
): Hcl {
  return object({
    rule: stringLiteral(rule.id),
    violated: all(
      ...(rule.readsRow ? [listed] : []),
      ...(needsScan(rule) ? [hasScan] : []),
      violated,
    ),
    message,
    covering: covered,
  });
}

/**
 * Returns the exceptions from a rule that apply. If the listing is waived, only the digest
 * identifies the image, so a missing digest can't be waived.
 */
function waivable(rule: ImageRuleId, covered: Hcl, listingWaived: Hcl): Hcl {
  if (!WAIVABLE_RULE_IDS.includes(rule)) return list();
  return rule === 'reference-pinned' ? filter('e', covered, () => not(listingWaived)) : covered;
}

function findingsFrom(found: readonly Hcl[], now: Hcl): Hcl {
  return forEach(
    'f',
    list(...found),
    (finding) => findingOf(finding, now),
    (finding) => attribute(finding, 'violated'),
  );
}

/**
 * Returns the finding of a violated rule, with the exception in force that waives it; if all have
 * expired, the message names the one that ended last.
 */
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

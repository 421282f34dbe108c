import {
  Hcl,
  all,
  any,
  attribute,
  call,
  cases,
  cond,
  equals,
  filter,
  forEach,
  interpolate,
  isNull,
  let_,
  list,
  literalOf,
  matches,
  not,
  object,
  stringLiteral,
  tryOf,
  unequal,
} from './expression';
import { soundRow } from './row';

/** The input of `answerOf`. */
export interface AnswerContext {
  /** Expression: how HSS was asked, as `proxy`, `token` or `none`. */
  readonly way: Hcl;
  /** Expression of the HTTP status; null if nothing was asked. */
  readonly status: Hcl;
  /** Expression of the body as a string; null if nothing was asked. */
  readonly body: Hcl;
  /** Expression of the list of HSS that the question reads: see `ImageSource`. */
  readonly list: Hcl;
  /**
   * Expression: why only `hss-gate exec` can ask the question; empty if HSS itself can be asked.
   */
  readonly onlyExec: Hcl;
}

/** Names of the HCL variables for the decoded body and for the list in it. */
const BODY = 'j';
const LIST = 'l';

/**
 * Why HSS's own answers are not enough for a policy that limits single vulnerabilities: they take
 * several of its lists.
 */
export const VULNERABILITIES_ONLY_BY_EXEC =
  'vulnerabilities can only be judged one by one at plan through hss-gate exec: run Terraform through it';

/** The feed of an answer that names none. */
export const NO_FEED: Hcl = object({ released: 'null', sha256: 'null' });

/**
 * Why HSS's own answers are not enough for an index: only the digests of its platforms are known,
 * and HSS has no filter by digest.
 */
export const INDEX_ONLY_BY_EXEC = 'an index can only be judged at plan through hss-gate exec';

const NOT_ASKED =
  'HSS was not asked: run Terraform through hss-gate exec, or set the variable hss_token';

/**
 * Returns HCL for the answer to one question about an image:
 *
 * - `problem`: why the answer can't be used; empty if it can
 * - `rows`: the sound rows
 * - `is_exec`: whether `hss-gate exec` answered
 * - `source`: `live` or `replay`
 * - `recorded_at`: when the snapshot was recorded, ms since 1970; null without one
 * - `feed`: the feed of known exploited vulnerabilities that `hss-gate exec` used, as `released`
 *   and `sha256`; both null without one
 *
 * An incomplete list is a problem. One page has 200 rows; an image with more versions is queried by
 * version.
 */
export function answerOf(context: AnswerContext): Hcl {
  const isProxy = equals(context.way, stringLiteral('proxy'));
  const recordedAt = attribute(BODY, 'recorded_at');
  return let_(BODY, tryOf(call('jsondecode', context.body), 'null'), () =>
    let_(LIST, dataList(), () =>
      object({
        problem: problemOf(context, isProxy),
        rows: forEach('r', LIST, (raw) => soundRow(raw, context.list)),
        is_exec: isProxy,
        source: cond(isProxy, source(), stringLiteral('live')),
        recorded_at: cond(all(isProxy, isNumber(recordedAt)), recordedAt, 'null'),
        feed: feedOf(isProxy),
      }),
    ),
  );
}

/** Returns the rows; a single object becomes a list of one. */
function dataList(): Hcl {
  const value = attribute(BODY, 'data_list');
  const begins = (character: string): Hcl =>
    call('startswith', json(value), stringLiteral(character));
  const items = tryOf(
    forEach('y', value, (item) => item),
    list(),
  );
  return call(
    'concat',
    filter('x', items, () => begins('[')),
    filter('x', list(tryOf(value, 'null')), () => begins('{')),
  );
}

function problemOf({ way, status, onlyExec }: AnswerContext, isProxy: Hcl): Hcl {
  const error = attribute(BODY, 'error');
  const total = attribute(BODY, 'total_num');
  const hasError = tryOf(call('contains', call('keys', BODY), stringLiteral('error')), 'false');
  const isSourceKnown = call('contains', literalOf(['live', 'replay']), source());
  const listBegins = call('substr', json(attribute(BODY, 'data_list')), 0, 1);
  return cases(
    [
      [all(unequal(onlyExec, stringLiteral('')), equals(way, stringLiteral('token'))), onlyExec],
      [any(isNull(status), equals(way, stringLiteral('none'))), stringLiteral(NOT_ASKED)],
      [unequal(status, 200), statusText(status)],
      [
        not(call('startswith', call('jsonencode', BODY), stringLiteral('{'))),
        stringLiteral('the answer is not a JSON object: check that the endpoint is HSS'),
      ],
      [all(isProxy, not(hasError)), stringLiteral('the answer is not from hss-gate exec')],
      [
        all(isProxy, unequal(json(error), stringLiteral('null'))),
        tryOf(
          call('tostring', attribute(error, 'message')),
          stringLiteral('the proxy gave an error that it does not name'),
        ),
      ],
      [all(isProxy, not(isSourceKnown)), stringLiteral('the answer does not say where it is from')],
      [
        any(
          not(isNumber(total)),
          not(call('contains', literalOf(['[', '{', 'n']), listBegins)),
          tryOf(unequal(total, call('length', LIST)), 'true'),
        ),
        interpolate`the list is incomplete: ${call('length', LIST)} rows arrived, but total_num is ${call('substr', json(total), 0, 40)}`,
      ],
    ],
    stringLiteral(''),
  );
}

function statusText(status: Hcl): Hcl {
  const part = (field: string): Hcl => call('tostring', attribute(BODY, field));
  const shown = tryOf(call('tostring', status), stringLiteral('?'));
  const told = tryOf(
    interpolate` (${part('error_code')}: ${part('error_msg')})`,
    stringLiteral(''),
  );
  const isRefused = call('contains', list(401, 403), tryOf(call('tonumber', status), 0));
  const advice = stringLiteral(': check hss_token, its project and its permissions');
  return interpolate`HSS answered with HTTP ${shown}${told}${cond(isRefused, advice, stringLiteral(''))}`;
}

function feedOf(isProxy: Hcl): Hcl {
  const field = (name: string): Hcl => attribute(attribute(BODY, 'feed'), name);
  return object({
    released: cond(
      all(isProxy, isNumber(field('released'))),
      tryOf(call('tonumber', field('released')), 'null'),
      'null',
    ),
    sha256: cond(isProxy, tryOf(call('tostring', field('sha256')), 'null'), 'null'),
  });
}

function source(): Hcl {
  return tryOf(call('tostring', attribute(BODY, 'source')), stringLiteral('-'));
}

function json(value: Hcl): Hcl {
  return call('jsonencode', tryOf(value, 'null'));
}

function isNumber(value: Hcl): Hcl {
  return matches('^[0-9]', json(value));
}

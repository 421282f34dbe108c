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

/** What an answer is read from. */
export interface AnswerContext {
  /** Expression of `proxy`, `token` or `none`: how HSS was asked. */
  readonly way: Hcl;
  /** Expression of the HTTP status; null where nothing was asked. */
  readonly status: Hcl;
  /** Expression of the body, a text; null where nothing was asked. */
  readonly body: Hcl;
  /** Expression of the list of HSS that the question is about: see `ImageSource`. */
  readonly list: Hcl;
  /** Expression: whether the question can only be asked through `hss-gate exec`. */
  readonly onlyExec: Hcl;
}

/** The decoded body, and the list in it. */
const BODY = 'j';
const LIST = 'l';

/** Why an index can't be judged by what HSS itself answers: it has no filter by digest, which is all that is known of a platform. */
export const INDEX_ONLY_BY_EXEC = 'an index can only be judged at plan through hss-gate exec';

const NOT_ASKED =
  'HSS was not asked: run Terraform through hss-gate exec, or set the variable hss_token';

/**
 * HCL: an answer to one question about an image: `problem`, why it can't be used (empty where it can); `rows`, sound;
 * `is_exec`, whether `hss-gate exec` answered; `source`, `live` or `replay`; `recorded_at`, when a snapshot was recorded, ms
 * since 1970 or null. A list that is not
 * whole is no answer: one page has 200 rows, and an image with more versions than that is asked for by one of them.
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
      }),
    ),
  );
}

/** The rows; a single object is a list of one. */
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
      [all(onlyExec, equals(way, stringLiteral('token'))), stringLiteral(INDEX_ONLY_BY_EXEC)],
      [any(isNull(status), equals(way, stringLiteral('none'))), stringLiteral(NOT_ASKED)],
      [unequal(status, 200), statusText(status)],
      [
        not(call('startswith', call('jsonencode', BODY), stringLiteral('{'))),
        stringLiteral('the answer is no JSON object: check that the endpoint is HSS'),
      ],
      [all(isProxy, not(hasError)), stringLiteral('the answer is none of hss-gate exec')],
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
        interpolate`the list is not whole: ${call('length', LIST)} rows came, and total_num is ${call('substr', json(total), 0, 40)}`,
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

function source(): Hcl {
  return tryOf(call('tostring', attribute(BODY, 'source')), stringLiteral('-'));
}

function json(value: Hcl): Hcl {
  return call('jsonencode', tryOf(value, 'null'));
}

function isNumber(value: Hcl): Hcl {
  return matches('^[0-9]', json(value));
}

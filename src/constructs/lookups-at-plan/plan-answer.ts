import {
  Hcl,
  all,
  any,
  asJson,
  asJsonText,
  atLeast,
  atMost,
  attribute,
  call,
  cases,
  cond,
  equals,
  forEach,
  index,
  interpolate,
  isNull,
  let_,
  list,
  literalOf,
  matches,
  minus,
  moreThan,
  not,
  object,
  stringLiteral,
  tryOf,
  unequal,
  verbatim,
} from '../../policy/hcl/expression';
import { rowsHcl } from './plan-normal';

/** A Terraform condition and the error message if it is false. */
export interface Condition {
  readonly condition: string;
  readonly errorMessage: string;
}

/** The expectations of an answer. All values but the construct are HCL. */
export interface Expected {
  /** Path of the construct that asks. */
  readonly construct: string;
  /** How Terraform reaches HSS: `proxy`, `token` or `none`. */
  readonly way: Hcl;
  readonly offset: Hcl;
  /** Maximum number of rows of a page. */
  readonly limit: number;
  /** The total of the first page, if this is a later one. */
  readonly total?: Hcl;
  /** Maximum number of rows of the list, and the advice if it has more. */
  readonly most?: { readonly rows: number; readonly advice: string };
  /** Minimum number of matching rows, and HCL that counts them in the decoded page `j`. */
  readonly needed?: { readonly rows: number; readonly count: Hcl };
}

/**
 * References in parentheses. Terraform prints the values that a false condition refers to: with
 * parentheses it prints `self` as "object", and not a body of 100 kB.
 */
const STATUS = attribute('(self)', 'status_code');
const BODY = attribute('(self)', 'response_body');
const DECODED = call('jsondecode', BODY);

/** The decoded page. */
const PAGE = 'j';
const TOTAL = attribute(PAGE, 'total_num');
const LIST = attribute(PAGE, 'data_list');

/** Meaning of and advice for each status. The proxy always answers with 200. */
const REFUSALS: { readonly [status: string]: readonly [meaning: string, advice: string] } = {
  '400': ['HSS_INVALID_ARGUMENT: HSS refuses the query', 'correct the props'],
  '401': [
    'HSS_AUTH_FAILED: HSS does not accept the variable hss_token',
    'set a fresh token, or run Terraform through hss-gate exec',
  ],
  '403': [
    'HSS_FORBIDDEN: the variable hss_token has no permission for this query',
    'grant its user permission to read image scans, or run Terraform through hss-gate exec',
  ],
  '404': ['HSS_NOT_FOUND: HSS does not have this list', 'check the project ID and the region'],
};
const CHECK = 'check that the endpoint is that of HSS';
const AGAIN = 'plan again, or narrow the query';

/**
 * Returns the conditions of a valid answer. If one is false, those after it are true, so that only
 * one error is shown.
 */
export function postconditions(expected: Expected): Condition[] {
  const conditions = [statusCondition(), answerCondition(expected), wholeCondition(expected)];
  return conditions.map(({ condition, message }) => ({
    condition: asJson(condition),
    errorMessage: asJsonText`${message} (construct: ${verbatim(expected.construct)})`,
  }));
}

interface HclCondition {
  readonly condition: Hcl;
  readonly message: Hcl;
}

function statusCondition(): HclCondition {
  const refusals = Object.entries(REFUSALS).map(([status, words]) => [status, literalOf(words)]);
  const known = object(Object.fromEntries(refusals) as { readonly [status: string]: Hcl });
  const other = literalOf([
    'HSS_BAD_RESPONSE: the answer does not conform to the API of HSS',
    CHECK,
  ]);
  const words = call('lookup', known, call('tostring', STATUS), other);
  const isOk = equals(STATUS, 200);
  const told = tryOf(
    let_(
      PAGE,
      DECODED,
      (page) => interpolate`${attribute(page, 'error_code')} ${attribute(page, 'error_msg')}`,
    ),
    beginning(BODY),
  );
  // Terraform always evaluates the message. It evaluates the other branch of a conditional too, but
  // not the body of a loop over an empty list.
  const message = forEach(
    'w',
    cond(isOk, list(), list(words)),
    (word) =>
      interpolate`${index(word, 0)}: HTTP ${STATUS}, ${told} (what to do: ${index(word, 1)})`,
  );
  return { condition: isOk, message: call('join', stringLiteral(''), message) };
}

/**
 * Returns the condition that the answer is a JSON object with a total and a list of rows, and not
 * an error of the proxy.
 */
function answerCondition({ way }: Expected): HclCondition {
  const error = attribute(PAGE, 'error');
  const noError = tryOf(isNull(error), unequal(way, stringLiteral('proxy')));
  const isObject = can(call('keys', PAGE));
  const isTotal = matches('^[0-9]+$', call('jsonencode', TOTAL));
  const isNothing = all(isNull(tryOf(LIST, 'null')), tryOf(equals(TOTAL, 0), 'false'));
  const isList = any(can(call('keys', LIST)), can(call('concat', LIST, list())), isNothing);
  const code = tryOf(attribute(error, 'code'), stringLiteral('HSS_BAD_RESPONSE'));
  const words = tryOf(
    call('tostring', attribute(error, 'message')),
    stringLiteral('the answer does not come from hss-gate exec'),
  );
  const total = tryOf(beginning(call('jsonencode', TOTAL)), stringLiteral('missing'));
  const kind = cond(isList, stringLiteral('a list'), stringLiteral('not a list'));
  const advice = verbatim(`(what to do: ${CHECK})`);
  const isSound = all(isObject, noError, isTotal, isList);
  return {
    condition: any(
      unequal(STATUS, 200),
      tryOf(
        let_(PAGE, DECODED, () => isSound),
        'false',
      ),
    ),
    message: let_(PAGE, tryOf(DECODED, 'null'), () =>
      cases(
        [
          [
            not(isObject),
            interpolate`HSS_BAD_RESPONSE: the answer is not a JSON object; it begins with ${beginning(BODY)} ${advice}`,
          ],
          [
            noError,
            interpolate`HSS_BAD_RESPONSE: expected a number of rows and a list, but total_num is ${total} and data_list is ${kind} ${advice}`,
          ],
        ],
        interpolate`${code}: ${words}`,
      ),
    ),
  };
}

/**
 * Returns the condition that the page has the expected number of rows. The conditions before this
 * one report an unreadable answer.
 */
function wholeCondition(expected: Expected): HclCondition {
  const parts = [...totalCases(expected), pageCase(expected), ...neededCases(expected)];
  const isWhole = all(...parts.map(({ condition }) => condition));
  const told = cases(
    parts.map(({ condition, message }) => [not(condition), message]),
    stringLiteral(''),
  );
  return {
    condition: tryOf(
      let_(PAGE, DECODED, () => isWhole),
      'true',
    ),
    message: tryOf(
      let_(PAGE, DECODED, () => told),
      stringLiteral(''),
    ),
  };
}

function totalCases({ total, most }: Expected): HclCondition[] {
  const parts: HclCondition[] = [];
  if (total !== undefined) {
    parts.push({
      condition: equals(TOTAL, total),
      message: interpolate`HSS_UNSTABLE_LIST: total_num changed from ${total} to ${TOTAL} (what to do: ${verbatim(AGAIN)})`,
    });
  }
  if (most !== undefined) {
    const limit = verbatim(String(most.rows));
    parts.push({
      condition: atMost(TOTAL, most.rows),
      message: interpolate`HSS_TOO_MANY_ROWS: ${TOTAL} rows match, but at most ${limit} can be read (what to do: ${verbatim(most.advice)})`,
    });
  }
  return parts;
}

function pageCase({ offset, limit, total = TOTAL }: Expected): HclCondition {
  const due = call('max', 0, call('min', limit, minus(total, offset)));
  const found = call('length', rowsHcl(PAGE));
  return {
    condition: equals(found, due),
    message: interpolate`HSS_UNSTABLE_LIST: the page at offset ${offset} has ${found} rows, expected ${due} of ${total} (what to do: ${verbatim(AGAIN)})`,
  };
}

/**
 * Returns the conditions of the first page for rows that the stack reads. They apply only if it is
 * the only page, because later pages are not known yet.
 */
function neededCases({ limit, needed }: Expected): HclCondition[] {
  if (needed === undefined) return [];
  const { rows, count } = needed;
  const read = verbatim(`rows.get(${rows - 1})`);
  return [
    {
      condition: any(moreThan(TOTAL, limit), atLeast(count, rows)),
      message: interpolate`HSS_NOT_FOUND: the stack reads ${read}, but ${count} rows match (what to do: check the query)`,
    },
  ];
}

function can(expression: Hcl): Hcl {
  return call('can', expression);
}

function beginning(text: Hcl): Hcl {
  return call('substr', text, 0, 60);
}

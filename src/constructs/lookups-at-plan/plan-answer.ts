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

/** A condition of Terraform's, and what it says where it does not hold. */
export interface Condition {
  readonly condition: string;
  readonly errorMessage: string;
}

/** What is expected of an answer, all in HCL but the construct. */
export interface Expected {
  /** Path of the construct that asks. */
  readonly construct: string;
  /** The way in which HSS is asked. */
  readonly way: Hcl;
  readonly offset: Hcl;
  /** The most rows that a page has. */
  readonly limit: number;
  /** What the first page said of the list's length, where this is a later one. */
  readonly total?: Hcl;
  /** The most rows that the list may have, and what to do where it has more. */
  readonly most?: { readonly rows: number; readonly advice: string };
  /** So many rows have to match, as the decoded page `j` has them. */
  readonly needed?: { readonly rows: number; readonly count: Hcl };
}

/**
 * In parentheses, because a condition that does not hold is shown with what it refers to: so that is `self`, “an object”,
 * and not a body of 100 kB.
 */
const STATUS = attribute('(self)', 'status_code');
const BODY = attribute('(self)', 'response_body');
const DECODED = call('jsondecode', BODY);

/** The decoded page. */
const PAGE = 'j';
const TOTAL = attribute(PAGE, 'total_num');
const LIST = attribute(PAGE, 'data_list');

/** What each refusal means. The proxy's answers are all 200. */
const REFUSALS: { readonly [status: string]: readonly [meaning: string, advice: string] } = {
  '400': ['HSS_INVALID_ARGUMENT: HSS refuses the query', 'mend the props'],
  '401': [
    'HSS_AUTH_FAILED: HSS does not accept the variable hss_token',
    'set a fresh token, or run Terraform through hss-gate exec',
  ],
  '403': [
    'HSS_FORBIDDEN: HSS forbids it to the variable hss_token',
    'grant its owner to read image scans, or run Terraform through hss-gate exec as who may',
  ],
  '404': ['HSS_NOT_FOUND: HSS knows no such list', 'check the project ID and the region'],
};
const CHECK = 'check that the endpoint is HSS';
const AGAIN = 'plan again when fewer rows change, or narrow the query';

/** What a sound answer fulfils. Where one condition does not hold, those after it have nothing to add. */
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
  const other = literalOf(['HSS_BAD_RESPONSE: HSS answered otherwise than its API says', CHECK]);
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
  // A loop over nothing is not evaluated, a conditional's other branch is. Terraform wants the message each time.
  const message = forEach(
    'w',
    cond(isOk, list(), list(words)),
    (word) =>
      interpolate`${index(word, 0)}: HTTP ${STATUS}, ${told} (what to do: ${index(word, 1)})`,
  );
  return { condition: isOk, message: call('join', stringLiteral(''), message) };
}

/** A JSON object with a number of rows and a list of them, and no error of the proxy's. */
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
    stringLiteral('the answer is not one of hss-gate exec'),
  );
  const total = tryOf(beginning(call('jsonencode', TOTAL)), stringLiteral('missing'));
  const kind = cond(isList, stringLiteral('a list'), stringLiteral('none'));
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
            interpolate`HSS_BAD_RESPONSE: the answer is no JSON object, it begins with ${beginning(BODY)} ${advice}`,
          ],
          [
            noError,
            interpolate`HSS_BAD_RESPONSE: total_num is ${total} and data_list is ${kind}, where a number of rows and a list are expected ${advice}`,
          ],
        ],
        interpolate`${code}: ${words}`,
      ),
    ),
  };
}

/** As many rows as there have to be. Whether the answer can be read at all has been told before. */
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
      message: interpolate`HSS_UNSTABLE_LIST: total_num was ${total} and became ${TOTAL} (what to do: ${verbatim(AGAIN)})`,
    });
  }
  if (most !== undefined) {
    const limit = verbatim(String(most.rows));
    parts.push({
      condition: atMost(TOTAL, most.rows),
      message: interpolate`HSS_TOO_MANY_ROWS: ${TOTAL} rows match, and at most ${limit} can be read here (what to do: ${verbatim(most.advice)})`,
    });
  }
  return parts;
}

function pageCase({ offset, limit, total = TOTAL }: Expected): HclCondition {
  const due = call('max', 0, call('min', limit, minus(total, offset)));
  const found = call('length', rowsHcl(PAGE));
  return {
    condition: equals(found, due),
    message: interpolate`HSS_UNSTABLE_LIST: the page at offset ${offset} has ${found} rows, where ${due} are due of ${total} (what to do: ${verbatim(AGAIN)})`,
  };
}

/** Of the first page, which may be all: a list of several pages is not known yet. */
function neededCases({ limit, needed }: Expected): HclCondition[] {
  if (needed === undefined) return [];
  const { rows, count } = needed;
  const read = verbatim(`rows.get(${rows - 1})`);
  return [
    {
      condition: any(moreThan(TOTAL, limit), atLeast(count, rows)),
      message: interpolate`HSS_NOT_FOUND: ${read} is read, and ${count} rows match (what to do: check the query)`,
    },
  ];
}

function can(expression: Hcl): Hcl {
  return call('can', expression);
}

function beginning(text: Hcl): Hcl {
  return call('substr', text, 0, 60);
}

import { Hcl, asJson, stringLiteral } from '../../policy/hcl/expression';
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
const STATUS = '(self).status_code';
const BODY = '(self).response_body';

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
  const all = [statusCondition(), answerCondition(expected), wholeCondition(expected)];
  return all.map(({ condition, message }) => ({
    condition: asJson(condition),
    errorMessage: `\${${message}} (construct: ${template(expected.construct)})`,
  }));
}

/** A text that stands in a template as it is. */
export function template(value: string): string {
  return value.replace(/([$%])\{/g, '$1$1{');
}

interface HclCondition {
  readonly condition: Hcl;
  readonly message: Hcl;
}

function statusCondition(): HclCondition {
  const known = Object.entries(REFUSALS).map(
    ([status, words]) => `"${status}" = [${words.map(stringLiteral).join(', ')}]`,
  );
  const other = `[${stringLiteral('HSS_BAD_RESPONSE: HSS answered otherwise than its API says')}, ${stringLiteral(CHECK)}]`;
  const words = `lookup({ ${known.join(', ')} }, tostring(${STATUS}), ${other})`;
  const told = `try([for j in [jsondecode(${BODY})] : "\${j.error_code} \${j.error_msg}"][0], substr(${BODY}, 0, 60))`;
  return {
    condition: `${STATUS} == 200`,
    // A loop over nothing is not evaluated, a conditional's other branch is. Terraform wants the message each time.
    message: `join("", [for w in ${STATUS} == 200 ? [] : [${words}] : "\${w[0]}: HTTP \${${STATUS}}, \${${told}} (what to do: \${w[1]})"])`,
  };
}

/** A JSON object with a number of rows and a list of them, and no error of the proxy's. */
function answerCondition({ way }: Expected): HclCondition {
  const noError = `try(j.error == null, ${way} != "proxy")`;
  const isTotal = 'can(regex("^[0-9]+$", jsonencode(j.total_num)))';
  const isNothing = '(try(j.data_list, null) == null && try(j.total_num == 0, false))';
  const isList = `(can(keys(j.data_list)) || can(concat(j.data_list, [])) || ${isNothing})`;
  const proxy = `"\${try(j.error.code, "HSS_BAD_RESPONSE")}: \${try(tostring(j.error.message), "the answer is not one of hss-gate exec")}"`;
  const noJson = `"HSS_BAD_RESPONSE: the answer is no JSON object, it begins with \${substr(${BODY}, 0, 60)} (what to do: ${CHECK})"`;
  const total = 'try(substr(jsonencode(j.total_num), 0, 60), "missing")';
  const outline = `"HSS_BAD_RESPONSE: total_num is \${${total}} and data_list is \${${isList} ? "a list" : "none"}, where a number of rows and a list are expected (what to do: ${CHECK})"`;
  return {
    condition: `${STATUS} != 200 || try([for j in [jsondecode(${BODY})] : can(keys(j)) && ${noError} && ${isTotal} && ${isList}][0], false)`,
    message: `[for j in [try(jsondecode(${BODY}), null)] : !can(keys(j)) ? ${noJson} : ${noError} ? ${outline} : ${proxy}][0]`,
  };
}

/** As many rows as there have to be. Whether the answer can be read at all has been told before. */
function wholeCondition(expected: Expected): HclCondition {
  const cases = [...totalCases(expected), pageCase(expected), ...neededCases(expected)];
  const page = `for j in [jsondecode(${BODY})] :`;
  const all = cases.map(({ condition }) => condition).join(' && ');
  const told = cases.map(({ condition, message }) => `!(${condition}) ? ${message} : `).join('');
  return {
    condition: `try([${page} ${all}][0], true)`,
    message: `try([${page} ${told}""][0], "")`,
  };
}

function totalCases({ total, most }: Expected): HclCondition[] {
  const settled = {
    condition: `j.total_num == ${total}`,
    message: `"HSS_UNSTABLE_LIST: total_num was \${${total}} and became \${j.total_num} (what to do: ${AGAIN})"`,
  };
  const readable = {
    condition: `j.total_num <= ${most?.rows}`,
    message: `"HSS_TOO_MANY_ROWS: \${j.total_num} rows match, and at most ${most?.rows} can be read here (what to do: ${most?.advice})"`,
  };
  return [...(total === undefined ? [] : [settled]), ...(most === undefined ? [] : [readable])];
}

function pageCase({ offset, limit, total = 'j.total_num' }: Expected): HclCondition {
  const due = `max(0, min(${limit}, ${total} - ${offset}))`;
  const found = `length(${rowsHcl('j')})`;
  return {
    condition: `${found} == ${due}`,
    message: `"HSS_UNSTABLE_LIST: the page at offset \${${offset}} has \${${found}} rows, where \${${due}} are due of \${${total}} (what to do: ${AGAIN})"`,
  };
}

/** Of the first page, which may be all: a list of several pages is not known yet. */
function neededCases({ limit, needed }: Expected): HclCondition[] {
  if (needed === undefined) return [];
  const { rows, count } = needed;
  return [
    {
      condition: `(j.total_num > ${limit} || ${count} >= ${rows})`,
      message: `"HSS_NOT_FOUND: rows.get(${rows - 1}) is read, and \${${count}} rows match (what to do: check the query)"`,
    },
  ];
}

import { Hcl, any, let_ } from './expression';
import { soundRow } from './row';

/** What an answer is read from. */
export interface AnswerContext {
  /** Expression of `proxy`, `token` or `none`: how HSS was asked. */
  readonly way: Hcl;
  /** Expression of the HTTP status; null where nothing was asked. */
  readonly status: Hcl;
  /** Expression of the body, a text; null where nothing was asked. */
  readonly body: Hcl;
}

const NOT_ASKED =
  'HSS was not asked: run Terraform through hss-gate exec, or set the variable hss_token';

/**
 * HCL: an answer to one question about an image: `problem`, why it can't be used (empty where it can); `rows`, sound;
 * `source`, `live` or `replay`; `recorded_at`, when a snapshot was recorded, ms since 1970 or null. A list that is not
 * whole is no answer: one page has 200 rows, and an image with more versions than that is asked for by one of them.
 */
export function answerOf({ way, status, body }: AnswerContext): Hcl {
  const json = (value: Hcl): Hcl => `jsonencode(try(${value}, null))`;
  const isNumber = (value: Hcl): Hcl => `can(regex("^[0-9]", ${json(value)}))`;
  const list = `concat([for x in try([for y in j.data_list : y], []) : x if startswith(${json('j.data_list')}, "[")], [for x in [try(j.data_list, null)] : x if startswith(${json('j.data_list')}, "{")])`;
  const isProxy = `${way} == "proxy"`;
  const isSourceKnown = `contains(["live", "replay"], try(tostring(j.source), "-"))`;
  const problem = [
    [`${status} == null || ${way} == "none"`, `"${NOT_ASKED}"`],
    [
      `${status} != 200`,
      `"HSS answered with HTTP \${try(tostring(${status}), "?")}\${try(" (\${tostring(j.error_code)}: \${tostring(j.error_msg)})", "")}\${contains([401, 403], try(tonumber(${status}), 0)) ? ": check hss_token, its project and its permissions" : ""}"`,
    ],
    [
      `!startswith(jsonencode(j), "{")`,
      `"the answer is no JSON object: check that the endpoint is HSS"`,
    ],
    [
      `${isProxy} && !try(contains(keys(j), "error"), false)`,
      `"the answer is none of hss-gate exec"`,
    ],
    [
      `${isProxy} && ${json('j.error')} != "null"`,
      `try(tostring(j.error.message), "the proxy gave an error that it does not name")`,
    ],
    [`${isProxy} && !${isSourceKnown}`, `"the answer does not say where it is from"`],
    [
      any(
        `!${isNumber('j.total_num')}`,
        `!contains(["[", "{", "n"], substr(${json('j.data_list')}, 0, 1))`,
        `try(j.total_num != length(l), true)`,
      ),
      `"the list is not whole: \${length(l)} rows came, and total_num is \${substr(${json('j.total_num')}, 0, 40)}"`,
    ],
  ];
  return let_('j', `try(jsondecode(${body}), null)`, () =>
    let_(
      'l',
      list,
      () =>
        `{ problem = ${problem.map(([condition, text]) => `${condition} ? ${text} : `).join('')}"", ` +
        `rows = [for r in l : ${soundRow('r')}], ` +
        `source = ${isProxy} ? try(tostring(j.source), "-") : "live", ` +
        `recorded_at = ${isProxy} && ${isNumber('j.recorded_at')} ? j.recorded_at : null }`,
    ),
  );
}

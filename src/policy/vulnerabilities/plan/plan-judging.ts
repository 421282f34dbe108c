import { HssError } from '../../../contract/error';
import { isRecord } from '../../../contract/row';
import { SeverityNumbers, VulnerabilityPolicy } from '../../model/policy';
import { HandledVulnerabilities, KnownExploited } from '../../model/props';
import { VULNERABILITY_RULE_IDS, VulnerabilityRuleId } from '../../model/rule-id';
import { SEVERITY_KEYS } from '../levels';

/** An exception for some vulnerabilities that is about the image of a question, as far as all but the version tells. */
export interface PlanException {
  /** Regular expression for the version of a row; none where the exception is for each. */
  readonly version?: string;
  readonly rules: readonly VulnerabilityRuleId[];
  /** When it ends, ms since 1970: it counts until then. */
  readonly end: number;
  /** In upper case, sorted. */
  readonly ids: readonly string[];
}

/** By what the vulnerabilities of an image are to be judged when Terraform plans. */
export interface AskedJudging extends Pick<
  VulnerabilityPolicy,
  'max' | 'graceDays' | 'handled' | 'knownExploited'
> {
  /** The registries that count; each where there are none. */
  readonly registryNames?: readonly string[];
  readonly exceptions: readonly PlanException[];
}

/** The parameter of a question that holds it. The API has no such parameter. */
export const JUDGING_PARAMETER = 'vulnerabilities';

/**
 * How long the parameter may be: the proxy's HTTP server takes 16 KiB for the head of a request, and Terraform's state keeps the
 * URL twice.
 */
export const MAX_JUDGING_LENGTH = 8_000;

/** Returns how a question names the judging: base64url of JSON, without what is as it mostly is. */
export function judgingText(judging: AskedJudging): string {
  const { max, graceDays, handled, knownExploited, registryNames, exceptions } = judging;
  return Buffer.from(
    JSON.stringify({
      max,
      graceDays,
      handled,
      knownExploited,
      registryNames,
      exceptions: exceptions.length === 0 ? undefined : exceptions.map(exceptionJson),
    }),
  ).toString('base64url');
}

/**
 * Reads what `judgingText` wrote. Nothing is ignored: what this version does not know could be what makes an image fail.
 * @throws HSS_INVALID_ARGUMENT
 */
export function readJudging(text: string): AskedJudging {
  const judging = judgingOf(parsed(text));
  // Two texts that mean the same are two questions to the proxy; and it takes no sloppy reading of base64.
  if (judging === undefined || judgingText(judging) !== text) throw malformed();
  return judging;
}

function exceptionJson({ version, rules, end, ids }: PlanException): object {
  return { version, rules: isForEach(rules) ? undefined : rules, end, ids };
}

function isForEach(rules: readonly string[]): boolean {
  return VULNERABILITY_RULE_IDS.every((rule) => rules.includes(rule));
}

function parsed(text: string): unknown {
  if (text.length > MAX_JUDGING_LENGTH) throw malformed();
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString()) as unknown;
  } catch {
    throw malformed();
  }
}

const KEYS = ['max', 'graceDays', 'handled', 'knownExploited', 'registryNames', 'exceptions'];

function judgingOf(json: unknown): AskedJudging | undefined {
  if (!hasOnly(json, KEYS)) return undefined;
  const { max, graceDays, handled, knownExploited, registryNames, exceptions = [] } = json;
  const isSound =
    isNumbers(max) &&
    isNumbers(graceDays) &&
    Object.values<unknown>(HandledVulnerabilities).includes(handled) &&
    (knownExploited === undefined || knownExploited === KnownExploited.DENY) &&
    (registryNames === undefined || isTexts(registryNames));
  if (!isSound || !Array.isArray(exceptions)) return undefined;
  const read = exceptions.map(exceptionOf);
  if (!read.every((one) => one !== undefined)) return undefined;
  return {
    ...(max === undefined ? {} : { max }),
    ...(graceDays === undefined ? {} : { graceDays }),
    handled: handled as HandledVulnerabilities,
    ...(knownExploited === undefined ? {} : { knownExploited }),
    ...(registryNames === undefined ? {} : { registryNames }),
    exceptions: read,
  };
}

/** What `versionPattern` writes, and nothing that a regular expression could be slow by. */
const VERSION_PATTERN = /^\^(?:[A-Za-z0-9_-]|\[\.\]|\[A-Za-z0-9_\.-\]\*?){1,256}\$$/;

function exceptionOf(json: unknown): PlanException | undefined {
  if (!hasOnly(json, ['version', 'rules', 'end', 'ids'])) return undefined;
  const { version, rules = VULNERABILITY_RULE_IDS, end, ids } = json;
  const isSound =
    (version === undefined || (typeof version === 'string' && VERSION_PATTERN.test(version))) &&
    isTexts(rules) &&
    rules.every((rule) => VULNERABILITY_RULE_IDS.some((one) => one === rule)) &&
    Number.isSafeInteger(end) &&
    isTexts(ids);
  if (!isSound) return undefined;
  return {
    ...(version === undefined ? {} : { version: version }),
    rules: rules as VulnerabilityRuleId[],
    end: end as number,
    ids: ids,
  };
}

function isNumbers(value: unknown): value is SeverityNumbers | undefined {
  if (value === undefined) return true;
  return (
    hasOnly(value, Object.values(SEVERITY_KEYS)) &&
    Object.values(value).every((one) => Number.isSafeInteger(one) && (one as number) >= 0)
  );
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}

function hasOnly(value: unknown, keys: readonly string[]): value is { [key: string]: unknown } {
  return isRecord(value) && Object.keys(value).every((key) => keys.includes(key));
}

function malformed(): HssError {
  return new HssError(
    'HSS_INVALID_ARGUMENT',
    `${JUDGING_PARAMETER} is not what this version of hss-gate reads`,
    { advice: 'use the hss-gate of the version of cdktf-hss that synthesized the stack' },
  );
}

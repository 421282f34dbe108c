import { HssError } from '../../../contract/error';
import { isRecord } from '../../../contract/row';
import { SeverityNumbers, VulnerabilityPolicy } from '../../model/policy';
import { HandledVulnerabilities, KnownExploited } from '../../model/props';
import { VULNERABILITY_RULE_IDS, VulnerabilityRuleId } from '../../model/rule-id';
import { SEVERITY_KEYS } from '../levels';

/** An exception for some vulnerabilities of a query's image, with any version. */
export interface PlanException {
  /** Regular expression for the version of a row; undefined for an exception for all versions. */
  readonly version?: string;
  readonly rules: readonly VulnerabilityRuleId[];
  /** When it ends, ms since 1970, exclusive. */
  readonly end: number;
  /** In upper case, sorted. */
  readonly ids: readonly string[];
}

/** The settings by which the vulnerabilities of an image are judged at plan. */
export interface AskedJudging extends Pick<
  VulnerabilityPolicy,
  'max' | 'graceDays' | 'handled' | 'knownExploited'
> {
  /** The selected registries; all if empty. */
  readonly registryNames?: readonly string[];
  readonly exceptions: readonly PlanException[];
}

/** The query parameter that contains these settings. The API has no such parameter. */
export const JUDGING_PARAMETER = 'vulnerabilities';

/**
 * The maximum length of the parameter: the proxy's HTTP server accepts request heads of 16 KiB, and
 * Terraform's state stores the URL twice.
 */
export const MAX_JUDGING_LENGTH = 8_000;

/** Returns the settings as a query parameter: base64url of JSON, without defaults. */
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
 * Reads the output of `judgingText`. Unknown keys are refused, because they could be what makes an
 * image fail.
 * @throws HSS_INVALID_ARGUMENT
 */
export function readJudging(text: string): AskedJudging {
  const judging = judgingOf(parsed(text));
  // Only the canonical text is accepted: the proxy would treat equivalent texts as different
  // queries.
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

/**
 * Matches the output of `versionPattern`. Other regular expressions are refused, because they could
 * be slow.
 */
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

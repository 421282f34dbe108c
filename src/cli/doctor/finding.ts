import { HssError } from '../../contract/error';
import { plain } from '../../util/safe-text';
import { inCommandWords } from '../shared/command-words';

export type CheckOutcome = 'ok' | 'warning' | 'failure' | 'skipped';

/** The result of one check, without secrets. */
export interface Finding {
  readonly name: string;
  readonly outcome: CheckOutcome;
  readonly text: string;
  /** The advice. Its name is a field of the JSON output. */
  readonly mend?: string;
}

export function finding(
  outcome: CheckOutcome,
  name: string,
  text: string,
  advice?: string,
): Finding {
  return { name, outcome, text, ...(advice === undefined ? {} : { mend: advice }) };
}

/** Returns an error as a failure, with HSS's own words and the advice. */
export function failed(name: string, thrown: unknown): Finding {
  if (!(thrown instanceof HssError)) {
    return finding('failure', name, thrown instanceof Error ? thrown.message : String(thrown));
  }
  const { serviceCode, serviceMessage, requestId, advice } = inCommandWords(thrown, [
    '--deadline',
  ]).details;
  const words = [
    serviceCode,
    serviceMessage,
    requestId === undefined ? undefined : `(request id ${requestId})`,
  ].filter((word) => word !== undefined);
  const answer = words.length === 0 ? '' : `; it says: ${words.join(' ')}`;
  return finding('failure', name, `${thrown.code}: ${thrown.summary}${answer}`, advice);
}

const SIGN: { readonly [outcome in CheckOutcome]: string } = {
  ok: '✓',
  warning: '!',
  failure: '✗',
  skipped: '-',
};
const COLOUR: { readonly [outcome in CheckOutcome]: number } = {
  ok: 32,
  warning: 33,
  failure: 31,
  skipped: 90,
};
const NAME_WIDTH = 20;

/** Returns a finding as lines of text. */
export function findingText(
  { name, outcome, text, mend: advice }: Finding,
  colour: boolean,
): string {
  const sign = colour ? `\u001b[${COLOUR[outcome]}m${SIGN[outcome]}\u001b[0m` : SIGN[outcome];
  const lines = [`  ${sign} ${name.padEnd(NAME_WIDTH)}  ${plain(text)}`];
  if (advice !== undefined)
    lines.push(`    ${' '.repeat(NAME_WIDTH)}  what to do: ${plain(advice)}`);
  return `${lines.join('\n')}\n`;
}
